"""The one place that knows the time, and on which day an instant is.

Of some things only the day is known. It is kept where instants are: as noon UTC and one microsecond, which no clock of
ours gives. Whoever shows or groups instants asks `local_day`, so that such a day is the same one in every zone.
"""

from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import available_timezones

from app.core.scoped import scoped

MARK = time(12, microsecond=1)
"""The time of day in UTC that says: only the day is known."""

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return _told.get() or timed(datetime.now(UTC))


def on_day(day: date) -> datetime:
    """A day without a time, as it is kept."""
    return datetime.combine(day, MARK, UTC)


def is_day(at: datetime) -> bool:
    """Whether only the day is known."""
    return at.astimezone(UTC).time() == MARK


def timed(at: datetime) -> datetime:
    """An instant whose time counts: it steps over the one that would say that only the day is known."""
    return at + timedelta(microseconds=1) if is_day(at) else at


def local_day(at: datetime, zone: tzinfo) -> date:
    """The day itself where only that is known, else the one that it is in the zone."""
    universal = at.astimezone(UTC)
    return (universal if universal.time() == MARK else at.astimezone(zone)).date()


def local_time(at: datetime, zone: tzinfo) -> time:
    """The time of day in the zone, to the minute."""
    return at.astimezone(zone).time().replace(second=0, microsecond=0)


def wall(at: datetime, zone: tzinfo) -> datetime:
    """What calendar and clock show in the zone, to the second, as a field for both takes it."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)


def at(instant: datetime) -> AbstractContextManager[None]:
    """Inside the block it is that instant: for a past that is played again, as the demo and imports do."""
    return scoped(_told, instant)


@cache
def known_zones() -> tuple[str, ...]:
    """The names of all time zones, sorted; looked up once, since each time hundreds of files are read."""
    return tuple(sorted(available_timezones()))
