"""Rows that are not taken: told together where they are alike, cut at twenty, each of them in a file beside."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from app.cli.common import err
from app.cli.importing.saying import SHOWN
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.letters import storable
from app.core.settings import Settings
from app.core.sheets import RowError, Sheet
from app.imports.faults import Alike, Faults, RefusedRows, said
from app.imports.judging import Refused


class Complaints:
    """Takes every row that is refused: its errors into a list of all, and to be mended its cells into `skipped`."""

    def __init__(self, settings: Settings, source: str, sheet: Sheet, skip_bad: Path | None) -> None:
        self._path = settings.data / "imports" / f"{_plain(source)}-errors.txt"
        self._skipped = RefusedRows(skip_bad, sheet.columns) if skip_bad else None
        self._list: IO[str] | None = None
        self._open = ExitStack()
        self._ends = False

    def __enter__(self) -> Self:
        if self._skipped:
            try:
                self._open.enter_context(self._skipped)
            except OSError as error:
                raise Unusable(f"{self._skipped.path} cannot be written: {error.strerror}.") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.__exit__(kind, error, at)

    def refuse(self, refused: Refused) -> None:
        self._ends = self._ends or any(error.ends for error in refused.errors)
        if self._list is None:
            self._list = self._open.enter_context(_private(self._path))
        self._list.writelines(f"{storable(said(_alone(one)))}\n" for one in refused.errors)
        if self._skipped:
            self._skipped.add(refused.row, refused.errors)

    def say(self, file: Path, faults: Faults, *, refused: int, skips: bool, stops: Sequence[str] = ()) -> None:
        """Without a file for the rows that are wrong, they change nothing: exit code 1, for the command was right.

        `stops` are what has to be said as well before anything is brought. A row that hides all behind it is no row to
        be left out.
        """
        if not faults:
            return
        kinds = faults.kinds()
        for alike in kinds[:SHOWN]:
            err.print(said(alike))
        if len(kinds) > SHOWN:
            err.print(f"… and {so_many(faults.count - sum(one.count for one in kinds[:SHOWN]), 'more error')}.")
        self._say_whole(sum(len(one.rows) for one in kinds[:SHOWN]) < faults.count)
        if self._ends or not (skips and refused):
            can_skip = refused and not self._ends
            hint = " --skip-bad FILE brings the rest, and writes these rows there to be mended." if can_skip else ""
            for stop in stops:
                err.print(stop)
            err.print(f"{so_many(faults.count, 'error')} in {file}. Nothing was changed.{hint}", style="bold")
            raise SystemExit(1)

    def _say_whole(self, is_cut: bool) -> None:
        if self._list is None:
            return
        self._list.flush()
        if is_cut:
            err.print(f"Every one of them is in {self._path}.")
        else:
            self._path.unlink(missing_ok=True)


def refuse(stops: Sequence[str]) -> None:
    """Raises Unusable for what somebody has to say before anything is brought."""
    if stops:
        raise Unusable("\n".join([*stops, "Nothing was changed."]))


def _alone(error: RowError) -> Alike:
    return Alike(error.column, error.message, 1, [error.row], [error.line])


@contextmanager
def _private(path: Path) -> Iterator[IO[str]]:
    """Nobody else on the machine may read it, for it quotes the file."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        yield file


def _plain(source: str) -> str:
    """As a file may be called."""
    return re.sub(r"[^\w.-]+", "-", source).strip("-.")[:80] or "import"
