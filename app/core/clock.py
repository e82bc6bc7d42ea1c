"""The one place that knows the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside the block it is that instant: for a past that is played again, as the demo and imports do."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)


@cache
def known_zones() -> tuple[str, ...]:
    """The names of all time zones, sorted; looked up once, since each time hundreds of files are read."""
    return tuple(sorted(available_timezones()))
