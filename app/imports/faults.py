"""What is wrong in a file, told so that a person can mend it: like ones together, the whole in a file beside."""

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from app.core.sheets import Row, RowError
from app.core.tabular import CSV_BOM

MOST_KINDS = 2_000
SHOWN_ROWS = 3
WHY = "why"
"""The column that says why a row was not taken."""


@dataclass
class Alike:
    """Faults with one sentence in one column; the first few `rows` and `lines` where they are."""

    column: str
    message: str
    count: int = 0
    rows: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class Faults:
    """Counted as they are met, so that it does not matter how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self._kinds: dict[tuple[str, str], Alike] = {}

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, *errors: RowError) -> None:
        for error in errors:
            self.count += 1
            which = (error.column, error.message)
            if which not in self._kinds and len(self._kinds) == MOST_KINDS:
                continue
            alike = self._kinds.setdefault(which, Alike(*which))
            alike.count += 1
            if len(alike.rows) < SHOWN_ROWS:
                alike.rows.append(error.row)
                alike.lines.append(error.line)

    def __add__(self, other: "Faults") -> "Faults":
        """Of both together; what is wrong alike in either is one kind."""
        both = Faults()
        both.count = self.count + other.count
        for which in self._kinds | other._kinds:
            alike = [kinds[which] for kinds in (self._kinds, other._kinds) if which in kinds]
            places = sorted(place for one in alike for place in zip(one.rows, one.lines, strict=True))[:SHOWN_ROWS]
            rows, lines = [row for row, _line in places], [line for _row, line in places]
            both._kinds[which] = Alike(*which, sum(one.count for one in alike), rows, lines)
        return both

    def kinds(self) -> list[Alike]:
        """In the order of the file."""
        return list(self._kinds.values())


class RefusedRows:
    """The rows that were not taken, as a file to mend and to bring again: their cells to the letter, with why.

    What a row has too much stands behind that, so that it stays a row that is wrong until it is mended; what cannot be
    parted into cells stands in the first column as it was written.
    It is made only when there are any. Raises FileExistsError rather than write over a file.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.count = path, 0
        self._columns = [*(name for name in columns if name != WHY), WHY]
        self._all = list(columns)

    def __enter__(self) -> Self:
        # For its maker's eyes only, as is the list of errors: it holds whole rows about people.
        opened = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: IO[str] = os.fdopen(opened, "w", encoding="utf-8", newline="")
        self._file.write(CSV_BOM)
        self._write = csv.writer(self._file)
        self._write.writerow(self._columns)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if not self.count or error:
            self.path.unlink()

    def add(self, row: Row | None, errors: Sequence[RowError]) -> None:
        """What could not be read is there as it stood in the file."""
        self.count += 1
        cells, more = (row.cells, ()) if row else self._as_it_stood(errors[0])
        why = " ".join(_said(error) for error in errors)
        self._write.writerow([*(cells.get(name, "") for name in self._columns[:-1]), why, *more])

    def _as_it_stood(self, error: RowError) -> tuple[Mapping[str, str], Sequence[str]]:
        if error.text:
            return {self._columns[0]: error.text}, ()
        return dict(zip(self._all, error.cells, strict=False)), error.cells[len(self._all) :]


def said(alike: Alike) -> str:
    """One line for many faults of a kind: where the first of them are, and how many more."""
    first = " and ".join(place(row, line) for row, line in zip(alike.rows, alike.lines, strict=True))
    more = f" and {alike.count - len(alike.rows)} more" if alike.count > len(alike.rows) else ""
    where = f", {alike.column}" if alike.column else ""
    return f"{first}{more}{where}: {alike.message}"


def place(row: int, line: int) -> str:
    return f"row {row} (line {line})" if line and line != row else f"row {row}"


def _said(error: RowError) -> str:
    where = f"row {error.row}, {error.column}" if error.column else f"row {error.row}"
    return f"{where}: {error.message}"
