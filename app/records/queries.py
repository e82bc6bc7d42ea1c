from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from app.audit import queries as audit
from app.audit.models import AuditNote
from app.core.db import Reader
from app.core.errors import Invalid
from app.core.i18n import _
from app.credits.queries import CreditRow, Extract
from app.people import queries as people

EXPORTED = "records.exported"
RECENT = 10


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


def extract(db: Reader, period: Period, *, as_of: datetime) -> Extract:
    """What a period asks for, as of the instant it names, else of this one. Raises Invalid."""
    return Extract(
        as_of=period.as_of or as_of,
        since=_midnight(period.since, period.zone),
        until=_midnight(period.until + timedelta(days=1), period.zone),
        department_id=_department_id(db, period.department),
    )


def recent_exports(db: Reader) -> list[PastExport]:
    return [_past_export(note) for note in audit.notes(db, act=EXPORTED, size=RECENT).rows]


def department_choices(db: Reader) -> list[tuple[str, str]]:
    """Closed ones too: what their people did is still theirs."""
    return [(row.slug, row.name) for row in people.departments(db, active=False)]


def by_month(rows: Iterable[CreditRow], zone: str) -> list[Month]:
    def month(row: CreditRow) -> date:
        return local_day(row.at, zone).replace(day=1)

    return [Month(day, list(found)) for day, found in groupby(rows, month)]


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _past_export(note: AuditNote) -> PastExport:
    since, until = (date.fromisoformat(note.detail[name]) for name in ("since", "until"))
    rest = (note.detail[name] for name in ("department", "as_of", "rows"))
    return PastExport(note.at, note.actor_name, note.label, since, until, *rest)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _department_id(db: Reader, slug: str) -> int | None:
    if not slug:
        return None
    found = next((row.id for row in people.departments(db, active=False) if row.slug == slug), None)
    if found is None:
        raise Invalid(_("There is no such department. Choose one from the list."), field="department")
    return found
