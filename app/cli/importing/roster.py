"""What is said of a file of people or of departments before anything is done."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

from app.cli.common import out
from app.cli.importing.opening import Given, kept_from
from app.cli.importing.saying import guessed
from app.core.english import so_many
from app.imports.columns import Columns, plain
from app.imports.faults import place
from app.imports.suspects import Suspect
from app.people.importing import Change, Kind
from app.people.models import Department, Person

CALLED = {"department_id": "department", "lead_id": "lead", "parent_id": "part of"}
"""What is said of a field that is kept under another name."""
LOOKED_AT = {"account", "manager"}
"""Nothing is made of these."""
LOOKS = {"email": "e-mail addresses", "status": "who has left"}


def not_left_out(given: Given) -> list[str]:
    """The columns of a file without those that somebody leaves out on purpose."""
    left = set(map(plain, given.told.get("leave", [])))
    return [column for column in given.sheet.columns if plain(column) not in left]


def say_reading(given: Given, columns: Columns) -> None:
    """How the file was read, and what of it was not used."""
    for line in _reading(given, columns):
        out.print(line)


def stops_at(suspects: Sequence[Suspect]) -> list[str]:
    """What looks like much and was not used is not left out in silence."""
    return [
        f"Column “{one.column}” looks like {LOOKS[one.field]} (“{one.example}”), and none was taken for {one.field}. "
        f"Say --map {shlex.quote(f'{one.field}={one.column}')}, or --leave {shlex.quote(one.column)}."
        for one in suspects
    ]


def changed(change: Change[Person] | Change[Department]) -> str:
    what = ", ".join(
        f"{CALLED.get(field, field)} from “{before}” to “{after}”" for field, before, after in change.differences
    )
    return f"changed, {where(change)}: {change.name}: {what}"


def where(change: Change[Person] | Change[Department]) -> str:
    return place(change.row.number, change.row.line) if change.row.number else "above others"


def untouched(count: int, one: str, many: str) -> str:
    said = f"{one} is not in the file and stays as before", f"{many} are not in the file and stay as they are"
    return so_many(count, *said)


def counts(numbers: Mapping[Kind, int], *, is_real: bool) -> str:
    would = "" if is_real else "would be "
    return f"{numbers[Kind.NEW]} {would}new, {numbers[Kind.CHANGED]} {would}changed, {numbers[Kind.SAME]} unchanged."


def _reading(given: Given, columns: Columns) -> Iterator[str]:
    yield from given.sheet.notes
    if columns.system:
        yield f"This looks like an export of {columns.system}."
    yield from guessed(given.sheet)
    if given.like and given.like.source != given.source:
        yield from kept_from(given)
    sources = {name: source for name, source in columns.sources.items() if name not in LOOKED_AT}
    taken = ", ".join(f"{name} from {source}" for name, source in sources.items() if str(source) != name)
    if taken:
        yield f"Taken: {taken}."
    if columns.unused:
        yield f"Columns that were not used: {', '.join(columns.unused)}."
