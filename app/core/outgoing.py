"""What is to leave the house, written down as rows in the transaction of the fact, and sent by a loop of its own.

Nothing uses the network inside a transaction: rows are claimed in one, handed to their channel outside of any, and
marked in another. So each is sent at least once, and twice when a process ends between the sending and the mark.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TypeVar

import structlog
from sqlalchemy import Index, text
from sqlmodel import Field

from app.core import attempts
from app.core.attempts import LAST_ATTEMPT, Attempted
from app.core.clock import now
from app.core.db import Database, Writer, insert_new

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(minutes=10)
"""For so long nobody else sends what one process claimed; half of it is for a batch, half for its last message."""

_UNTRIED = text("attempts = 0 AND last_error = ''")


class Outgoing(Attempted, table=True):
    """A message to one recipient, both in the words of its channel: an address, and what the channel is to read.

    While it was not tried yet the same message is not written again: it tells of what stands there when it is sent.
    """

    __table_args__ = (
        attempts.index_of_due("outgoing"),
        Index(
            "uq_outgoing_untried",
            *("channel", "recipient", "digest"),
            unique=True,
            sqlite_where=_UNTRIED,
            postgresql_where=_UNTRIED,
        ),
    )
    id: int = Field(default=None, primary_key=True)
    channel: str
    recipient: str
    what: str
    # Stands for `what` in the index, which takes no long texts.
    digest: str

    def take(self) -> bool:
        """Nobody else's for a while; False when the process ended at its last attempt, which sets it aside."""
        if self.attempts >= LAST_ATTEMPT:
            self.put_off(RuntimeError("the process ended while this was sent"))
            return False
        self.attempts += 1
        self.due_at, self.last_error = now() + LEASE, ""
        return True

    @property
    def was_cut_off(self) -> bool:
        """The process ended in the middle of its last attempt, perhaps because of it."""
        return bool(self.attempts) and not self.last_error

    def message(self) -> "Message":
        return Message(self.id, self.channel, self.recipient, self.what, self.attempts)


@dataclass(frozen=True)
class Message:
    """What a channel gets to send. `id` stays the same when it is sent once more, `attempts` begins at one."""

    id: int
    channel: str
    recipient: str
    what: str
    attempts: int


Send = Callable[[Message], None]
S = TypeVar("S", bound=Send)


class Channels:
    """The ways out of the house; features fill their own, `wiring` merges them. Rows hold a channel's name.

    What goes there is written by a reaction of the same feature. With no channel there is none, and no row.
    """

    def __init__(self) -> None:
        self._senders: dict[str, Send] = {}

    def sender(self, channel: str) -> Callable[[S], S]:
        """It returns when the message is with whoever brings it, and raises for whatever is worth another attempt.

        It has to give up by itself, long before half a `LEASE` has passed.
        """

        def add(send: S) -> S:
            self._senders[channel] = send
            return send

        return add

    @classmethod
    def merged(cls, every: Iterable["Channels"]) -> "Channels":
        whole = cls()
        for part in every:
            whole._senders |= part._senders
        return whole

    def names(self) -> list[str]:
        return sorted(self._senders)

    def send(self, message: Message) -> None:
        """Raises whatever the channel raises, LookupError when nobody knows it any more."""
        if message.channel not in self._senders:
            raise LookupError(f"no channel {message.channel}")
        self._senders[message.channel](message)


anything_due = partial(attempts.anything_due, Outgoing)
count_due = partial(attempts.count_due, Outgoing)
count_failing = partial(attempts.count_failing, Outgoing)
count_set_aside = partial(attempts.count_set_aside, Outgoing)
forget_sent = partial(attempts.forget_done, Outgoing)
retry = partial(attempts.retry, Outgoing)


def add(db: Writer, channel: str, messages: Iterable[tuple[str, str]], *, after: timedelta = timedelta(0)) -> int:
    """Write down for each recipient what to send, not before `after`, in one statement; how many are new."""
    due = {"due_at": now() + after, "attempts": 0, "done_at": None, "set_aside_at": None, "last_error": ""}
    addressed = [
        {"channel": channel, "recipient": to, "what": what, "digest": sha256(what.encode()).hexdigest(), **due}
        for to, what in messages
    ]
    return len(insert_new(db, Outgoing, addressed))


def send_due(store: Database, channels: Channels, *, clock: Callable[[], float] = time.monotonic) -> int:
    """Send one batch of what is due; returns how many were tried. What the time did not last for is due later."""
    until = clock() + LEASE.total_seconds() / 2
    claimed, tried = _claimed(store), 0
    while tried < len(claimed) and clock() < until:
        _send(store, channels, claimed[tried])
        tried += 1
    _give_back(store, claimed[tried:])
    return tried


def _claimed(store: Database) -> list[Message]:
    """Written down before anything is sent, so that what ends the process again and again is set aside as well.

    What may have ended a process is claimed alone, since those beside it would count as tried.
    """
    with store.writing() as db:
        due = attempts.due(Outgoing).order_by(Outgoing.id).limit(BATCH).with_for_update(skip_locked=True)
        found = db.exec(due).all()
        usual = [one for one in found if not one.was_cut_off]
        alone = sorted(found, key=lambda one: one.attempts)[:1]
        return [one.message() for one in usual or alone if one.take()]


def _give_back(store: Database, untried: Sequence[Message]) -> None:
    """The time did not last for these: nobody tried them, and they wait for the end of their lease."""
    if untried:
        with store.writing() as db:
            for message in untried:
                row = db.get(Outgoing, message.id, with_for_update=True)
                if row and row.attempts == message.attempts:
                    row.attempts -= 1


def _send(store: Database, channels: Channels, message: Message) -> None:
    failure: Exception | None = None
    try:
        channels.send(message)
    except Exception as error:
        names = {"channel": message.channel, "outgoing": message.id, "attempts": message.attempts}
        log.exception("sending_failed", **names, set_aside=message.attempts >= LAST_ATTEMPT)
        failure = error
    with store.writing() as db:
        _mark(db, message, failure)


def _mark(db: Writer, message: Message, failure: Exception | None) -> None:
    """A failure counts only while nobody else has claimed the message since."""
    row = db.get(Outgoing, message.id, with_for_update=True)
    if row and failure is None:
        row.done_at = now()
    elif row and failure and row.attempts == message.attempts:
        row.put_off(failure)
