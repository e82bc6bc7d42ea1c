"""Very many in parts, each small enough for one statement or one transaction."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """In their order; the last one may be shorter."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
