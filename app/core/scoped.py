"""A value that holds for a while, in one request or thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

V = TypeVar("V")


@contextmanager
def scoped(variable: ContextVar[V], value: V) -> Iterator[None]:
    """Inside the block the variable has this value."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
