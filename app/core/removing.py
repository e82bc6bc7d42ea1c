"""Taking back what one has made, and undoing that: for an hour, by the same person, and only that one time.

Bound to the number of the removal, a second press puts nothing back that was removed again since.
"""

from datetime import datetime, timedelta

from app.core.clock import now
from app.core.errors import TooLate
from app.core.i18n import _
from app.core.paging import microseconds
from app.core.tables import HIDDEN, SHOWN, Hideable

UNDONE_WITHIN = timedelta(hours=1)


def take_back(row: Hideable, state: str, *, by_id: int) -> None:
    row.state, row.taken_back_at, row.taken_back_by_id = state, now(), by_id


def put_back(row: Hideable, removal: int, *, by_id: int) -> None:
    """As it was: what was hidden is hidden again. Raises TooLate for any removal but this person's last."""
    if not removal or removal_of(row, by_id) != removal:
        raise TooLate(_("This can't be undone any more: it was already, or too much time has passed."))
    row.state = HIDDEN if row.hidden_reason else SHOWN
    row.taken_back_at = row.taken_back_by_id = None


def removal_of(row: Hideable, person_id: int) -> int:
    """The number by which this person can still undo that they took it back; 0 where they can't."""
    return number_of(row.taken_back_at) if row.is_taken_back and row.taken_back_by_id == person_id else 0


def number_of(at: datetime | None) -> int:
    """Of a removal of then, 0 for one of long ago or none."""
    return microseconds(at) if at and at > now() - UNDONE_WITHIN else 0
