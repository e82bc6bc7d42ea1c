from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col

from app.audit import queries as audit
from app.audit.models import AuditNote
from app.core import clock
from app.core.columns import Statement, read, selected
from app.core.days import Days
from app.core.db import Reader
from app.core.errors import Invalid, NotFound, TooLate
from app.core.i18n import _
from app.core.kinds import Anybody, kinds_of
from app.core.subjects import Subject
from app.credits.models import Act, CreditLine
from app.credits.queries import CreditRow, Extract, credit_lines, live_lines
from app.people import queries as people
from app.records.models import SUBJECT, Dispute, DisputeAnswer

EXPORTED = "records.exported"
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
class Said:
    """What somebody said of a line of their record, with the answer once there is one."""

    id: int
    line_id: int
    person_id: int
    said: str
    at: datetime
    answer: str
    answered_by_id: int | None
    answered_by_name: str
    answered_at: datetime | None

    @property
    def subject(self) -> Subject:
        return Subject(SUBJECT, self.id)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True)
class Disputed:
    """What was said, and the line as it was written."""

    dispute: Said
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
    if found := db.get(CreditLine, line_id):
        return found
    raise NotFound


def ensure_stands(db: Reader, line: CreditLine) -> None:
    """Raises TooLate for a line that was taken back, and for one that takes another back."""
    if line not in live_lines(db, subject=line.subject, act=Act(line.act)):
        raise TooLate(_("This line was taken back in the meantime."))


def dispute(db: Reader, dispute_id: int) -> Said:
    """Raises NotFound."""
    found = _read(db, _said().where(col(Dispute.id) == dispute_id))
    if not found:
        raise NotFound
    return found[0]


def latest_dispute(db: Reader, line_id: int) -> Said | None:
    return latest_disputes(db, [line_id]).get(line_id)


def latest_disputes(db: Reader, line_ids: Sequence[int]) -> dict[int, Said]:
    """What was said last of each of these lines."""
    said = _said().where(col(Dispute.line_id).in_(line_ids)).order_by(col(Dispute.id))
    return {row.line_id: row for row in _read(db, said)}


def disputed(db: Reader, disputes: Sequence[Said]) -> list[Disputed]:
    """With the lines that they are about."""
    lines = {row.id: row for row in credit_lines(db, [one.line_id for one in disputes])}
    return [Disputed(one, lines[one.line_id]) for one in disputes]


def disputes(db: Reader) -> tuple[list[Disputed], list[Disputed]]:
    """What waits for HR, whoever waits longest first, and what was answered last."""
    answered_at = col(DisputeAnswer.at)
    waiting = _said().where(answered_at.is_(None)).order_by(col(Dispute.id)).limit(MOST_OPEN)
    done = _said().where(answered_at.is_not(None)).order_by(answered_at.desc(), col(Dispute.id).desc()).limit(RECENT)
    return disputed(db, _read(db, waiting)), disputed(db, _read(db, done))


def _read(db: Reader, statement: Statement) -> list[Said]:
    return read(Said, db.execute(statement))


def _said() -> Statement:
    rows = selected(
        Said,
        id=Dispute.id,
        line_id=Dispute.line_id,
        person_id=Dispute.person_id,
        said=Dispute.said,
        at=Dispute.at,
        answer=func.coalesce(DisputeAnswer.words, ""),
        answered_by_id=DisputeAnswer.by_id,
        answered_by_name=func.coalesce(DisputeAnswer.by_name, ""),
        answered_at=DisputeAnswer.at,
    )
    return rows.join(DisputeAnswer, col(DisputeAnswer.dispute_id) == Dispute.id, isouter=True)
