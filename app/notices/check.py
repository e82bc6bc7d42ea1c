"""What must be true of notices; that the people exist is watched by the database itself."""

from collections.abc import Iterator

from sqlmodel import col, select

from app.core.db import Reader
from app.notices.models import Notice, NoticeKind


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    unknown = select(Notice.id, Notice.kind).where(col(Notice.kind).not_in(list(NoticeKind)))
    for id, kind in db.exec(unknown.order_by(col(Notice.id))):
        yield f"Notice {id} is of the unknown kind “{kind}”, which no sentence tells."
    for id in db.exec(select(Notice.id).where(Notice.count < 1).order_by(col(Notice.id))):
        yield f"Notice {id} tells of something that never happened."
