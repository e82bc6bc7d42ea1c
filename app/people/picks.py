"""People and departments as a form lets them be chosen: whoever is found by name, and whoever is chosen already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.db import Reader
from app.people import queries
from app.people.models import Person
from app.people.naming import is_named
from app.people.queries import DepartmentRow, PersonRow

MOST = 20
"""So many are offered at once; whoever seeks another types more of the name."""


@dataclass(frozen=True)
class Pick:
    """What the form sends for somebody, and what tells them from others of the name."""

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Matches:
    """`besides` says who is meant by the words and cannot be chosen."""

    rows: Sequence[Pick]
    more: bool = False
    besides: str = ""


@dataclass(frozen=True)
class Picks:
    """`matches` is None as long as nobody has looked for anything.

    `stored` is whoever others have chosen meanwhile, where that is somebody else.
    """

    words: str = ""
    chosen: Sequence[Pick] = ()
    matches: Matches | None = None
    stored: Sequence[Pick] = ()


def chosen_people(db: Reader, ids: Iterable[int], *, kind: str = "") -> dict[int, Pick]:
    """Whoever of these exists, also those who left: a refused form loses nobody.

    `kind` stands before the number where a form takes others than people too.
    """
    units = {row.id: row.name for row in queries.departments(db, active=False)}
    found = queries.people(db, ids)
    return {id_: _pick(f"{kind}{id_}", one, units.get(one.department_id or 0, "")) for id_, one in found.items()}


def people_matching(
    db: Reader, words: str, *, most: int = MOST, near: int | None = None, but: Collection[int] = (), kind: str = ""
) -> Matches:
    found = queries.people_named(db, words, limit=most + 1, near=near, but=but)
    picks = [_pick(f"{kind}{row.id}", row, row.department_name) for row in found[:most]]
    return Matches(picks, more=len(found) > most)


def chosen_departments(db: Reader, ids: Iterable[int]) -> list[Pick]:
    """Whichever of these exist, also one that was closed since."""
    every = {row.id: row for row in queries.departments(db, active=False)}
    return [_unit(every[id_], every) for id_ in ids if id_ in every]


def departments_matching(db: Reader, words: str, *, but: Collection[int] = ()) -> Matches:
    every = {row.id: row for row in queries.departments(db)}
    found = [row for row in every.values() if row.id not in but and is_named(row.name, words)]
    return Matches([_unit(row, every) for row in found[:MOST]], more=len(found) > MOST)


def _unit(row: DepartmentRow, every: Mapping[int, DepartmentRow]) -> Pick:
    """With what it is a part of, which tells departments of like names apart."""
    above = every.get(row.parent_id or 0)
    return Pick(str(row.id), row.name, above.name if above else "")


def _pick(value: str, one: Person | PersonRow, department: str) -> Pick:
    return Pick(value, one.name, " · ".join(filter(None, (one.title, department))))
