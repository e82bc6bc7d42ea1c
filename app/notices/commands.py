from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from app.core.clock import now
from app.core.columns import Values
from app.core.db import Writer, insert_new
from app.core.events import record
from app.core.paging import instant
from app.core.subjects import Subject
from app.notices import queries
from app.notices.events import Told
from app.notices.models import Notice, NoticeKind
from app.people.roles import Colleague


def tell(
    db: Writer,
    *,
    people: Iterable[int],
    kind: NoticeKind,
    subject: Subject,
    label: str,
    actor_id: int,
    actor_name: str,
    at: datetime | None = None,
    link: Subject | None = None,
    detail: str = "",
) -> None:
    """One entry per person, kind, subject and hour; nobody hears of their own act.

    Call it from an `afterwards` reaction: that is carried out once, so each call counts. `link` is where to look when
    that is not the subject itself; `detail` is the reason for something hidden, or the department that was meant.
    """
    at = at or now()
    hour = at.replace(minute=0, second=0, microsecond=0)
    told = sorted(set(people) - {actor_id})
    about = _about(kind, subject, link or subject, label, detail)
    entry: Values = {"hour": hour, "at": at, "count": 0, "actors": [], "actor_ids": [], **about}
    insert_new(db, Notice, [{"person_id": person_id, **entry} for person_id in told])
    notices = queries.of_hour(db, people=told, kind=kind, subject=subject, hour=hour)
    for notice in notices:
        notice.sqlmodel_update(about)
        notice.happened_again(actor_id=actor_id, actor_name=actor_name, at=at)
    db.flush()
    if notices:
        record(db, Told(notice_ids=[notice.id for notice in notices]))


def see(db: Writer, *, person: Colleague, up_to: int) -> None:
    """Everything that was there at `up_to`, an instant in microseconds, is read; what came later is not."""
    mine = update(Notice).where(col(Notice.person_id) == person.id, col(Notice.seen_at).is_(None))
    db.execute(mine.where(col(Notice.at) <= instant(up_to)).values(seen_at=now()))


def _about(kind: NoticeKind, subject: Subject, link: Subject, label: str, detail: str) -> dict[str, str | int]:
    return {
        "kind": kind.value,
        "subject_kind": subject.kind,
        "subject_ref": subject.ref,
        "link_kind": link.kind,
        "link_ref": link.ref,
        "label": label,
        "detail": detail,
    }
