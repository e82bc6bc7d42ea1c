"""How often somebody may be wrong about a password, counted in the database, so that all nodes count together.

Refused is only who was wrong too often themselves: an account from one place, which is a browser that signed in to it
before, else an address. What others are counted in as well puts somebody further back in the line, and no more: nobody
can lock a colleague out.
"""

from datetime import timedelta
from typing import TypedDict

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import case, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, delete

from app.core.clock import now
from app.core.db import DIALECTS, Writer
from app.core.errors import TooMany
from app.core.i18n import _
from app.people.models import SignInCount
from app.people.passwords import digest

WINDOW_MINUTES = 5
OWN = RateLimitItemPerMinute(10, WINDOW_MINUTES)
PER_ADDRESS = RateLimitItemPerMinute(50, WINDOW_MINUTES)
PER_ACCOUNT = RateLimitItemPerMinute(30, WINDOW_MINUTES)
OVER_ALL = RateLimitItemPerMinute(1000, WINDOW_MINUTES)


class Counted(TypedDict):
    """Where a try counts. `place` is a digest of where the account signed in before, empty for a new one."""

    account: str
    address: str
    place: str


def count_try(db: Writer, who: Counted) -> bool:
    """Before a password is looked at: it counts as wrong until it is forgiven. Raises TooMany.

    Whether what is shared with others is used up; who is in a known place is not asked for that.
    """
    limiter, own = FixedWindowRateLimiter(_Counts(db)), _own(who)
    if not limiter.hit(OWN, *own):
        ends_at = limiter.get_window_stats(OWN, *own).reset_time
        raise TooMany(_refused(), seconds=max(1, round(ends_at - now().timestamp())))
    free = [limiter.hit(limit, *names) for limit, names in _shared(who)]
    return not all(free)


def forgive_tries(db: Writer, who: Counted) -> None:
    """The right password clears the tries that led to it, and was none itself."""
    counts = _Counts(db)
    counts.clear(OWN.key_for(*_own(who)))
    for limit, names in _shared(who):
        counts.incr(limit.key_for(*names), limit.get_expiry(), -1)


def take_back_try(db: Writer, who: Counted) -> None:
    """It was none, for nobody looked at it."""
    counts = _Counts(db)
    for limit, names in [(OWN, _own(who)), *_shared(who)]:
        counts.incr(limit.key_for(*names), limit.get_expiry(), -1)


def forget_counts(db: Writer) -> None:
    """Of windows that are over."""
    db.execute(delete(SignInCount).where(col(SignInCount.ends_at) <= now()))


class _Counts(Storage):
    """Counts by the digests of their names, within one transaction.

    Windows are fixed ones: of a moving window every try would be kept.
    """

    STORAGE_SCHEME = None

    def __init__(self, db: Writer) -> None:
        super().__init__()
        self._db = db

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """A count that was taken back is not below none."""
        at, table = now(), inspect(SignInCount).local_table
        insert = DIALECTS[self._db.get_bind().dialect.name].insert(table)
        fresh = {"name": digest(key), "tries": max(0, amount), "ends_at": at + timedelta(seconds=expiry)}
        is_over = table.c.ends_at <= at
        added = case((table.c.tries + amount < 0, 0), else_=table.c.tries + amount)
        changed = {
            "tries": case((is_over, fresh["tries"]), else_=added),
            "ends_at": case((is_over, fresh["ends_at"]), else_=table.c.ends_at),
        }
        counted = insert.values(fresh).on_conflict_do_update(index_elements=["name"], set_=changed)
        return int(self._db.execute(counted.returning(table.c.tries)).scalar_one())

    def get(self, key: str) -> int:
        found = self._db.get(SignInCount, digest(key))
        return found.tries if found and found.ends_at > now() else 0

    def get_expiry(self, key: str) -> float:
        found = self._db.get(SignInCount, digest(key))
        return (found.ends_at if found else now()).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return None

    def clear(self, key: str) -> None:
        self._db.execute(delete(SignInCount).where(col(SignInCount.name) == digest(key)))


def _own(who: Counted) -> tuple[str, str]:
    return who["account"], who["place"] or who["address"]


def _shared(who: Counted) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    """What others are counted in as well, which a known place is not."""
    if who["place"]:
        return []
    return [(PER_ACCOUNT, (who["account"],)), (PER_ADDRESS, (who["address"],)), (OVER_ALL, ())]


def _refused() -> str:
    return _("Too many tries to sign in. Wait a few minutes, then try again.")
