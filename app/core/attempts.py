"""What is tried until it is done: later each time, and set aside in the end, until somebody says `byline retry`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import bindparam, func, text, update
from sqlmodel import Field, Index, SQLModel, col, delete, select

from app.core.clock import now
from app.core.db import Database, Reader, Writer
from app.core.tables import Instant

KEPT = timedelta(days=30)
LONGEST_WAIT = timedelta(hours=6)
USUAL_ATTEMPTS = 3
LATEST = timedelta(days=2)
"""Nothing is put off for so long: it was written while a clock was wrong."""
LAST_ATTEMPT = 20
"""About two days after the first one."""


class Attempted(SQLModel):
    """The columns of a table whose rows are to be, or were, carried out."""

    due_at: datetime = Field(default_factory=now, sa_type=Instant)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    set_aside_at: datetime | None = Field(default=None, sa_type=Instant)
    last_error: str = ""
    failing_since: datetime | None = Field(default=None, sa_type=Instant)

    def put_off(self, error: Exception) -> None:
        """Until later, or set aside after the last attempt; `attempts` counts this one already."""
        self.last_error = repr(error)[:2000]
        self.failing_since = self.failing_since or now()
        self.due_at = now() + min(timedelta(seconds=2**self.attempts), LONGEST_WAIT)
        if self.attempts >= LAST_ATTEMPT:
            self.set_aside_at = now()


Kind = type[Attempted]


@dataclass(frozen=True)
class Standing:
    """How many are due, fail and were set aside, and how long the first of those that are due has been it."""

    due: int
    failing: int
    set_aside: int
    late: timedelta


def index_of_due(table: str) -> Index:
    waiting = text("done_at IS NULL")
    return Index(f"ix_{table}_due", "due_at", sqlite_where=waiting, postgresql_where=waiting)


# Put together once: the worker asks after every write.
@cache
def due(kind: Kind) -> Any:
    """The statement for what is due when it is run."""
    moment = bindparam("moment", callable_=lambda: now(), type_=Instant)
    return select(kind).where(_is_waiting(kind), col(kind.due_at) <= moment)


def retry(kind: Kind, db: Writer) -> int:
    """Let what was set aside, or waits for ever, be due again as if it had never failed; how many that were."""
    stuck = _is_set_aside(kind) | _is_lost_in_time(kind)
    return changed(db, update(kind).where(stuck).values(**as_new()))


def as_new() -> dict[str, Any]:
    """What a row holds that is to be tried as if it had never failed."""
    return {"set_aside_at": None, "failing_since": None, "attempts": 0, "due_at": now()}


def forget_done(kind: Kind, store: Database) -> int:
    """What is done is kept a month for whoever wonders, then dropped."""
    with store.writing() as db:
        return changed(db, delete(kind).where(col(kind.done_at) < now() - KEPT))


def anything_due(kind: Kind, db: Reader) -> bool:
    """A look without the write lock, so that an idle worker disturbs nobody."""
    return db.execute(_one_due(kind)).first() is not None


@cache
def _one_due(kind: Kind) -> Any:
    return due(kind).with_only_columns(col(kind.due_at)).limit(1)


def standing(kind: Kind, db: Reader) -> Standing:
    """All of it in one look at what is not done yet."""
    at = now()
    is_due = _is_waiting(kind) & (col(kind.due_at) <= at)
    counted = (func.count().filter(which) for which in (is_due, _is_failing(kind), _is_set_aside(kind)))
    first = func.min(kind.due_at).filter(is_due)
    rows: Any = select(*counted, first).where(col(kind.done_at).is_(None))  # type: ignore[call-overload]
    due, failing, set_aside, since = db.execute(rows).one()
    return Standing(due, failing, set_aside, late=at - (since or at))


def count_due(kind: Kind, db: Reader) -> int:
    """How many wait; more than a few mean that the worker lags."""
    return db.exec(select(func.count()).select_from(due(kind).subquery())).one()


def count_failing(kind: Kind, db: Reader) -> int:
    """How many have failed so often that somebody should look; the log says why."""
    return _count(kind, db, _is_failing(kind))


def count_set_aside(kind: Kind, db: Reader) -> int:
    """How many nobody tries any more."""
    return _count(kind, db, _is_set_aside(kind))


def _count(kind: Kind, db: Reader, which: Any) -> int:
    return db.exec(select(func.count()).select_from(kind).where(which)).one()


def _is_waiting(kind: Kind) -> Any:
    return col(kind.done_at).is_(None) & col(kind.set_aside_at).is_(None)


def has_failed(kind: Kind) -> Any:
    """The condition for whatever failed and is not done, or waits for a day that is too far."""
    has_failed = col(kind.failing_since).is_not(None) | col(kind.set_aside_at).is_not(None)
    return col(kind.done_at).is_(None) & (has_failed | _is_lost_in_time(kind))


def _is_failing(kind: Kind) -> Any:
    return (_is_waiting(kind) & (col(kind.attempts) > USUAL_ATTEMPTS)) | _is_lost_in_time(kind)


def _is_set_aside(kind: Kind) -> Any:
    return col(kind.done_at).is_(None) & col(kind.set_aside_at).is_not(None)


def _is_lost_in_time(kind: Kind) -> Any:
    return _is_waiting(kind) & (col(kind.due_at) > now() + LATEST)


def changed(db: Writer, statement: Any) -> int:
    """How many rows it changed."""
    return cast(int, db.execute(statement).rowcount)  # type: ignore[attr-defined]
