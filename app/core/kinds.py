"""The register of kinds: what there is to know of a kind of subject, given by the feature that owns it.

`wiring` lists the rows; whoever needs to know something of a kind asks the register, and a new kind is a new row.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Protocol

from sqlalchemy import bindparam, literal, select, union_all

from app.core.columns import Statement
from app.core.db import Reader, Writer
from app.core.errors import NotFound
from app.core.slugs import slug
from app.core.subjects import Subject
from app.core.tables import LARGEST_ID, Hideable

Words = Callable[[], str]
"""In the language that is being spoken."""
Describe = Callable[[Reader, Sequence[int]], list[Any]]
Concerned = Callable[[Reader, int], set[int]]
Findable = Callable[[Reader], Iterable[int]]


LONGEST_ADDRESS = 1_000
"""Of what is looked at: finding an address in a long text takes long."""


class Viewer(Protocol):
    """Whoever looks, and may look or not."""

    @property
    def id(self) -> int: ...

    def may(self, permission: Any) -> bool: ...


class Anybody:
    """Whoever it may be: nothing is theirs, and they may do nothing that not everybody may."""

    id = 0

    def may(self, permission: Any) -> bool:
        return False


class Named(Protocol):
    """Somebody in a byline; without `person_id` they have no page here."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Cited:
    """A subject as others point at it, with the language of its title."""

    title: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is to be taken from sight or shown again, as who decides it reads it; `html` is rendered and cleaned."""

    authors: Sequence[Named]
    label: str
    language: str
    title: str = ""
    html: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Hiding:
    """How something of a kind is taken from sight.

    `noted_as` begins the code of the act in the audit list. `changed` is called in the same transaction, with the row
    and whether it was shown before.
    """

    row: Callable[[Reader, int], Hideable]
    """Raises NotFound."""
    matter: Callable[[Reader, int], Matter]
    """Raises NotFound."""
    noted_as: str
    told_as: Callable[[Reader, int], str]
    """What it goes by in the notice to its authors."""
    ask_why: Words
    taken_back: Words
    """What is said when whoever made it took it back before."""
    changed: Callable[[Writer, Any, bool], None] = lambda db, row, was_shown: None
    put_back: Callable[[Writer, Any], None] = lambda db, row: None
    """What else comes back when whoever took it back undoes that. Raises TooLate where it can't."""
    answering: Concerned = lambda db, ref: set()
    """Ids of those who have answered for it, or have to: they are told as well."""


@dataclass(frozen=True, kw_only=True)
class SubjectKind:
    """One kind of subject. What is left out, such subjects cannot be or do.

    `route` names the page that shows one, `ref` the parameter that takes its id; with `has_slug` its label gives the
    readable end of the address. `section` is the first part of that address, where somebody may copy it from.
    """

    kind: str
    one: Words
    many: Words
    route: str = ""
    ref: str = ""
    has_slug: bool = False
    section: str = ""
    documents: Describe | None = None
    """What the index holds of these; those nobody may find are left out."""
    findable: Findable | None = None
    """Ids of all that search may find."""
    hidden_from: Callable[[Sequence[int], Viewer], Statement] | None = None
    """The statement for ids of those among these whose title a viewer may no longer read."""
    citing: Callable[[str, Sequence[int]], Statement] | None = None
    """The statement for ids of those among these, of a kind, that such a subject is about and still says so."""
    cited: Callable[[Reader, int], Cited] | None = None
    """Raises NotFound for what is not there for everybody."""
    concerned: Concerned = lambda db, ref: set()
    """Ids of the people whom it concerns: they follow it from the start, unless they said otherwise."""
    hiding: Hiding | None = None
    to_back: Words = lambda: ""
    """What a button says that backs one, with a place for its `title`; empty where nobody backs any."""
    to_take_back: Words = lambda: ""
    is_thanked: bool = False
    is_reported: bool = False
    is_attached_to: bool = False

    def address(self, links: Callable[..., str], ref: int, label: str) -> str:
        """Empty where there is no page."""
        if not self.route:
            return ""
        return links(self.route, **{self.ref: ref}, **({"slug": slug(label)} if self.has_slug else {}))


