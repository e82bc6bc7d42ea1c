"""A roster's people written beside a running site: in portions that keep nobody waiting, each judged anew."""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy.exc import IntegrityError

from app.audit import commands as audit
from app.cli.common import Step, steps
from app.cli.importing.complaints import Complaints
from app.cli.importing.pacing import Pace
from app.core.db import Database
from app.core.errors import Refusal
from app.core.i18n import _
from app.imports.commands import add_to_run
from app.imports.faults import Faults
from app.imports.judging import Entry, Refused, fault
from app.people import importing
from app.people.importing import Kind, Read, Roster

HEAVY = 30
"""The weight of a department that is made, and of somebody who is deactivated, beside that of a new person."""


class Writing:
    """`faults` are rows that could not be taken in the end, because somebody has changed something meanwhile."""

    def __init__(self, store: Database, roster: Roster, run_id: int, complaints: Complaints) -> None:
        self.counts: Counter[Kind] = Counter()
        self.faults = Faults()
        self.deactivated = 0
        self._store, self._roster, self._run_id, self._complaints = store, roster, run_id, complaints
        self._pace = Pace(importing.MOST, breathes=store.is_sqlite)

    def write(self, leaving: Sequence[int]) -> None:
        """Rows that wait for others come after them; whoever is to be deactivated comes last."""
        # What is loaded by now stays: to look through all of it for what can go would hold up whoever waits.
        gc.freeze()
        self._make_departments()
        with steps("Importing people") as step:
            for some in (self._portions(is_late=False), self._portions(is_late=True)):
                for portion in some:
                    self._write(portion)
                    step(self.counts.total(), self._roster.tally.total)
            self._deactivate(leaving, step)

    def _make_departments(self) -> None:
        tree = self._roster.places.tree
        made: dict[int, int] = {}
        for twigs in self._pace.portions(tree.new, lambda twig: HEAVY):
            with self._pace.turn(), self._store.writing() as db:
                importing.make_departments(db, twigs, made)
        for moved in self._pace.portions(list(tree.moved.items()), lambda one: HEAVY):
            with self._pace.turn(), self._store.writing() as db:
                importing.move_departments(db, moved, made)
        self._roster.settle(made)

    def _portions(self, *, is_late: bool) -> Iterator[list[Read]]:
        tally = self._roster.tally
        parts = self._roster.parts(lambda number: tally.weight(number) > 0 and (number in tally.later) is is_late)
        for part in parts:
            yield from self._pace.portions(part, lambda one: tally.weight(one.row.number) if one.row else 0)

    def _write(self, some: Sequence[Read]) -> None:
        """Where one of them cannot be, the others are written all the same, each by itself."""
        try:
            self._write_whole(some)
        except (Refusal, IntegrityError) as error:
            if len(some) > 1:
                for one in some:
                    self._write([one])
            else:
                self._refuse(some[0], error)

    def _write_whole(self, some: Sequence[Read]) -> None:
        with self._pace.turn(), self._store.writing() as db:
            found = list(self._roster.judge(db, some))
            changes = [one for one in found if not isinstance(one, Refused)]
            importing.carry_out(db, changes)
            for change in changes:
                if change.values.get("roles") or ("roles" in change.values and change.kind is Kind.CHANGED):
                    roles = sorted(change.values["roles"])
                    audit.note(db, actor=None, act="role.changed", label=change.name, roles=roles)
            done = Counter(change.kind for change in changes)
            add_to_run(db, self._run_id, new=done[Kind.NEW], changed=done[Kind.CHANGED])
        self.counts += done
        for one in found:
            if isinstance(one, Refused):
                self._complain(one)

    def _refuse(self, one: Read, error: Exception) -> None:
        message = (
            str(error) if isinstance(error, Refusal) else _("Somebody has changed this person at the same moment.")
        )
        if isinstance(one, Entry):
            self._complain(Refused(one.row, [fault(one.row, "", message)]))

    def _complain(self, refused: Refused) -> None:
        self.faults.add(*refused.errors)
        self._complaints.refuse(refused)

    def _deactivate(self, leaving: Sequence[int], step: Step) -> None:
        for ids in self._pace.portions(leaving, lambda id_: HEAVY):
            with self._pace.turn(), self._store.writing() as db:
                self.deactivated += importing.deactivate(db, ids)
            step(self.counts.total() + self.deactivated, self._roster.tally.total + len(leaving))
