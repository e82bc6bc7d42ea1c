"""What was judged of people, done: a part at a time, in the transaction in which it was judged."""

from collections.abc import Iterable, Sequence

from app.core.db import Writer
from app.people import commands, queries
from app.people.importing.plan import Change, Kind
from app.people.models import Person

WEIGHTS = {Kind.NEW: 1, Kind.CHANGED: 10, Kind.LEAVES: 30}
"""How long each takes beside the others; what changes nothing has none."""
MOST = 150
"""Of this weight is what one transaction may do, so that nobody waits for it."""


def carry_out(db: Writer, changes: Sequence[Change[Person]]) -> None:
    """Addresses are given up before anybody gets one, so that two may change theirs with each other."""
    for change in changes:
        if change.giver:
            _free_address(db, change.giver)
    if new := [change.values for change in changes if change.kind is Kind.NEW]:
        commands.add_people(db, new)
    for change in changes:
        if change.kind is Kind.CHANGED and change.target:
            commands.change_person(db, change.target, **change.values)
        elif change.kind is Kind.LEAVES and change.target:
            commands.set_active(db, change.target, active=False)


def deactivate(db: Writer, ids: Iterable[int]) -> int:
    """Those of a whole roster's missing who are still active; returns how many they were."""
    found = [one for one in queries.people(db, ids).values() if one.active]
    for person in found:
        commands.set_active(db, person, active=False)
    return len(found)


def _free_address(db: Writer, giver: Person) -> None:
    """Whoever has nothing else to sign in with is about to be deactivated anyway."""
    if giver.active and not giver.employee_id:
        commands.set_active(db, giver, active=False)
    commands.change_person(db, giver, email=None)