class Kinds(Mapping[str, SubjectKind]):
    """Every kind there is, in the order in which they are listed to people. Raises ValueError for one given twice."""

    def __init__(self, every: Iterable[SubjectKind]) -> None:
        self._every: dict[str, SubjectKind] = {}
        for one in every:
            if one.kind in self._every:
                raise ValueError(f"there are two kinds called {one.kind}")
            self._every[one.kind] = one
        cited = [re.escape(word) for one in self.values() if one.cited for word in (one.kind, one.section) if word]
        self._hidden_from_anybody = lru_cache(partial(self._hidden_from, viewer=Anybody()))
        # As a form sends it, or as somebody copies it from the address bar.
        self._address = re.compile(rf"(?:^|.*/)({'|'.join(cited)})[:/]([0-9]{{1,10}})(?:$|[-/?#].*)")

    def __getitem__(self, kind: str) -> SubjectKind:
        return self._every[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    @property
    def describe(self) -> dict[str, Describe]:
        return {one.kind: one.documents for one in self.values() if one.documents}

    @property
    def findable(self) -> dict[str, Findable]:
        return {one.kind: one.findable for one in self.values() if one.findable}

    @property
    def found(self) -> list[SubjectKind]:
        """Those that search finds."""
        return [one for one in self.values() if one.documents]

    def address(self, links: Callable[..., str], subject: Subject, label: str = "") -> str:
        """Of the page of a subject, empty when there is none; the label it had gives the readable end."""
        kind = self.get(subject.kind)
        return kind.address(links, subject.ref, label) if kind else ""

    def out_of_sight(self, db: Reader, subjects: Iterable[Subject], viewer: Viewer) -> set[Subject]:
        """Those whose title the viewer may no longer read: of what was hidden or removed not even that is told."""
        refs: dict[str, list[int]] = {}
        for subject in subjects:
            if subject.kind in self and self[subject.kind].hidden_from:
                refs.setdefault(subject.kind, []).append(subject.ref)
        if not refs:
            return set()
        # Of anybody the same is asked again and again; to put it together costs more than to ask it.
        asked = self._hidden_from_anybody if isinstance(viewer, Anybody) else partial(self._hidden_from, viewer=viewer)
        return {Subject(kind, ref) for kind, ref in db.execute(asked(tuple(refs)), refs)}

    def _hidden_from(self, kinds: tuple[str, ...], viewer: Viewer) -> Any:
        """Of refs that are bound by their kind."""
        every = [(kind, self[kind].hidden_from) for kind in kinds]
        bound: list[Any] = [bindparam(kind, expanding=True) for kind in kinds]
        hidden = [(kind, ask(refs, viewer).subquery()) for (kind, ask), refs in zip(every, bound, strict=True) if ask]
        return union_all(*(select(literal(kind), *rows.c) for kind, rows in hidden))

    def citable(self, text: str) -> Subject | None:
        """What an address or a form cites: `idea:142`, `/ideas/142-plant-trees`; None for anything else."""
        found = self._address.fullmatch(text.strip()) if len(text) <= LONGEST_ADDRESS else None
        if not found or int(found[2]) > LARGEST_ID:
            return None
        kind = next(one for one in self.values() if found[1] in (one.kind, one.section))
        return Subject(kind.kind, int(found[2]))

    def cite(self, db: Reader, subject: Subject) -> Cited:
        """Raises NotFound for what cannot be cited, or is not there for everybody."""
        kind = self.get(subject.kind)
        if kind is None or kind.cited is None:
            raise NotFound
        return kind.cited(db, subject.ref)

    def cited_ones(self, db: Reader, kind: str, refs: Sequence[int]) -> set[int]:
        """Which of these something else is about."""
        asked = [one.citing(kind, refs) for one in self.values() if one.citing]
        return set(db.scalars(union_all(*asked))) if asked else set()

    def hiding(self, subject: Subject) -> Hiding:
        """Raises NotFound for what cannot be hidden."""
        kind = self.get(subject.kind)
        if kind is None or kind.hiding is None:
            raise NotFound
        return kind.hiding


def kinds_of(db: Reader) -> Kinds:
    """The register that every session of the program carries."""
    found: Kinds = db.info["kinds"]
    return found
