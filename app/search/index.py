"""The index, whichever engine keeps it, and the plain values that go in and come out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from markupsafe import Markup

from app.core.subjects import Subject

EVERYONE = "everyone"
LONGEST = 200


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


@dataclass(frozen=True)
class Question:
    """What somebody looks for, among what those `audiences` may find.

    No kinds mean every kind, an empty department every department. Words may be any text, and what is too long is cut.
    Two questions are equal when they have the same answer. Raises ValueError for a page that cannot be.
    """

    words: str
    _: KW_ONLY
    audiences: Collection[str]
    kinds: Collection[str] = ()
    department: str = ""
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        if self.limit < 1 or self.offset < 0:
            raise ValueError(f"no page has {self.limit} lines after {self.offset}")
        # A frozen value is set in no other way.
        object.__setattr__(self, "words", self.words.strip()[:LONGEST])
        object.__setattr__(self, "audiences", frozenset(self.audiences))
        object.__setattr__(self, "kinds", frozenset(self.kinds))

    @property
    def end(self) -> int:
        """How many hits there are up to the end of its page."""
        return self.offset + self.limit


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
    """A cache of the database, whichever engine keeps it: what every engine promises.

    `write` and `replace` are done by one process at a time. An engine that several of them share sees to it itself;
    one of files says so by being a `FileIndex`.
    """

    @property
    def name(self) -> str:
        """Told apart by it from every other index of the same database, which has an account for each.

        New as often as the index begins empty, the same for everybody who has this one open.
        """

    def write(self, documents: Sequence[Stamped], gone: Collection[Subject] = ()) -> None:
        """Put these in, whether or not they were there, and take those out; all of it is seen at once."""

    def replace(self, documents: Iterable[Stamped]) -> None:
        """These and nothing else; what was there before is found until they are all in."""

    def search(self, question: Question) -> Found:
        """Any text gets an answer."""

    def similar(self, question: Question) -> Sequence[Hit]:
        """What shares the telling words, which are those of a title: its quotes and dashes mean nothing."""

    def refs(self) -> dict[Subject, int]:
        """Everything in it, each with the number it was written for."""

    def close(self) -> None: ...


@runtime_checkable
class FileIndex(Index, Protocol):
    """An index in files: it may lose everything at any moment, and says so by `is_sound` and `is_compared`.

    Several processes may have it open; what one of them finds damaged, or begins again, all of them see.
    """

    is_sound: bool
    """False once something in it could not be read; searches find nothing until `start_again`."""
    is_compared: bool
    """False until it was compared with the database: after opening, and after it was begun again."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else writes inside the block, in this process or another; raises IndexBusy after a few seconds."""

    def start_again(self) -> None:
        """Set aside what is there and begin an empty index, which has another name."""


def is_sound(index: Index) -> bool:
    """Only files can be found damaged."""
    return not isinstance(index, FileIndex) or index.is_sound


def is_compared(index: Index) -> bool:
    """Only files can have changed while nobody had them open."""
    return not isinstance(index, FileIndex) or index.is_compared


def alone(index: Index) -> AbstractContextManager[None]:
    """Nobody else writes inside the block, as far as the engine leaves that to us. Raises IndexBusy."""
    return index.alone() if isinstance(index, FileIndex) else nullcontext()


@runtime_checkable
class Indexed(Protocol):
    """What an application is made of, when things can be found in it."""

    @property
    def index(self) -> Index: ...


def index_of(parts: object) -> Index:
    """The index among what the application is made of."""
    assert isinstance(parts, Indexed)  # noqa: S101
    return parts.index
