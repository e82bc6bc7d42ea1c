from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func
from sqlmodel import col, select

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
    mine = _rows().where(Notice.person_id == person_id).order_by(at.desc(), id_.desc())
    if after:
        mine = mine.where(behind(at, id_, after))
    found = [_row(row) for row in db.execute(mine.limit(PAGE + 1))]
    return cut(found, PAGE, lambda row: (microseconds(row.at), row.id), after)


def by_day(rows: Sequence[NoticeRow], time_zone: str) -> list[Day]:
    """Rows in their order, parted where a day ends for the reader."""
    zone = ZoneInfo(time_zone)
    return [Day(day, list(found)) for day, found in groupby(rows, lambda row: row.at.astimezone(zone).date())]


def of_hour(db: Reader, *, people: Iterable[int], kind: str, subject: Subject, hour: datetime) -> list[Notice]:
    """What these people have heard of this within the hour, locked in order."""
    about = (Notice.kind == kind, Notice.subject_kind == subject.kind, Notice.subject_ref == subject.ref)
    found = select(Notice).where(*about, Notice.hour == hour, col(Notice.person_id).in_(list(people)))
    return list(db.exec(found.order_by(col(Notice.person_id)).with_for_update()))


@cache
def _unread() -> Any:
    """Every page asks this, so it is put together once."""
    mine = select(func.count()).select_from(Notice).where(Notice.person_id == bindparam("person_id"))
    return mine.where(col(Notice.seen_at).is_(None))


def _rows() -> Any:
    return select(  # type: ignore[call-overload]
        *(Notice.id, Notice.kind, Notice.link_kind, Notice.link_ref, Notice.label, Notice.detail),
        *(Notice.actors, Notice.actor_ids, Notice.at, Notice.seen_at),
    )


def _row(row: Any) -> NoticeRow:
    others = len(row.actor_ids) - 1
    link = Subject(row.link_kind, row.link_ref)
    return NoticeRow(row.id, row.kind, link, row.label, row.detail, row.actors, others, row.at, row.seen_at is None)
