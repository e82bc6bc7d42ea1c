"""How often somebody may try a password: refused per account and address, only slowed down over all.

Nobody can lock a colleague out: tries from other addresses never refuse the right person at their own.
"""

import time
from threading import BoundedSemaphore

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.core.errors import TooMany
from app.core.i18n import _

WINDOW_MINUTES = 5
PER_ACCOUNT_AND_ADDRESS = RateLimitItemPerMinute(10, WINDOW_MINUTES)
PER_ADDRESS = RateLimitItemPerMinute(50, WINDOW_MINUTES)
PER_ACCOUNT = RateLimitItemPerMinute(30, WINDOW_MINUTES)
OVER_ALL = RateLimitItemPerMinute(1000, WINDOW_MINUTES)


class SignInThrottle:
    """Counts tries in this process; every node counts for itself."""

    def __init__(self, slow_by: float = 1.0) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._slow_by = slow_by
        self._waiting = BoundedSemaphore(4)

    def count(self, *, account: str, address: str) -> None:
        """Call before a password is tried; raises TooMany."""
        allowed = self._limiter.hit(PER_ACCOUNT_AND_ADDRESS, account, address)
        if not (allowed and self._limiter.hit(PER_ADDRESS, address)):
            raise TooMany(_refused(), seconds=WINDOW_MINUTES * 60)
        crowded = [self._crowded(PER_ACCOUNT, account), self._crowded(OVER_ALL)]
        if any(crowded):
            self._slow_down()

    def forgive(self, *, account: str, address: str) -> None:
        """The right password clears the tries that led to it."""
        self._limiter.clear(PER_ACCOUNT_AND_ADDRESS, account, address)

    def _crowded(self, limit: RateLimitItem, *who: str) -> bool:
        return not self._limiter.hit(limit, *who)

    def _slow_down(self) -> None:
        if not self._waiting.acquire(blocking=False):
            raise TooMany(_refused(), seconds=2)
        try:
            time.sleep(self._slow_by)
        finally:
            self._waiting.release()


def _refused() -> str:
    return _("Too many tries to sign in. Wait a few minutes, then try again.")
