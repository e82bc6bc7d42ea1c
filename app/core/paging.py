"""Keyset pages: a cursor names the last row seen and the instant the first page was made."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, or_

from app.core.clock import now
from app.core.tables import LARGEST_ID, LARGEST_NUMBER

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Cursor:
    """`key` is the sort value of the last row (an instant as microseconds, or a count), `ref` its id."""

    key: int
    ref: int
    since: int

    def __str__(self) -> str:
        packed = json.dumps([self.key, self.ref, self.since], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """None for an empty or damaged cursor: the list then starts at its beginning."""
        try:
            values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            key, ref, since = (int(value) for value in values)
        except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
            return None
        fits = abs(ref) <= LARGEST_ID and max(abs(key), abs(since)) <= LARGEST_NUMBER
        return cls(key, ref, since) if fits else None

    @property
    def at(self) -> datetime:
        """The key as an instant."""
        return instant(self.key)

    @property
    def count(self) -> int:
        """The key as a count, within what a column holds."""
        return max(-LARGEST_ID, min(self.key, LARGEST_ID))


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of rows; `next` is empty on the last one."""

    rows: Sequence[T]
    next: str = ""
    since: datetime | None = None


def behind(at: Any, id_: Any, after: Cursor) -> Any:
    """The condition for rows behind the last one seen, in a list whose latest come first.

    Said this way, an index in this order is entered where the page begins.
    """
    return and_(at <= after.at, or_(at < after.at, id_ < after.ref))


def cut(rows: Sequence[T], size: int, key: Callable[[T], tuple[int, int]], after: Cursor | None) -> Slice[T]:
    """A page from up to size + 1 rows, with the cursor of the page behind it."""
    since = after.since if after else microseconds(now())
    if len(rows) <= size:
        return Slice(rows, "", instant(since))
    shown = rows[:size]
    return Slice(shown, str(Cursor(*key(shown[-1]), since)), instant(since))


def microseconds(at: datetime) -> int:
    """Exact, which `timestamp()` is not."""
    passed = at - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def instant(value: int) -> datetime:
    """The instant of `microseconds`; the earliest one for what no calendar holds."""
    try:
        return EPOCH + timedelta(microseconds=value)
    except OverflowError:
        return EPOCH
