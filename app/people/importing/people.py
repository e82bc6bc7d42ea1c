"""People of the roster: judged against the whole file and what is here, part by part; nobody is deleted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo

from app.core.batches import batches
from app.core.clock import local_day, now
from app.core.columns import Values
from app.core.dates import DayOrder
from app.core.db import Reader
from app.core.i18n import _
from app.core.letters import clean, key
from app.core.sheets import Row, RowError, Sheet
from app.imports.columns import Columns, Join
from app.imports.judging import Entry, Refused, fault, judged, standing
from app.people import queries
from app.people.importing.admins import Admins
from app.people.importing.columns import PERSON_STANDS, PLACES, Around, PersonLine, address_of, name_join
from app.people.importing.firsts import Firsts
from app.people.importing.ids import as_meant, likeness
from app.people.importing.places import Places, placed
from app.people.importing.plan import Change, Kind, compared
from app.people.importing.survey import Survey, is_said_to_have_left
from app.people.importing.tally import Tally
from app.people.importing.tree import Tree
from app.people.importing.who import Judge, Known, Told, Whose
from app.people.models import Person
from app.people.roles import Role, roles_given

OWN_CHOICE = ("locale", "time_zone")
"""What people choose for themselves: the roster only says it first."""
PART = 500
"""So many rows are judged at once."""

Read = Entry[PersonLine] | Refused
"""A row as the file says it."""
Found = Change[Person] | Refused
"""What comes of it."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants of a file of people.

    `full`: it names everybody. `left` are words of a status that mean that somebody has left. `deactivated` are the
    administrators who were named as no longer needed.
    """

    full: bool = False
    told: Told = field(default_factory=Told)
    adds_departments: bool = False
    order: DayOrder | None = None
    left: frozenset[str] = frozenset()
    deactivated: frozenset[int] = frozenset()
    zone: tzinfo = UTC

    @property
    def today(self) -> date:
        return local_day(now(), self.zone)


class Roster:
    """One file of people; `met` says in which row each person stands, `perhaps` in which refused one they may."""

    def __init__(self, sheet: Sheet, columns: Columns, asked: Asked, survey: Survey) -> None:
        self.sheet, self.columns, self.asked, self.survey = sheet, columns, asked, survey
        self.met: dict[int, int] = {}
        self.perhaps: dict[int, int] = {}
        self._has = columns.sources.keys()
        self._joins: dict[str, Join] = {"name": name_join(columns)}

    def know(self, db: Reader) -> None:
        """Look up once what every row is judged by. Raises Unclear where the order of the dates has to be said."""
        asked = self.asked
        way = self.survey.leaving.way(asked.order)
        tree = Tree.of(queries.every_department(db))
        self.places: Places = placed(self.survey.cells, tree, adds=asked.adds_departments)
        self.around = Around(asked.today, asked.zone, way, asked.left, self.places.of)
        alike = Firsts()
        for id_, employee_id in queries.employee_ids(db):
            alike.add(likeness(employee_id), id_)
        held = set(db.scalars(queries.holders(Role.ADMIN)))
        ever = {id_ for id_, given in queries.roles_of_all(db).items() if Role.ADMIN in given}
        self.admins = Admins(held, ever - held, asked.deactivated)
        self.tally = Tally(self.survey, self.admins, full=asked.full)
        self._judge = Judge(self.survey, asked.told, alike, self._leaves, self.tally.refused)

    def settle(self, made: dict[int, int]) -> None:
        """The departments that were missing are there now."""
        self.places.settle(made)
        self.around = replace(self.around, places=self.places.of)

    def parts(self, wanted: Callable[[int], bool] = lambda number: True, size: int = PART) -> Iterator[list[Read]]:
        """Its rows, or those of these numbers, read from the file while they are asked for."""
        rows = _Some(self.sheet, wanted)
        entries = judged(rows, PersonLine, self.columns, joins=self._joins, context=self.around, stands=PERSON_STANDS)
        yield from batches(entries, size)

    def judge(self, db: Reader, part: Sequence[Read]) -> Iterator[Found]:
        """What comes of each row, by what is here now."""
        lines = [entry.value for entry in part if isinstance(entry, Entry)]
        ids = {one for line in lines for one in (line.employee_id, self._judge.former_id(line)) if one}
        emails = {line.email for line in lines if line.email}
        people = queries.people_known_by(db, ids | emails, emails | {one for one in ids if "@" in one})
        known, roles = Known(people), queries.roles_of_many(db, [one.id for one in people])
        for entry in part:
            repeats = list(self._repeats(entry.row)) if entry.row else []
            if isinstance(entry, Refused):
                yield replace(entry, errors=[*entry.errors, *repeats])
            elif repeats:
                yield Refused(entry.row, repeats)
            else:
                yield self._judged(entry, known, roles)

    def note(self, found: Found) -> None:
        """Remember what came of a row."""
        self.tally.note(found)
        if isinstance(found, Refused):
            self._doubt(found)

    def unsettled(self, db: Reader) -> Iterator[Refused]:
        """Rows that seemed right until a row below them was refused, which then gives no address up; and so on."""
        while self.tally.refused and self.tally.later:
            waiting = [one for part in self.parts(self.tally.waits) for one in self.judge(db, part)]
            found = [one for one in waiting if isinstance(one, Refused)]
            if not found:
                return
            for one in found:
                self.tally.take_back(one)
                self._doubt(one)
            yield from found

    def gone(self, db: Reader) -> list[int]:
        """Whoever is active and in no row, by name. Who may be in a row that was not taken is in the file as well."""
        absent = [id_ for id_ in queries.active_people(db) if id_ not in self.met]
        for ids in batches(absent if self.survey.unsure else [], PART):
            rows = {id_: self.survey.unsure.row_of(person) for id_, person in queries.people(db, ids).items()}
            self.perhaps |= {id_: row for id_, row in rows.items() if row}
        return [id_ for id_ in absent if id_ not in self.perhaps]

    def _doubt(self, refused: Refused) -> None:
        if refused.row:
            values = self.columns.values(refused.row.cells, self._joins)
            former = self.asked.told.renumbered.get(key(values.get("employee_id", "")), "")
            self.survey.unsure.refuse(refused.row.number, values, former)

    def _leaves(self, person: Person) -> bool:
        """Whether somebody who is in no row is to be deactivated."""
        return self.asked.full and not (self.admins.is_spared(person.id) or self.survey.unsure.is_unread(person))

    def _judged(self, entry: Entry[PersonLine], known: Known, roles: dict[int, list[Role]]) -> Found:
        row, line = entry.row, entry.value
        whose = self._judge.whose(row.number, line, known, has_left=line.has_left(self.around.today))
        errors = [fault(row, self._standing(row, name), message) for name, message in whose.faults]
        if whose.target and self.met.setdefault(whose.target.id, row.number) != row.number:
            message = _("This is the same person as in row %(row)d.")
            errors.append(fault(row, "", message % {"row": self.met[whose.target.id]}))
        if not (line.employee_id or line.email or whose.target):
            errors.append(fault(row, "", _("This row has neither an e-mail address nor an employee ID.")))
        if errors:
            return Refused(row, errors)
        if line.has_left(self.around.today):
            return self._left(row, line, whose.target)
        values = self._values(line, whose)
        held = roles.get(whose.target.id, []) if whose.target else []
        before = {name: getattr(whose.target, name, None) for name in values} | {"roles": held}
        shown = {"department_id": self.places.tree.names}
        return compared(row, line.name, values, whose.target, before, shown, whose.giver)

    def _left(self, row: Row, line: PersonLine, target: Person | None) -> Change[Person]:
        """Nothing else is taken from the row of somebody who has left."""
        if target is None:
            return Change(row, Kind.ABSENT, line.name)
        if not target.active:
            return Change(row, Kind.SAME, target.name, target=target)
        stays = self.admins.is_spared(target.id) or target.id in self.admins.last
        return Change(row, Kind.SPARED if stays else Kind.LEAVES, target.name, target=target)

    def _values(self, line: PersonLine, whose: Whose) -> Values:
        """Only what the file has a column for; an empty cell takes neither ID nor address away.

        An ID that somebody has is never written over in another spelling.
        """
        target = whose.target
        values: Values = {"name": line.name} | ({"title": line.title} if "title" in self._has else {})
        values |= {"email": line.email} if line.email else {}
        if line.employee_id and (target is None or key(line.employee_id) != target.employee_key):
            values["employee_id"] = line.employee_id
        if self._has & set(PLACES):
            values["department_id"] = line.department
        if "roles" in self._has:
            values["roles"] = roles_given(line.roles)
        for name in OWN_CHOICE:
            if getattr(line, name) and not (target and getattr(target, name)):
                values[name] = getattr(line, name)
        return values | ({"active": True} if self.asked.full and target else {})

    def _repeats(self, row: Row) -> Iterator[RowError]:
        """An error for what another row before this one says, be the rest of either right or not."""
        values = self.columns.values(row.cells, {})
        try:
            employee_id = as_meant(values.get("employee_id", ""))
        except ValueError:
            employee_id = ""
        email = "" if is_said_to_have_left(values, self.asked.left) else clean(address_of(values), lines=False)
        for name, first in (
            ("email", self.survey.row_of_email(email) if email else 0),
            ("employee_id", self.survey.row_of_id(employee_id) if employee_id else 0),
        ):
            if first and first < row.number:
                message = _("This is in row %(row)d already.") % {"row": first}
                yield fault(row, self._standing(row, name), message)

    def _standing(self, row: Row, name: str) -> str:
        return standing(row, self.columns, name, PERSON_STANDS)


class _Some:
    """Those rows of a sheet that are wanted."""

    def __init__(self, sheet: Sheet, wanted: Callable[[int], bool]) -> None:
        self._sheet, self._wanted = sheet, wanted

    def rows(self) -> Iterator[Row | RowError]:
        for row in self._sheet.rows():
            if self._wanted(row.row if isinstance(row, RowError) else row.number):
                yield row
