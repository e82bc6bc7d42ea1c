"""What is to follow afterwards, written down as rows, and carried out by the worker.

A reaction runs in one transaction with the mark that it is done: exactly once for effects in the database.
"""

import json
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Protocol

import structlog
from sqlmodel import Field

from app.core import attempts
from app.core.attempts import Attempted
from app.core.clock import now
from app.core.db import Database, Writer

log = structlog.get_logger()

BATCH = 50
BATCH_SECONDS = 0.1
"""A batch holds the one write lock of SQLite, for so many rows or so long at most."""


class Carrier(Protocol):
    """Whoever knows which function follows a fact."""

    def carry_out(self, db: Writer, fact: str, reaction: str, payload: dict[str, Any]) -> None:
        """Raises whatever the function raises, LookupError when nobody knows it any more."""


class Delivery(Attempted, table=True):
    """An `afterwards` reaction that is to be, or was, carried out.

    `fact` and `reaction` are short names that stay when the functions move to another file.
    """

    __table_args__ = (attempts.index_of_due("delivery"),)
    id: int = Field(default=None, primary_key=True)
    fact: str
    reaction: str
    payload: str


anything_due = partial(attempts.anything_due, Delivery)
count_due = partial(attempts.count_due, Delivery)
count_failing = partial(attempts.count_failing, Delivery)
count_set_aside = partial(attempts.count_set_aside, Delivery)
forget_delivered = partial(attempts.forget_done, Delivery)
retry = partial(attempts.retry, Delivery)


def deliver_due(
    store: Database,
    carrier: Carrier,
    *,
    clock: Callable[[], float] = time.monotonic,
    beat: Callable[[], None] = lambda: None,
) -> int:
    """Carry out every delivery that is due, with a beat after each batch; returns how many were done."""
    done = 0
    while True:
        with store.writing() as db:
            due = _next_due(db)
            tried = _deliver_for_a_while(db, carrier, due, clock)
        done += sum(tried)
        beat()
        if len(tried) == len(due) < BATCH:
            return done


def _deliver_for_a_while(db: Writer, carrier: Carrier, due: list[Delivery], clock: Callable[[], float]) -> list[bool]:
    """One by one until the time is over; of each that was tried whether it was done."""
    began, tried = clock(), list[bool]()
    for delivery in due:
        tried.append(_deliver(db, carrier, delivery))
        if clock() - began >= BATCH_SECONDS:
            break
    return tried


def _deliver(db: Writer, carrier: Carrier, delivery: Delivery) -> bool:
    try:
        with db.begin_nested():
            carrier.carry_out(db, delivery.fact, delivery.reaction, json.loads(delivery.payload))
    except Exception as error:
        delivery.attempts += 1
        delivery.put_off(error)
        names = {"fact": delivery.fact, "reaction": delivery.reaction, "set_aside": bool(delivery.set_aside_at)}
        log.exception("reaction_failed", **names, delivery=delivery.id, attempts=delivery.attempts)
        return False
    delivery.done_at = now()
    return True


def _next_due(db: Writer) -> list[Delivery]:
    return list(db.exec(_batch_due()))


@cache
def _batch_due() -> Any:
    return attempts.due(Delivery).order_by(Delivery.id).limit(BATCH).with_for_update(skip_locked=True)
