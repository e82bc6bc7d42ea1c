from app.audit import commands as audit
from app.core import removing
from app.core.db import Writer, locked
from app.core.errors import Conflict, Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.kinds import kinds_of
from app.core.policy import ensure
from app.core.subjects import Subject
from app.core.tables import HIDDEN, SHOWN, Hideable
from app.moderation import policy
from app.moderation.events import TakenFromSight
from app.people.roles import Colleague


def hide(db: Writer, *, admin: Colleague, subject: Subject, reason: str) -> Hideable:
    """Its authors hear why. Raises NotFound for what cannot be hidden, Conflict for what was taken back before."""
    ensure(policy.hide(admin))
    hiding = kinds_of(db).hiding(subject)
    row = hiding.row(db, subject.ref)
    locked(db, row)
    if row.is_taken_back:
        raise Conflict(hiding.taken_back())
    if not reason:
        raise Invalid(hiding.ask_why(), field="reason")
    was_shown = row.is_shown
    row.state, row.hidden_reason = HIDDEN, reason
    _note(db, admin, "hidden", subject, reason=reason)
    record(db, TakenFromSight(kind=subject.kind, ref=subject.ref, by_id=admin.id))
    hiding.changed(db, row, was_shown)
    return row


def show(db: Writer, *, admin: Colleague, subject: Subject) -> Hideable:
    ensure(policy.hide(admin))
    hiding = kinds_of(db).hiding(subject)
    row = hiding.row(db, subject.ref)
    locked(db, row)
    if not row.is_hidden:
        raise Conflict(_("This is not hidden."))
    row.state, row.hidden_reason = SHOWN, ""
    _note(db, admin, "shown", subject)
    hiding.changed(db, row, False)
    return row


def put_back(db: Writer, *, person: Colleague, subject: Subject, removal: int) -> Hideable:
    """What this person took back themselves, by the number of that: all is as it was, and nobody hears of it again.

    Raises TooLate for what was put back before, was taken back again since, or came to its end otherwise.
    """
    hiding = kinds_of(db).hiding(subject)
    row = hiding.row(db, subject.ref)
    locked(db, row)
    ensure(policy.put_back(person, hiding.matter(db, subject.ref).authors))
    removing.put_back(row, removal, by_id=person.id)
    db.flush()
    hiding.put_back(db, row)
    hiding.changed(db, row, False)
    return row


def _note(db: Writer, admin: Colleague, act: str, subject: Subject, **detail: str) -> None:
    db.flush()
    hiding = kinds_of(db).hiding(subject)
    label = hiding.matter(db, subject.ref).label
    audit.note(db, actor=admin, act=f"{hiding.noted_as}.{act}", subject=subject, label=label, **detail)
