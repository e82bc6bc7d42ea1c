"""What PostgreSQL's `pg_restore` writes out of a dump: rows of tables, and where their numbers go on.

It is read and never run: whoever changed a dump can change rows, and nothing else of what stands in it is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.core.errors import Unusable

NAME = r'(?:[a-z_][a-z0-9_]*|"[^"\n]+")'
COPY = re.compile(rf"COPY {NAME}\.({NAME}) \(({NAME}(?:, {NAME})*)\) FROM stdin;")
NUMBERS = re.compile(rf"SELECT pg_catalog\.setval\('{NAME}\.({NAME})', ([0-9]{{1,18}}), (true|false)\);")
ENCODING = re.compile(r"SET client_encoding = '([A-Za-z0-9_]{1,20})';")
# What stands around them, on a line each.
AROUND = re.compile(
    r"(--.*|SET [a-z_]+ = [^;]*;|SELECT pg_catalog\.set_config\('search_path', '', false\);"
    r"|\\(un)?restrict [A-Za-z0-9]+)?"
)
END = b"\\.\n"


@dataclass(frozen=True)
class Rows:
    """As COPY reads them; they have to be read before what comes next."""

    table: str
    columns: tuple[str, ...]
    lines: Iterator[bytes]


@dataclass(frozen=True)
class Numbers:
    """Where a sequence goes on."""

    sequence: str
    last: int
    is_given: bool


@dataclass(frozen=True)
class Encoding:
    name: str


Found = Rows | Numbers | Encoding


def found_in(written: Path) -> Iterator[Found]:
    """Raises Unusable at anything else."""
    with written.open("rb") as file:
        for line in file:
            said = line.decode("utf-8", "replace").rstrip("\n")
            if copied := COPY.fullmatch(said):
                lines = _until_end(file)
                yield Rows(_plain(copied[1]), tuple(map(_plain, copied[2].split(", "))), lines)
                for _line in lines:
                    pass
            elif numbers := NUMBERS.fullmatch(said):
                yield Numbers(_plain(numbers[1]), int(numbers[2]), numbers[3] == "true")
            elif encoding := ENCODING.fullmatch(said):
                yield Encoding(encoding[1])
            elif not AROUND.fullmatch(said):
                raise not_ours()


def not_ours() -> Unusable:
    return Unusable("The database in the backup holds something that Byline did not make. Nothing was changed.")


def _until_end(file: IO[bytes]) -> Iterator[bytes]:
    for line in file:
        if line == END:
            return
        yield line
    raise not_ours()


def _plain(name: str) -> str:
    return name.strip('"')
