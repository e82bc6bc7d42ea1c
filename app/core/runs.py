"""What is done once for the whole house, however many processes there are, and remembered when they start anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlmodel import Field, SQLModel, col

from app.core.clock import now
from app.core.db import Database, Reader, Writer, insert_once
from app.core.tables import Instant

AGAIN_AFTER = timedelta(hours=1)
"""What failed, or has not said for so long that it ended, is done again then: no run takes longer."""


BACKUP = "backup"
"""What somebody else does, and notes here as a run: a copy of everything, whole."""


class Outcome(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(SQLModel, table=True):
    """The last run of one job, wherever it was. `ended_at` is empty while it runs, and for ever when it was killed."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True)
    began_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = Outcome.RUNNING

    def is_past(self, every: timedelta, moment: datetime) -> bool:
        """Whether it is time again; in either direction, so that a clock once set far ahead does not stop it."""
        wait = every if self.outcome == Outcome.DONE else min(every, AGAIN_AFTER)
        return abs(moment - self.began_at) >= wait


def once(store: Database, name: str, every: timedelta, run: Callable[[], object]) -> bool:
    """Run it here, unless it was or is run somewhere less than `every` ago; whether it was.

    Raises what the run raises, after writing down that it failed.
    """
    began, outcome = now(), Outcome.FAILED
    if not _is_ours(store, name, every, began):
        return False
    try:
        run()
        outcome = Outcome.DONE
    finally:
        _end(store, name, began, outcome)
    return True


def note_done(store: Database, name: str, began: datetime) -> None:
    """Remember what was done outside of the worker."""
    done = {"began_at": began, "ended_at": now(), "outcome": Outcome.DONE.value}
    with store.writing() as db:
        if not insert_once(db, JobRun, name=name, **done):
            _changed(db, update(JobRun).where(col(JobRun.name) == name).values(**done))


def last_done(db: Reader, name: str) -> datetime | None:
    """When the last run that ended well began."""
    last = db.get(JobRun, name)
    return last.began_at if last and last.outcome == Outcome.DONE else None


def _is_ours(store: Database, name: str, every: timedelta, began: datetime) -> bool:
    """A look without the write lock first, since nearly always it is not yet time."""
    with store.reading() as db:
        last = db.get(JobRun, name)
    if last and not last.is_past(every, began):
        return False
    with store.writing() as db:
        return _replaced(db, last, began) if last else insert_once(db, JobRun, **_run(began), name=name)


def _replaced(db: Writer, last: JobRun, began: datetime) -> bool:
    """Of several who try at once one has it: the others find another run than the one they saw."""
    seen = (col(JobRun.began_at) == last.began_at, col(JobRun.outcome) == last.outcome)
    return _changed(db, update(JobRun).where(col(JobRun.name) == last.name, *seen).values(**_run(began)))


def _run(began: datetime) -> dict[str, Any]:
    return {"began_at": began, "ended_at": None, "outcome": Outcome.RUNNING.value}


def _end(store: Database, name: str, began: datetime, outcome: Outcome) -> None:
    """Unless somebody took this run for dead and began another."""
    ours = update(JobRun).where(col(JobRun.name) == name, col(JobRun.began_at) == began)
    with store.writing() as db:
        _changed(db, ours.values(ended_at=now(), outcome=outcome.value))


def _changed(db: Writer, statement: Any) -> bool:
    return bool(db.execute(statement).rowcount)  # type: ignore[attr-defined]
