"""Rosters as tests bring them: a text as the file that it would be, planned and done as the terminal does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.core.batches import batches
from app.core.db import Database, Reader, Writer
from app.core.sheets import How, RowError, Sheet, open_sheet
from app.imports.columns import Columns, matched
from app.imports.judging import Refused
from app.people import importing as roster
from app.people import queries
from app.people.importing import Asked, Change, Kind, Plan, Roster, Told
from app.people.models import Department, Person

_FOLDER = TemporaryDirectory()
_NUMBERS = count()
OF_WHO = ("renumbered", "reuses", "are_distinct")


@dataclass
class Found:
    """What would come of a file of people, as lists."""

    roster: Roster
    new: list[Change[Person]] = field(default_factory=list)
    changed: list[Change[Person]] = field(default_factory=list)
    leaves: list[Change[Person]] = field(default_factory=list)
    spared: list[Change[Person]] = field(default_factory=list)
    absent: list[Change[Person]] = field(default_factory=list)
    same: list[Change[Person]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    gone: list[Person] = field(default_factory=list)
    kept: Person | None = None

    @property
    def unchanged(self) -> int:
        return len(self.same)

    def lists(self) -> dict[Kind, list[Change[Person]]]:
        said = {Kind.NEW: self.new, Kind.CHANGED: self.changed, Kind.SAME: self.same}
        return said | {Kind.LEAVES: self.leaves, Kind.SPARED: self.spared, Kind.ABSENT: self.absent}


def sheet_of(text: str | bytes, **how: Any) -> Sheet:
    """Of a file that stays for as long as the tests run."""
    path = Path(_FOLDER.name) / f"{next(_NUMBERS)}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_sheet(path, How(**how))


def columns_of(sheet: Sheet, kind: str = "people", **chosen: str) -> Columns:
    fields = roster.FIELDS if kind == "people" else roster.DEPARTMENT_FIELDS
    return matched(kind, sheet.columns, fields, chosen=chosen)


def asked(**said: Any) -> Asked:
    who = Told(**{name: said.pop(name) for name in OF_WHO if name in said})
    return Asked(told=who, **said)


def plan(store: Database, text: str, chosen: dict[str, str] | None = None, **said: Any) -> Found:
    with store.reading() as db:
        return planned(db, text, chosen or {}, **said)


def planned(db: Reader, text: str, chosen: dict[str, str] | None = None, **said: Any) -> Found:
    sheet = sheet_of(text)
    columns = columns_of(sheet, **(chosen or {}))
    wish = asked(**said)
    found = Found(Roster(sheet, columns, wish, roster.surveyed(sheet, columns, wish.left)))
    found.errors += roster.faults_of(sheet, columns)
    if not found.errors:
        _judge(db, found)
    return found


def bring(store: Database, text: str, chosen: dict[str, str] | None = None, **said: Any) -> Found:
    """In parts, each in a transaction of its own."""
    made = plan(store, text, chosen, **said)
    assert made.errors == []
    _make_departments(store, made.roster)
    for is_late in (False, True):
        for part in made.roster.parts(_waiting(made.roster, is_late=is_late)):
            with store.writing() as db:
                changes = [one for one in made.roster.judge(db, part) if not isinstance(one, Refused)]
                assert len(changes) == len(part)
                roster.carry_out(db, changes)
    if made.roster.asked.full:
        with store.writing() as db:
            roster.deactivate(db, [person.id for person in made.gone])
    return made


def _waiting(brought: Roster, *, is_late: bool) -> Callable[[int], bool]:
    tally = brought.tally
    return lambda number: tally.weight(number) > 0 and (number in tally.later) is is_late


def bring_what_is_right(db: Writer, text: str, **said: Any) -> None:
    """In one transaction, without the rows that are wrong."""
    if (made := planned(db, text, **said)).roster.tally.total == 0:
        return
    made_up: dict[int, int] = {}
    roster.make_departments(db, made.roster.places.tree.new, made_up)
    roster.move_departments(db, made.roster.places.tree.moved.items(), made_up)
    made.roster.settle(made_up)
    for is_late in (False, True):
        for part in made.roster.parts(_waiting(made.roster, is_late=is_late)):
            roster.carry_out(db, [one for one in made.roster.judge(db, part) if not isinstance(one, Refused)])
    roster.deactivate(db, [person.id for person in made.gone] if made.roster.asked.full else [])


def plan_departments(store: Database, text: str, **chosen: str) -> Plan[Department]:
    sheet = sheet_of(text)
    with store.reading() as db:
        return roster.plan_departments(db, sheet, columns_of(sheet, "departments", **chosen))


def bring_departments(store: Database, text: str, **chosen: str) -> Plan[Department]:
    made = plan_departments(store, text, **chosen)
    assert made.errors == []
    for some in batches(made.deeds, 2):
        with store.writing() as db:
            roster.apply_departments(db, made, some)
    return made


def _judge(db: Reader, found: Found) -> None:
    brought = found.roster
    brought.know(db)
    for part in brought.parts():
        for one in brought.judge(db, part):
            brought.tally.note(one)
            if isinstance(one, Refused):
                found.errors += one.errors
            else:
                found.lists()[one.kind].append(one)
    gone, admins = brought.gone(db), brought.admins
    if brought.asked.full:
        admins.leave(gone)
        found.kept = next((queries.person(db, id_) for id_ in gone if id_ in admins.last), None)
        gone = [id_ for id_ in gone if not admins.is_spared(id_) and id_ not in admins.last]
    found.gone = [queries.person(db, id_) for id_ in gone]
    if admins.is_last_demoted:
        found.errors += admins.refusal(brought.columns).errors
        found.errors.sort(key=lambda error: error.row)


def _make_departments(store: Database, brought: Roster) -> None:
    made: dict[int, int] = {}
    with store.writing() as db:
        roster.make_departments(db, brought.places.tree.new, made)
        roster.move_departments(db, brought.places.tree.moved.items(), made)
    brought.settle(made)
