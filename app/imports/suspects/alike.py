"""Columns that look like a field for which there is nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.core.sheets import Row, RowError
from app.imports.suspects.looks import Look

SEEN = 2_000
"""Rows that are looked at."""


@dataclass(frozen=True)
class Suspect:
    """A column that nothing is made of, and the field it may be.

    Beside others of its kind that are used, `looks` says what it is like, `field` is one that is free, if any is, and
    `joined` is a used one put together with this, as `--map` takes them.
    """

    field: str
    column: str
    example: str
    looks: str = ""
    joined: str = ""


def suspects(rows: Iterable[Row | RowError], columns: Sequence[str], missing: Mapping[str, str]) -> list[Suspect]:
    """For each missing field the columns that look like it; `missing` says what kind of thing each field is.

    The kinds are text, date and status; author, which is a name or an address, and each of them alone; and code, which
    is another one in each row.
    """
    seen = {column: Look() for column in columns}
    for row in islice(rows, SEEN):
        if isinstance(row, Row):
            for column, about in seen.items():
                about.see(row.cells[column])
    return alike(seen, missing)


def alike(looks: Mapping[str, Look], missing: Mapping[str, str]) -> list[Suspect]:
    """Among columns that were looked at."""
    return [
        Suspect(name, column, look.example)
        for name, kind in missing.items()
        for column, look in looks.items()
        if look.looks_like(kind)
    ]
