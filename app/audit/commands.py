from datetime import date

from app.audit.models import AuditNote
from app.core.db import Writer
from app.core.subjects import Subject
from app.people.roles import Colleague


def note(
    db: Writer, *, actor: Colleague | None, act: str, subject: Subject | None = None, label: str = "", **detail: object
) -> AuditNote:
    """Write down a deed, in the transaction that does it. `detail` are plain values; days and instants become ISO."""
    written = AuditNote(
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "",
        act=act,
        subject_kind=subject.kind if subject else "",
        subject_ref=subject.ref if subject else 0,
        label=label,
        detail={name: value.isoformat() if isinstance(value, date) else value for name, value in detail.items()},
    )
    db.add(written)
    db.flush()
    return written
