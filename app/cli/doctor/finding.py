"""What a check is given, and what it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.db import Database
from app.core.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One line: how it is, and what to do where that is needed."""

    mark: str
    said: str

    @property
    def is_bad(self) -> bool:
        return self.mark == "✗"


@dataclass(frozen=True)
class Case:
    """`store` is None while there is none that can be asked: what needs it says nothing then."""

    settings: Settings
    store: Database | None


Check = Callable[[Case], Iterator[Finding]]


def well(said: str) -> Finding:
    return Finding("✓", said)


def worth_a_look(said: str) -> Finding:
    """Byline works, but something may hurt some day."""
    return Finding("!", said)


def bad(said: str) -> Finding:
    return Finding("✗", said)
