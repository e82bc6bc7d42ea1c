"""The line of those who try a password, outside the threads that answer pages.

However many come, whoever is in already notices little of it: a few tries are looked at at once, and few wait. Who
signed in here before goes first, then who has the fewest others of the same address before them. Whoever was wrong is
told so late, the later the more there are: a crowd that never stops has few tries in the line at any time, and somebody
with the right password stands behind few.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import count
from threading import Lock

from app.core.errors import TooMany
from app.core.i18n import _

LONGEST = 128
MOST = 1_000
"""So many may be here, in the line or told late; whoever comes then is sent away at once."""
FREE = 8
"""As long as no more than these are here, nobody is told late."""
LATEST = 10.0
"""Seconds."""
COME_AGAIN = 2

Rank = tuple[int, int, int]
Sleep = Callable[[float], Awaitable[object]]


@dataclass(eq=False)
class _Waiting:
    """`is_next` is what somebody was told: that it is their turn, or that they are sent away."""

    rank: Rank
    called: asyncio.Future[None]
    is_next: bool | None = None

    def tell(self, is_next: bool) -> None:
        """In their own loop: whoever serves may have several."""
        self.is_next = is_next
        with suppress(RuntimeError):  # Their loop is over, and they with it.
            self.called.get_loop().call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if not self.called.done():
            self.called.set_result(None)


class Line:
    """Its own state is changed under a lock that nobody waits behind."""

    def __init__(self, *, at_once: int, longest: int = LONGEST, sleep: Sleep = asyncio.sleep) -> None:
        self._at_once, self._longest, self._sleep = at_once, longest, sleep
        self._here: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []
        self._looked_at = 0
        self._numbers = count()
        self._lock = Lock()

    @property
    def present(self) -> int:
        return self._here.total()

    @asynccontextmanager
    async def standing(self, address: str) -> AsyncIterator[None]:
        """Somebody is here until this ends; raises TooMany where far too many are."""
        with self._lock:
            if self.present >= MOST:
                raise sent_away()
            self._here[address] += 1
        try:
            yield
        finally:
            with self._lock:
                self._here[address] -= 1
                self._here += Counter()  # Those who are gone are forgotten.

    @asynccontextmanager
    async def turn(self, address: str, *, worse: int = 0) -> AsyncIterator[None]:
        """Waits for a place at the table; raises TooMany, late, where the line is full of those who are no `worse`."""
        await self._called((worse, self._here[address], next(self._numbers)))
        try:
            yield
        finally:
            self._free()

    async def hold(self) -> None:
        """Before somebody is told that they were wrong."""
        await self._sleep(min(LATEST, max(0, self.present - FREE) / FREE))

    async def _called(self, rank: Rank) -> None:
        waiting = _Waiting(rank, asyncio.get_running_loop().create_future())
        with self._lock:
            self._waiting.append(waiting)
            if len(self._waiting) > self._longest:
                last = max(self._waiting, key=lambda one: one.rank)
                self._waiting.remove(last)
                last.tell(False)
            self._call_next()
        try:
            await waiting.called
        except asyncio.CancelledError:
            self._leave(waiting)
            raise
        if not waiting.is_next:
            await self._sleep(COME_AGAIN)
            raise sent_away()

    def _call_next(self) -> None:
        while self._waiting and self._looked_at < self._at_once:
            first = min(self._waiting, key=lambda one: one.rank)
            self._waiting.remove(first)
            self._looked_at += 1
            first.tell(True)

    def _free(self) -> None:
        with self._lock:
            self._looked_at -= 1
            self._call_next()

    def _leave(self, waiting: _Waiting) -> None:
        """Whoever hangs up while they wait gives their place to the next."""
        with self._lock:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
        if waiting.is_next:
            self._free()


def sent_away() -> TooMany:
    return TooMany(_("Too many people are trying to sign in right now. Try again in a moment."), seconds=COME_AGAIN)


def origin(host: str) -> str:
    """Whom an address stands for: of an IPv6 network everybody has more addresses than can be counted."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return host
