"""Writing in portions that keep nobody waiting: smaller where the machine is slow, and a breath between them.

Whoever waits for SQLite's one writer looks again every tenth of a second, so it has to be free for as long.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
FIRST = 30
LONG, SHORT = 0.12, 0.05
"""Seconds for a portion: above the first the next one is smaller, below the second larger."""
BREATH = 0.1


class Pace:
    """`most` is how much is ever written at once."""

    def __init__(self, most: int, *, breathes: bool) -> None:
        self._most, self._size = most, min(most, FIRST)
        self._breathes = breathes
        self._ended = 0.0

    def portions(self, every: Sequence[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
        """As many at a time as may be written now; one alone, however much it is."""
        some: list[T] = []
        for one in every:
            if some and sum(map(weight, some)) + weight(one) > self._size:
                yield some
                some = []
            some.append(one)
        if some:
            yield some

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One portion is written inside the block."""
        if self._breathes:
            time.sleep(max(self._ended + BREATH - time.monotonic(), 0))
        began = time.monotonic()
        yield
        self._ended = time.monotonic()
        took = self._ended - began
        if took > LONG:
            self._size = max(self._size // 2, 1)
        elif took < SHORT:
            self._size = min(self._size * 2, self._most)
