"""What importing people would do: made, said, done."""

from collections.abc import Iterator, Mapping, Sequence

from app.audit import commands as audit
from app.cli.common import err, out, steps
from app.cli.importing.complaints import Complaints, refuse
from app.cli.importing.listing import Listing
from app.cli.importing.opening import Given, begun
from app.cli.importing.roster import changed, counts, not_left_out, say_reading, stops_at, untouched, where
from app.cli.importing.saying import SHOWN
from app.cli.importing.writing import Writing
from app.core.batches import batches
from app.core.dates import Unclear
from app.core.db import Database, Reader
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.sheets import RowError
from app.imports.columns import matched
from app.imports.commands import finish_run
from app.imports.faults import Faults, said
from app.imports.judging import Refused
from app.people import importing, queries
from app.people.importing import Asked, Change, Kind, Roster
from app.people.models import Person

MOST_GONE = 10
"""More than one in so many people at once is worth a second thought."""
FEW_MOVES = 5
SORTS = {
    Kind.NEW: "new, {}: {}",
    Kind.LEAVES: "has left, {}: {}",
    Kind.SPARED: "has left by the file, but is administrator and stays active, {}: {}",
    Kind.ABSENT: "has left and is not here, {}: {}",
}
PERHAPS = (
    "may be in a row that was not taken, and stays as before",
    "may be in rows that were not taken, and stay as they are",
)
SEPARATED = {"department": "departments", "department_path": "paths of departments"}


