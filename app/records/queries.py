from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel, col, select

from app.audit import queries as audit
from app.audit.models import AuditNote
from app.core import clock
from app.core.days import Days
from app.core.db import Reader
from app.core.errors import Invalid, NotFound, TooLate
from app.core.i18n import _
from app.core.kinds import Anybody, kinds_of
from app.core.subjects import Subject
from app.credits.models import Act, CreditLine
from app.credits.queries import CreditRow, Extract, credit_lines, live_lines
from app.people import queries as people
from app.records.models import Dispute

EXPORTED = "records.exported"
Row = TypeVar("Row", bound=SQLModel)
RECENT = 10
MOST_OPEN = 20


@dataclass(frozen=True)
class Period:
    """Whole days, the first and the last included, as a time zone has them; `department` is a slug, empty for all.

    `as_of` is the instant of an earlier extract that is asked for again.
    """

    since: date
    until: date
    zone: str
    department: str = ""
    as_of: datetime | None = None


@dataclass(frozen=True)
class Month:
    """The first day of a month and what happened in it, as the reader's clock has it."""

    day: date
    rows: list[CreditRow]


@dataclass(frozen=True)
class PastExport:
    """Who took records out, when and what for."""

    at: datetime
    name: str
    purpose: str
    since: date
    until: date
    department: str
    as_of: str
    rows: int


@dataclass(frozen=True)
class Disputed:
    """What somebody said of a line of their record, and the line as it was written."""

    dispute: Dispute
    line: CreditRow


def extract(db: Reader, period: Period, *, as_of: datetime) -> Extract:
    """What a period asks for, as of the instant it names, else of this one. Raises Invalid."""
    return Extract(
        as_of=period.as_of or as_of,
        days=Days(period.since, period.until, period.zone),
        department_id=_department_id(db, period.department),
    )


def unnamed(db: Reader, rows: Sequence[CreditRow]) -> set[Subject]:
    """What these are about that was hidden or removed: named in no record, not even to who may still read it."""
    return kinds_of(db).out_of_sight(db, {row.subject for row in rows}, Anybody())


def recent_exports(db: Reader) -> list[PastExport]:
    return [_past_export(note) for note in audit.notes(db, act=EXPORTED, size=RECENT).rows]


def department_choices(db: Reader) -> list[tuple[str, str]]:
    """Closed ones too: what their people did is still theirs."""
    return [(row.slug, row.name) for row in people.departments(db, active=False)]


def by_month(rows: Iterable[CreditRow], zone: str) -> list[Month]:
    """The latest first; what is of a day alone may stand a few hours from what has a time."""

    def month(row: CreditRow) -> date:
        return local_day(row.at, zone).replace(day=1)

    return [Month(day, list(found)) for day, found in groupby(sorted(rows, key=month, reverse=True), month)]


def local_day(at: datetime, zone: str) -> date:
    return clock.local_day(at, ZoneInfo(zone))


def _there(db: Reader, table: type[Row], id_: int) -> Row:
    found = db.get(table, id_)
    if found is None:
        raise NotFound
    return found


def _past_export(note: AuditNote) -> PastExport:
    return PastExport(
        at=note.at,
        name=note.actor_name,
        purpose=note.label,
        since=date.fromisoformat(note.detail["since"]),
        until=date.fromisoformat(note.detail["until"]),
        department=note.detail["department"],
        as_of=note.detail["as_of"],
        rows=note.detail["rows"],
    )


def _department_id(db: Reader, slug: str) -> int | None:
    if not slug:
        return None
    found = next((row.id for row in people.departments(db, active=False) if row.slug == slug), None)
    if found is None:
        raise Invalid(_("There is no such department. Choose one from the list."), field="department")
    return found


def line(db: Reader, line_id: int) -> CreditLine:
    """Raises NotFound."""
    return _there(db, CreditLine, line_id)


def ensure_stands(db: Reader, line: CreditLine) -> None:
    """Raises TooLate for a line that was taken back, and for one that takes another back."""
    if line not in live_lines(db, subject=line.subject, act=Act(line.act)):
        raise TooLate(_("This line was taken back in the meantime."))


def dispute(db: Reader, dispute_id: int) -> Dispute:
    """Raises NotFound."""
    return _there(db, Dispute, dispute_id)


def latest_dispute(db: Reader, line_id: int) -> Dispute | None:
    said = select(Dispute).where(Dispute.line_id == line_id).order_by(col(Dispute.id).desc())
    return db.exec(said.limit(1)).first()


def latest_disputes(db: Reader, line_ids: Sequence[int]) -> dict[int, Dispute]:
    """What was said last of each of these lines."""
    said = select(Dispute).where(col(Dispute.line_id).in_(line_ids)).order_by(col(Dispute.id))
    return {row.line_id: row for row in db.exec(said)}


def disputed(db: Reader, disputes: Sequence[Dispute]) -> list[Disputed]:
    """With the lines that they are about."""
    lines = {row.id: row for row in credit_lines(db, [one.line_id for one in disputes])}
    return [Disputed(one, lines[one.line_id]) for one in disputes]


def disputes(db: Reader) -> tuple[list[Disputed], list[Disputed]]:
    """What waits for HR, whoever waits longest first, and what was answered last."""
    rows, answered_at = select(Dispute), col(Dispute.answered_at)
    waiting = rows.where(answered_at.is_(None)).order_by(col(Dispute.id)).limit(MOST_OPEN)
    done = rows.where(answered_at.is_not(None)).order_by(answered_at.desc(), col(Dispute.id).desc()).limit(RECENT)
    found = disputed(db, [*db.exec(waiting), *db.exec(done)])
    return [one for one in found if one.dispute.is_open], [one for one in found if not one.dispute.is_open]
