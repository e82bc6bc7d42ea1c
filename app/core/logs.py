"""Structured logs: one JSON line each on standard error, or readable ones on a terminal in development."""

import logging
import sys
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Any

import structlog

Entry = dict[str, Any]

AGAIN_AFTER = 60.0
"""Seconds from one line about a failure to the next about the same one."""
WHOLE_AGAIN_AFTER = 3600.0
"""Seconds from one traceback to the next of the same failure."""
NAMES = ("event", "job", "fact", "reaction", "channel", "loop", "library")
LONGEST_ERROR = 300


class _StandardError:
    """Whatever standard error is at the moment of writing; a logger outlives a redirected one.

    What cannot be written is lost: a full disk or a closed pipe must not fail a request that is answered.
    """

    def write(self, text: str) -> int:
        with suppress(OSError):
            return sys.stderr.write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


@dataclass
class _Failure:
    """One kind of failure, in a line: when it was told last, when with its traceback, and how often it came since."""

    brief: Entry
    told_at: float
    whole_at: float
    untold: int = 0


class Calm:
    """Keeps an outage from flooding the log: of each kind of failure the first one has its traceback.

    After that a line a minute says how often it came again, as `times`, and once an hour the traceback stands there
    once more. Failures are of one kind when they have the same event and names and were raised at the same place, so
    there are as many kinds as places in the program.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kinds: dict[Hashable, _Failure] = {}
        self._untold: set[Hashable] = set()
        self._lock = Lock()

    def __call__(self, _logger: Any, _method: str, entry: Entry) -> Entry:
        """A processor of structlog, before the one that writes tracebacks out."""
        kind = _kind(entry)
        if self._untold:
            self._tell_of_others(kind)
        return entry if kind is None else self._calmed(kind, entry)

    def _calmed(self, kind: Hashable, entry: Entry) -> Entry:
        at, brief = self._clock(), _in_brief(entry)
        with self._lock:
            known = self._kinds.get(kind)
            if known is None:
                self._kinds[kind] = _Failure(brief, at, at)
                return entry
            known.brief, known.untold = brief, known.untold + 1
            if at - known.told_at < AGAIN_AFTER:
                self._untold.add(kind)
                raise structlog.DropEvent
            told = self._told(kind, at)
            if at - known.whole_at >= WHOLE_AGAIN_AFTER:
                known.whole_at, told["exc_info"] = at, entry.get("exc_info")
        return told

    def _tell_of_others(self, kind: Hashable) -> None:
        """What came again and then came no more would never be told."""
        with self._lock:
            at = self._clock()
            late = [one for one in self._untold - {kind} if at - self._kinds[one].told_at >= AGAIN_AFTER]
            told = [self._told(one, at) for one in late]
        for entry in told:
            structlog.get_logger().warning(entry.pop("event"), **entry)

    def _told(self, kind: Hashable, at: float) -> Entry:
        self._untold.discard(kind)
        failure = self._kinds[kind]
        told = failure.brief | {"times": failure.untold}
        failure.told_at, failure.untold = at, 0
        return told


class _Libraries(logging.Handler):
    """What libraries say, in the form of our own lines; a warning that comes again and again is told like a failure."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            about = {"library": record.name, "place": (record.pathname, record.lineno), "exc_info": record.exc_info}
            structlog.get_logger().log(record.levelno, record.getMessage(), **about)
        except (OSError, TypeError, ValueError):  # A full disk, or a line that does not fit its own words.
            self.handleError(record)


def set_up_logs(*, development: bool) -> None:
    plain = structlog.dev.ConsoleRenderer() if development else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            Calm(),  # type: ignore[list-item]
            structlog.processors.format_exc_info,
            plain,
        ],
        logger_factory=structlog.WriteLoggerFactory(_StandardError()),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)


def _kind(entry: Entry) -> Hashable | None:
    """None for what is no failure. A library's own line is of one kind with whatever else it says at that place."""
    error = _error(entry)
    place: Hashable | None = entry.pop("place", None)
    if not error:
        entry.pop("exc_info", None)
        return place
    names = (entry.get(name) for name in NAMES) if not place else ()
    return (*names, type(error), _raised_at(error.__traceback__))


def _in_brief(entry: Entry) -> Entry:
    """Without the traceback, which would keep alive whatever the failure was about."""
    error = _error(entry)
    brief = {name: value for name, value in entry.items() if name != "exc_info"}
    return brief | ({"error": repr(error)[:LONGEST_ERROR]} if error else {})


def _error(entry: Entry) -> BaseException | None:
    found = entry.get("exc_info")
    if isinstance(found, BaseException):
        return found
    return found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found else None


def _raised_at(traceback: TracebackType | None) -> tuple[str, int]:
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    return (traceback.tb_frame.f_code.co_filename, traceback.tb_lineno) if traceback else ("", 0)
