"""When each loop last showed that it is at work, as rows: so a worker that runs elsewhere is seen, and missed."""

import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, func, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, SQLModel, col, select

from app.core.clock import now
from app.core.db import Database, Reader, Writer, insert_once
from app.core.tables import Instant

log = structlog.get_logger()

EVERY = timedelta(seconds=15)
MISSED = timedelta(minutes=2)
"""Whoever was not seen for so long does not work: a job that takes longer shows itself meanwhile."""
FORGOTTEN = timedelta(days=1)
WORKER, COURIER = "worker", "courier"


class Heartbeat(SQLModel, table=True):
    """One loop of one process. `kind` is where it runs: a `thread` of a server, or `separate`."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True)
    node: str
    loop: str
    kind: str
    seen_at: datetime = Field(sa_type=Instant)


class Heart:
    """Beats for one loop of this process: a small write now and then, however often it is asked to.

    A beat that fails is only said: the loop goes on, and whoever watches misses it.
    """

    def __init__(self, store: Database, loop: str, kind: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        node = this_node()
        self._store, self._clock, self._next_at = store, clock, clock()
        self._about = {"node": node, "loop": loop, "kind": kind}
        self._name = f"{node} {os.getpid()} {loop}"

    def beat(self) -> None:
        """Never inside a transaction that writes: on SQLite it would wait for itself."""
        if self._clock() < self._next_at:
            return
        self._next_at = self._clock() + EVERY.total_seconds()
        try:
            with self._store.writing() as db:
                _note(db, self._name, self._about)
        except (SQLAlchemyError, OSError):  # a loop that works must not end because nobody can be told so
            log.exception("heartbeat_failed", loop=self._about["loop"])


def this_node() -> str:
    """What this machine, or container, is called."""
    return socket.gethostname()


def silences(db: Reader, *, node: str = "") -> dict[str, timedelta]:
    """For each kind of loop how long none was seen, on one node or on all."""
    rows = select(Heartbeat.loop, func.max(Heartbeat.seen_at)).group_by(col(Heartbeat.loop))
    at = now()
    return {
        loop: max(at - seen, timedelta(0))
        for loop, seen in db.exec(rows.where(Heartbeat.node == node) if node else rows)
    }


def is_missed(silence: timedelta | None) -> bool:
    return silence is None or silence > MISSED


def _note(db: Writer, name: str, about: dict[str, str]) -> None:
    """A process that has just begun also forgets those that ended long ago."""
    at = now()
    if insert_once(db, Heartbeat, name=name, seen_at=at, **about):
        db.execute(delete(Heartbeat).where(col(Heartbeat.seen_at) < at - FORGOTTEN))
    else:
        db.execute(update(Heartbeat).where(col(Heartbeat.name) == name).values(seen_at=at, **about))