class Planning:
    def __init__(
        self,
        store: Database,
        given: Given,
        chosen: Mapping[str, str],
        asked: Asked,
        complaints: Complaints,
        listing: Listing,
    ) -> None:
        self._store, self._given, self._asked = store, given, asked
        self._complaints, self._listing = complaints, listing
        before, found = given.told.get("columns", {}), not_left_out(given)
        blank = given.sheet.blank
        self._columns = matched("people", found, importing.FIELDS, chosen=chosen, before=before, blank=blank)
        self._gone: list[int] = []
        self._active = 0
        self._waiting: dict[int, tuple[str, str]] = {}

    def make(self, *, skips: bool) -> None:
        """Raises Unusable, or ends with the errors said where rows are wrong."""
        sheet = self._given.sheet
        self._refuse(list(importing.faults_of(sheet, self._columns)))
        refuse(stops_at(importing.overlooked(sheet, self._columns)))
        with steps("Looking at the file"):
            survey = importing.surveyed(sheet, self._columns, self._asked.left)
        self._roster = Roster(sheet, self._columns, self._asked, survey)
        with self._store.reading() as db, steps("Judging the rows") as step:
            self._know(db)
            for part in self._roster.parts():
                self._judge(db, part)
                step(part[-1].row.number if part[-1].row else 0, survey.rows)
            for refused in self._roster.unsettled(db):
                self._complaints.refuse(refused)
                self._waiting.pop(refused.errors[0].row, None)
            for sort, line in self._waiting.values():
                self._listing.add(sort, line)
            self._end(db, skips=skips)

    def say(self, *, is_confirmed: bool, is_dry: bool) -> None:
        """Raises Unusable where so much of it may be a mistake that somebody has to say yes."""
        doubts = [] if is_confirmed else list(self._doubts())
        is_real = not (is_dry or doubts)
        self._say_file()
        for line in self._made():
            self._listing.add("departments", line)
        self._listing.say("departments", Kind.NEW, Kind.CHANGED)
        out.print(counts(self._roster.tally.counts, is_real=is_real))
        self._listing.say(Kind.LEAVES, Kind.SPARED, Kind.ABSENT, "gone", "stays", "perhaps")
        for line in self._about_leaving(is_real=is_real):
            out.print(line)
        for line in (*self._nameless(), *self._raised()) if is_confirmed or is_dry else ():
            out.print(line)
        self._listing.say_where()
        if doubts and not is_dry:
            raise Unusable(" ".join([*doubts, "Say --yes if that is meant. Nothing was changed."]))

    def do(self) -> None:
        with self._store.writing() as db:
            run = begun(db, "people", self._given, self._columns)
        writing = Writing(self._store, self._roster, run.id, self._complaints)
        leaving = self._leaving() if self._asked.full else []
        writing.write(leaving)
        self._finish(writing, run.id)

    def _know(self, db: Reader) -> None:
        try:
            self._roster.know(db)
        except Unclear as error:
            self._refuse([RowError(1, 1, self._columns.where("left_on"), str(error))])
        for new, old in self._asked.told.renumbered.items():
            if queries.person_by_employee_id(db, old) is None:
                raise Unusable(f"Nobody has the employee id {old}, so it cannot become another. Nothing was changed.")
            if not self._roster.survey.row_of_id(new):
                raise Unusable(f"--renumber {old}={new}: no row has the employee id {new}. Nothing was changed.")

    def _judge(self, db: Reader, part: Sequence[importing.Read]) -> None:
        for found in self._roster.judge(db, part):
            self._roster.note(found)
            if isinstance(found, Refused):
                self._complaints.refuse(found)
            elif line := _line(found):
                self._list(found.row.number, found.kind, line)

    def _list(self, number: int, sort: str, line: str) -> None:
        """What waits for other rows is listed once it is known that these are taken."""
        if self._roster.tally.waits(number):
            self._waiting[number] = sort, line
        else:
            self._listing.add(sort, line)

    def _end(self, db: Reader, *, skips: bool) -> None:
        """What holds for the whole: who is in no row, and that somebody stays administrator."""
        tally, admins = self._roster.tally, self._roster.admins
        self._active, self._gone = queries.active_count(db), self._roster.gone(db)
        if self._asked.full:
            admins.leave(self._gone)
        if admins.is_last_demoted:
            # Of no single row: without it another would be the last. So it stops the file, whatever may be skipped.
            tally.note(admins.refusal(self._columns))
            skips = False
        self._complaints.say(self._given.file, tally.faults, refused=len(tally.refused), skips=skips)
        for ids in batches([*self._gone, *self._roster.perhaps], importing.PART):
            every = queries.people(db, ids)
            for person in (every[id_] for id_ in ids):
                sort, line = self._missing(person)
                self._listing.add(sort, line)

    def _missing(self, person: Person) -> tuple[str, str]:
        admins = self._roster.admins
        if row := self._roster.perhaps.get(person.id):
            return "perhaps", f"perhaps in row {row}, which was not taken: {person.name} <{person.signs_in_with}>"
        if not self._asked.full or not (admins.is_spared(person.id) or person.id in admins.last):
            return "gone", f"not in the file: {person.name} <{person.signs_in_with}>"
        if person.id in admins.last:
            return "stays", f"{person.name} is not in the file, but is the last administrator and stays active."
        how = f"--deactivate-admin {person.signs_in_with} --yes says otherwise"
        return "stays", f"{person.name} is not in the file, but is administrator and stays active; {how}."

    def _leaving(self) -> list[int]:
        admins = self._roster.admins
        return [id_ for id_ in self._gone if not admins.is_spared(id_) and id_ not in admins.last]

    def _doubts(self) -> Iterator[str]:
        leaves = self._roster.tally.counts[Kind.LEAVES] + (len(self._leaving()) if self._asked.full else 0)
        if leaves * MOST_GONE > self._active:
            yield f"{leaves} of {so_many(self._active, 'person', 'people')} would be deactivated."
        moves = self._roster.tally.moves
        if moves > FEW_MOVES and moves * MOST_GONE > self._active:
            yield f"{moves} e-mail addresses would go from one person to another, as if a column had slipped."
        yield from self._raised()
        yield from self._nameless()

    def _raised(self) -> Iterator[str]:
        if made := self._roster.admins.made:
            more = f" and {len(made) - SHOWN} more" if len(made) > SHOWN else ""
            yield f"{', '.join(made[:SHOWN])}{more} would become administrator."

    def _nameless(self) -> Iterator[str]:
        """What cannot be read may mean anybody who is in no other row."""
        rows, leaving = self._roster.survey.unsure.nobody, len(self._leaving()) if self._asked.full else 0
        if rows and leaving:
            unread = so_many(rows, "row that was not taken does", "rows that were not taken do")
            among = so_many(leaving, "person who is in no row", "people who are in no row")
            yield f"{unread} not say who is meant: it may be any of the {among} and would be deactivated."

    def _say_file(self) -> None:
        say_reading(self._given, self._columns)
        for kind, sign in self._roster.places.separators.items():
            if kind in SEPARATED:
                out.print(f"“{self._columns.where(kind)}” holds {SEPARATED[kind]}, parted by “{sign}”.")
        if "account" in self._columns.sources and "email" not in self._columns.sources and self._roster.survey.emails:
            out.print(f"E-mail addresses are those of “{self._columns.where('account')}”.")
        unknown = self._roster.survey.unknown_statuses()
        if unknown:
            words = ", ".join(f"{word} ({count})" for word, count in unknown[:SHOWN])
            out.print(f"Statuses that are not known and count as being here, unless --left WORD: {words}.")

    def _made(self) -> Iterator[str]:
        tree = self._roster.places.tree
        for twig in tree.new:
            above = f", part of {tree.names[twig.parent_id]}" if twig.parent_id else ""
            yield f"new department: {twig.name}{above}"
        for id_, parent_id in tree.moved.items():
            yield f"department {tree.names[id_]} becomes part of {tree.names[parent_id]}"

    def _about_leaving(self, *, is_real: bool) -> Iterator[str]:
        would, tally = "" if is_real else "would be ", self._roster.tally
        if left := tally.counts[Kind.LEAVES]:
            are = would or ("is " if left == 1 else "are ")
            yield f"{so_many(left, 'has', 'have')} left by the file, and {are}deactivated."
        if absent := tally.counts[Kind.ABSENT]:
            yield f"{so_many(absent, 'has', 'have')} left by the file and was never here: nobody is made of that."
        if self._asked.full:
            yield f"{len(self._leaving())} {would}deactivated."
        elif self._gone:
            yield f"{untouched(len(self._gone), 'person', 'people')}; --full deactivates them."
        if perhaps := len(self._roster.perhaps):
            yield f"{so_many(perhaps, *PERHAPS)}."
        if tally.asleep:
            said = (
                "is in the file but deactivated here, and stays so",
                "are in the file but deactivated here, and stay so",
            )
            yield f"{so_many(tally.asleep, *said)} without --full."

    def _refuse(self, errors: Sequence[RowError]) -> None:
        """Of the whole file, which no skipping of rows mends."""
        faults = Faults()
        faults.add(*errors)
        self._complaints.say(self._given.file, faults, refused=0, skips=False)

    def _finish(self, writing: Writing, run_id: int) -> None:
        done, gone = writing.counts, writing.deactivated + writing.counts[Kind.LEAVES]
        with self._store.writing() as db:
            finish_run(db, run_id)
            if done[Kind.NEW] or done[Kind.CHANGED] or gone:
                numbers = {"new": done[Kind.NEW], "changed": done[Kind.CHANGED], "deactivated": gone}
                label = self._given.file.name
                audit.note(db, actor=None, act="roster.imported", label=label, subject=None, **numbers)
        out.print(f"Done: {done[Kind.NEW]} added, {done[Kind.CHANGED]} changed, {gone} deactivated.")
        if writing.faults:
            for alike in writing.faults.kinds()[:SHOWN]:
                err.print(said(alike))
            message = f"{so_many(writing.faults.count, 'row was', 'rows were')} not taken: run it again."
            err.print(message, style="bold")
            raise SystemExit(1)


def _line(found: Change[Person]) -> str:
    """How a row is listed; one that changes nothing is not."""
    if found.kind is Kind.CHANGED:
        return changed(found)
    return SORTS[found.kind].format(where(found), found.name) if found.kind in SORTS else ""
