"""The index, whichever engine keeps it, and the plain values that go in and come out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from app.core.subjects import Subject

EVERYONE = "everyone"


@dataclass(frozen=True, kw_only=True)
class Document:
    """What can be found of one subject, and all that its line in the results shows.

    `title`, `in_short` and `body` (comments joined to it by line breaks) are searched. Who may find it is one word,
    the `audience`.
    """

    subject: Subject
    title: str
    in_short: str = ""
    body: str = ""
    language: str = ""
    author: str = ""
    department: str = ""
    department_slug: str = ""
    audience: str = EVERYONE
    at: datetime | None = None

    @property
    def kind(self) -> str:
        return self.subject.kind


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One line of the results, complete: drawing it asks nobody anything."""

    subject: Subject
    title: str
    title_marked: Markup
    excerpt: Markup
    language: str
    author: str
    department: str
    department_slug: str
    at: datetime | None

    @property
    def kind(self) -> str:
        return self.subject.kind


@dataclass(frozen=True)
class Found:
    """A page of hits. `counts` is by kind, over all kinds, whichever were asked for.

    `loosened` says that nothing holds all the words, so these hold some of them.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    more: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    loosened: bool = False


NOTHING = Found()
Stamped = tuple[Document, int]
"""A document and the number of the mark it was written for."""


class IndexBusy(Exception):
    """Somebody else is writing the index; what is stale stays marked, and is written later."""


class IndexDamaged(Exception):
    """The files of the index cannot be read; it is begun again and filled from the database."""


class Index(Protocol):
    """A cache of the database: it may lose everything at any moment, and says so by `is_sound` and `is_compared`.

    Several processes may have it open; what one of them finds damaged, or begins again, all of them see.
    """

    is_sound: bool
    """False once something in it could not be read; searches find nothing until `start_again`."""
    is_compared: bool
    """False until it was compared with the database: after opening, and after it was begun again."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else writes inside the block, in this process or another; raises IndexBusy after a few seconds."""

    def write(self, documents: Sequence[Stamped], gone: Collection[Subject] = ()) -> None:
        """Put these in, whether or not they were there, and take those out; all of it is seen at once."""

    def replace(self, documents: Iterable[Stamped]) -> None:
        """These and nothing else; what was there before is found until they are all in."""

    def start_again(self) -> None:
        """Set aside what is there and begin an empty index."""

    def search(
        self,
        words: str,
        *,
        audiences: Collection[str],
        kinds: Collection[str] = (),
        department: str = "",
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """Any text gets an answer. No kinds mean every kind, an empty department every department."""

    def similar(
        self, title: str, *, audiences: Collection[str], kinds: Collection[str] = (), limit: int = 5
    ) -> Sequence[Hit]:
        """What shares the telling words of a title, most alike first."""

    def refs(self) -> dict[Subject, int]:
        """Everything in it, each with the number it was written for."""

    def close(self) -> None: ...
