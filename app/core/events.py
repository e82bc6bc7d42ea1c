"""Facts and what follows from them.

`together` reactions share the transaction of the fact; `afterwards` reactions are written down beside it and
carried out by the worker, in a transaction with the mark that they are done: exactly once for effects in the database.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import structlog
from sqlalchemy import Index, func, text
from sqlmodel import Field, SQLModel, col, delete, select

from app.core.clock import now
from app.core.db import Database, Reader, Writer
from app.core.tables import Instant

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: named in the past tense, carrying ids and plain values only."""


E = TypeVar("E", bound=Event)
Reaction = Callable[[Writer, Any], None]
Table = dict[type[Event], list[Reaction]]
R = TypeVar("R", bound=Reaction)

BATCH = 50
KEPT = timedelta(days=30)
LONGEST_WAIT = timedelta(hours=6)
USUAL_ATTEMPTS = 3


class Reactions:
    """Which functions follow which fact; features fill their own, `wiring` merges them."""

    def __init__(self) -> None:
        self._together: Table = defaultdict(list)
        self._afterwards: Table = defaultdict(list)

    def together(self, *facts: type[Event]) -> Callable[[R], R]:
        return _adding_to(self._together, facts)

    def afterwards(self, *facts: type[Event]) -> Callable[[R], R]:
        return _adding_to(self._afterwards, facts)

    @classmethod
    def merged(cls, every: Iterable["Reactions"]) -> "Reactions":
        whole = cls()
        for part in every:
            for mine, theirs in ((whole._together, part._together), (whole._afterwards, part._afterwards)):
                for fact, found in theirs.items():
                    mine[fact] += found
        return whole

    def follow(self, db: Writer, event: Event) -> None:
        for reaction in self._together[type(event)]:
            reaction(db, event)
        for reaction in self._afterwards[type(event)]:
            db.add(Delivery.of(event, reaction))

    def named(self, fact: str, reaction: str) -> tuple[type[Event], Reaction]:
        """Raises LookupError when neither is known any more."""
        for kind, all_found in self._afterwards.items():
            for found in all_found:
                if (_name(kind), _name(found)) == (fact, reaction):
                    return kind, found
        raise LookupError(f"no reaction {reaction} to {fact}")

    def table(self) -> list[tuple[str, list[str], list[str]]]:
        """Fact, together, afterwards: for `byline reactions`."""
        facts = sorted({*self._together, *self._afterwards}, key=_name)
        return [
            (_name(fact), [_name(r) for r in self._together[fact]], [_name(r) for r in self._afterwards[fact]])
            for fact in facts
        ]


class Delivery(SQLModel, table=True):
    """An `afterwards` reaction that is to be, or was, carried out."""

    __table_args__ = (
        Index(
            "ix_delivery_due", "due_at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    fact: str
    reaction: str
    payload: str
    due_at: datetime = Field(default_factory=now, sa_type=Instant)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    last_error: str = ""

    @classmethod
    def of(cls, event: Event, reaction: Reaction) -> "Delivery":
        return cls(fact=_name(type(event)), reaction=_name(reaction), payload=json.dumps(asdict(event)))

    def put_off(self, error: Exception) -> None:
        self.attempts += 1
        self.last_error = repr(error)[:2000]
        self.due_at = now() + min(timedelta(seconds=2**self.attempts), LONGEST_WAIT)


def record(db: Writer, event: Event) -> None:
    """Say that something happened: what belongs together happens now, the rest is written down for the worker."""
    reactions: Reactions = db.info["reactions"]
    reactions.follow(db, event)


def deliver_due(store: Database, reactions: Reactions) -> int:
    """Carry out every delivery that is due; returns how many were done."""
    done = 0
    while True:
        with store.writing() as db:
            due = _next_due(db)
            done += sum(_deliver(db, reactions, delivery) for delivery in due)
        if len(due) < BATCH:
            return done


def forget_delivered(store: Database) -> int:
    """Delivered rows are kept a month for whoever wonders, then dropped."""
    with store.writing() as db:
        old = delete(Delivery).where(col(Delivery.done_at) < now() - KEPT)
        return cast(int, db.execute(old).rowcount)  # type: ignore[attr-defined]


def anything_due(db: Reader) -> bool:
    """A look without the write lock, so that an idle worker disturbs nobody."""
    return db.exec(_due().limit(1)).first() is not None


def count_due(db: Reader) -> int:
    """How many deliveries wait; more than a few mean that the worker lags."""
    return db.exec(select(func.count()).select_from(_due().subquery())).one()


def count_failing(db: Reader) -> int:
    """How many deliveries have failed so often that somebody should look; the log says why."""
    failing = select(func.count()).select_from(Delivery).where(col(Delivery.done_at).is_(None))
    return db.exec(failing.where(Delivery.attempts > USUAL_ATTEMPTS)).one()


def _deliver(db: Writer, reactions: Reactions, delivery: Delivery) -> bool:
    try:
        with db.begin_nested():
            kind, reaction = reactions.named(delivery.fact, delivery.reaction)
            reaction(db, kind(**json.loads(delivery.payload)))
    except Exception as error:
        delivery.put_off(error)
        names = {"fact": delivery.fact, "reaction": delivery.reaction}
        log.exception("reaction_failed", **names, delivery=delivery.id, attempts=delivery.attempts)
        return False
    delivery.done_at = now()
    return True


def _due() -> Any:
    return select(Delivery).where(col(Delivery.done_at).is_(None), col(Delivery.due_at) <= now())


def _next_due(db: Writer) -> list[Delivery]:
    return list(db.exec(_due().order_by(Delivery.id).limit(BATCH).with_for_update(skip_locked=True)))


def _adding_to(table: Table, facts: tuple[type[Event], ...]) -> Callable[[R], R]:
    def add(reaction: R) -> R:
        for fact in facts:
            table[fact].append(reaction)
        return reaction

    return add


def _name(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"
