from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from app.core.clock import local_day
from app.core.columns import Row, Statement
from app.core.db import Reader
from app.core.paging import Cursor, Slice, behind, cut, microseconds
from app.core.subjects import Subject
from app.notices.models import Notice

PAGE = 30


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it stands in the list. `others` is how many acted beside the first one named."""

    id: int
    kind: str
    link: Subject
    label: str
    detail: str
    actors: Sequence[str]
    others: int
    at: datetime
    is_new: bool


@dataclass(frozen=True)
class Day:
    """A day in the reader's time zone and what they heard then."""

    day: date
    rows: Sequence[NoticeRow]


def unread(db: Reader, person_id: int) -> int:
    return int(db.execute(_unread(), {"person_id": person_id}).scalar_one())


def notices(db: Reader, person_id: int, after: Cursor | None = None) -> Slice[NoticeRow]:
    """One page, latest first."""
    at, id_ = col(Notice.at), col(Notice.id)
    mine = _rows().where(col(Notice.person_id) == person_id).order_by(at.desc(), id_.desc())
    if after:
        mine = mine.where(behind(at, id_, after))
    found = [_row(row) for row in db.execute(mine.limit(PAGE + 1))]
    return cut(found, PAGE, lambda row: (microseconds(row.at), row.id), after)


def by_day(rows: Sequence[NoticeRow], time_zone: str) -> list[Day]:
    """Rows by the days that they are of for the reader, the latest first, in their order."""

    def day(row: NoticeRow) -> date:
        return local_day(row.at, zone)

    zone = ZoneInfo(time_zone)
    return [Day(one, list(found)) for one, found in groupby(sorted(rows, key=day, reverse=True), day)]


def of_hour(db: Reader, *, people: Iterable[int], kind: str, subject: Subject, hour: datetime) -> list[Notice]:
    """What these people have heard of this within the hour, locked in order."""
    about = {"kind": kind, "subject_kind": subject.kind, "subject_ref": subject.ref, "hour": hour}
    found = select(Notice).filter_by(**about).where(col(Notice.person_id).in_(list(people)))
    return list(db.scalars(found.order_by(col(Notice.person_id)).with_for_update()))


@cache
def _unread() -> Statement:
    """Every page asks this, so it is put together once."""
    mine = select(func.count()).select_from(Notice).where(col(Notice.person_id) == bindparam("person_id"))
    return mine.where(col(Notice.seen_at).is_(None))


def _rows() -> Statement:
    return select(
        *(col(Notice.id), col(Notice.kind), col(Notice.link_kind), col(Notice.link_ref), col(Notice.label)),
        *(col(Notice.detail), col(Notice.actors), col(Notice.actor_ids), col(Notice.at), col(Notice.seen_at)),
    )


def _row(row: Row) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        kind=row.kind,
        link=Subject(row.link_kind, row.link_ref),
        label=row.label,
        detail=row.detail,
        actors=row.actors,
        others=len(row.actor_ids) - 1,
        at=row.at,
        is_new=row.seen_at is None,
    )
