"""Rows judged as forms are: the same shapes, the same sentences, each with the row it stands in."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, Protocol, Self

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.core.letters import trimmed
from app.core.sheets import Row, RowError
from app.core.web.forms import F, sentence
from app.imports.columns import Columns, Join

Stands = Mapping[str, Sequence[str]]
"""Fields that a value is taken from, for those that have no column of their own, or not always."""
NOWHERE_ELSE: Stands = {}


class Rows(Protocol):
    """A sheet, or a part of one."""

    def rows(self) -> Iterator[Row | RowError]: ...


@dataclass(frozen=True)
class Entry(Generic[F]):
    """What a row says, beside the row as it was."""

    row: Row
    value: F


@dataclass(frozen=True)
class Refused:
    """A row that is not taken, with everything that is wrong with it; `row` is None where it could not be read."""

    row: Row | None
    errors: list[RowError]


def judged(
    sheet: Rows,
    shape: type[F],
    columns: Columns,
    *,
    joins: Mapping[str, Join] | None = None,
    context: object = None,
    stands: Stands = NOWHERE_ELSE,
) -> Iterator[Entry[F] | Refused]:
    """Each row in turn, read from the file while it is asked for. `context` is handed to the validators."""
    for row in sheet.rows():
        if isinstance(row, RowError):
            yield Refused(None, [row])
            continue
        try:
            value = shape.model_validate(columns.values(row.cells, joins or {}), context=context)
        except ValidationError as error:
            yield Refused(row, [_fault(row, columns, one, stands) for one in error.errors()])
        else:
            yield Entry(row, value)


class Met:
    """In which row something stood first. It is kept on the disk, so that memory does not grow with the file."""

    def __enter__(self) -> Self:
        self._kept = sqlite3.connect("", isolation_level=None)
        for told in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "BEGIN"):
            self._kept.execute(told)
        self._kept.execute("CREATE TABLE met (what BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")
        return self

    def __exit__(self, *_raised: object) -> None:
        self._kept.close()

    def first(self, what: str, row: int) -> int:
        """Which may be this one."""
        key = sha256(what.encode("utf-8", "surrogatepass")).digest()[:16]
        if self._kept.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", (key, row)).rowcount:
            return row
        [found] = self._kept.execute("SELECT row FROM met WHERE what = ?", (key,)).fetchone()
        return int(found)


def fault(row: Row, column: str, message: str) -> RowError:
    return RowError(row.number, row.line, column, message)


def standing(row: Row, columns: Columns, name: str, stands: Stands) -> str:
    """What the file calls a field that may stand in several places: where this row says anything, else what it has."""
    has = [one for one in stands.get(name, (name,)) if one in columns.sources]
    said = (one for one in has if any(trimmed(row.cells.get(column, "")) for column in columns.sources[one].columns))
    return columns.where(next(said, has[0] if has else name))


def _fault(row: Row, columns: Columns, found: ErrorDetails, stands: Stands) -> RowError:
    name = str(found["loc"][0]) if found["loc"] else ""
    return fault(row, standing(row, columns, name, stands), sentence(found))
