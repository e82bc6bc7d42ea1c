"""How often somebody may be wrong about a password: refused per account and address, only slowed down over all.

Nobody can lock a colleague out: tries from other addresses never refuse the right person at their own, and whoever
shares an address with many, as an office does, is only slowed down by what others there try. While too many wait to be
slowed down, the next is asked to come again in two seconds.
"""

import time
from threading import BoundedSemaphore

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.core.errors import TooMany
from app.core.i18n import _

WINDOW_MINUTES = 5
PER_ACCOUNT_AND_ADDRESS = RateLimitItemPerMinute(10, WINDOW_MINUTES)
PER_ADDRESS = RateLimitItemPerMinute(50, WINDOW_MINUTES)
PER_ACCOUNT = RateLimitItemPerMinute(30, WINDOW_MINUTES)
OVER_ALL = RateLimitItemPerMinute(1000, WINDOW_MINUTES)


class SignInThrottle:
    """Counts wrong tries in this process; every node counts for itself.

    Windows are fixed ones: of a moving window the storage keeps the name of everybody who ever tried.
    """

    def __init__(self, slow_by: float = 1.0) -> None:
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._slow_by = slow_by
        self._waiting = BoundedSemaphore(4)

    def count(self, *, account: str, address: str) -> None:
        """Call before a password is tried: it counts as wrong until it is forgiven. Raises TooMany."""
        if not self._limiter.hit(PER_ACCOUNT_AND_ADDRESS, account, address):
            raise TooMany(_refused(), seconds=WINDOW_MINUTES * 60)
        free = [self._limiter.hit(limit, *who) for limit, who in _shared(account, address)]
        if not all(free) and not self._has_waited():
            self._take_back(account, address)
            raise TooMany(_refused(), seconds=2)

    def forgive(self, *, account: str, address: str) -> None:
        """The right password clears the tries that led to it, and was none itself."""
        self._take_back(account, address)
        self._limiter.clear(PER_ACCOUNT_AND_ADDRESS, account, address)

    def _take_back(self, account: str, address: str) -> None:
        """A try that was none: of a right password, or of one that nobody looked at."""
        for limit, who in [(PER_ACCOUNT_AND_ADDRESS, (account, address)), *_shared(account, address)]:
            self._storage.decr(limit.key_for(*who))

    def _has_waited(self) -> bool:
        """False, and at once, when enough others wait: each holds a thread meanwhile."""
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            time.sleep(self._slow_by)
        finally:
            self._waiting.release()
        return True


def _shared(account: str, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    """What is only slowed down, because others are counted there too."""
    return [(PER_ACCOUNT, (account,)), (PER_ADDRESS, (address,)), (OVER_ALL, ())]


def _refused() -> str:
    return _("Too many tries to sign in. Wait a few minutes, then try again.")
