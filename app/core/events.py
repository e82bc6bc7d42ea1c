"""Facts and what follows from them.

`together` reactions share the transaction of the fact; `afterwards` reactions are written down beside it and
carried out by the worker: see `app.core.deliveries`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar, dataclass_transform

from app.core.db import Writer
from app.core.deliveries import Delivery


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event:
    """Something that happened: named in the past tense, carrying ids and plain values only.

    What is made after it is a frozen dataclass. One from which nothing follows yet says in `unheard` why it is told
    all the same.
    """

    unheard: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)


E = TypeVar("E", bound=Event)
Reaction = Callable[[Writer, Any], None]
Payload = dict[str, Any]
Table = dict[type[Event], list[Reaction]]
R = TypeVar("R", bound=Reaction)


@dataclass(frozen=True)
class Former:
    """What a delivery of the release before is called, and how the event of today is made of what it carried."""

    fact: str
    reaction: str
    read: Callable[[Payload], Event]


class Reactions:
    """Which functions follow which fact; features fill their own, `wiring` merges them.

    A delivery names both by their short names, so these are never given twice. `formerly` holds what rows of the
    release before may be called; it is emptied with the next one.
    """

    def __init__(self) -> None:
        self._together: Table = defaultdict(list)
        self._afterwards: Table = defaultdict(list)
        self._formerly: list[tuple[Former, Reaction]] = []

    def together(self, *facts: type[Event]) -> Callable[[R], R]:
        return _adding_to(self._together, facts)

    def afterwards(self, *facts: type[Event], formerly: Iterable[Former] = ()) -> Callable[[R], R]:
        add = _adding_to(self._afterwards, facts)

        def added(reaction: R) -> R:
            self._formerly += [(former, reaction) for former in formerly]
            return add(reaction)

        return added

    @classmethod
    def merged(cls, every: Iterable["Reactions"]) -> "Reactions":
        whole = cls()
        for part in every:
            whole._formerly += part._formerly
            for mine, theirs in ((whole._together, part._together), (whole._afterwards, part._afterwards)):
                for fact, found in theirs.items():
                    mine[fact] += found
        return whole

    def follow(self, db: Writer, event: Event) -> None:
        for reaction in self._together.get(type(event), ()):
            reaction(db, event)
        for reaction in self._afterwards.get(type(event), ()):
            payload = json.dumps(vars(event))
            db.add(Delivery(fact=name(type(event)), reaction=name(reaction), payload=payload))

    def carry_out(self, db: Writer, fact: str, reaction: str, payload: Payload) -> None:
        """A delivery, by the names and the shape of today or of the release before.

        Raises LookupError when neither knows the names, TypeError or KeyError when neither can read the payload.
        """
        misread: Exception = LookupError(f"no reaction {reaction} to {fact}")
        for read, follows in self._ways(fact, reaction):
            try:
                event = read(payload)
            except (TypeError, KeyError) as error:
                misread = error
                continue
            follows(db, event)
            return
        raise misread

    def table(self) -> list[tuple[str, list[str], list[str]]]:
        """Fact, together, afterwards: for `byline reactions`."""
        facts = sorted({*self._together, *self._afterwards}, key=name)
        return [
            (
                name(fact),
                [name(r) for r in self._together.get(fact, ())],
                [name(r) for r in self._afterwards.get(fact, ())],
            )
            for fact in facts
        ]

    def _ways(self, fact: str, reaction: str) -> Iterator[tuple[Callable[[Payload], Event], Reaction]]:
        """How to read what is so called, and what to do then: as of today first."""
        for kind, every in self._afterwards.items():
            for found in every:
                if (name(kind), name(found)) == (fact, reaction):
                    yield partial(_made, kind), found
        for former, found in self._formerly:
            if (former.fact, former.reaction) == (fact, reaction):
                yield former.read, found


def record(db: Writer, event: Event) -> None:
    """Say that something happened: what belongs together happens now, the rest is written down for the worker."""
    reactions: Reactions = db.info["reactions"]
    reactions.follow(db, event)


def name(thing: Any) -> str:
    """What a fact or a reaction is called in rows: never its module, which may change while a row waits."""
    return str(thing.__name__)


def _made(kind: type[Event], payload: Payload) -> Event:
    return kind(**payload)


def _adding_to(table: Table, facts: tuple[type[Event], ...]) -> Callable[[R], R]:
    def add(reaction: R) -> R:
        for fact in facts:
            table[fact].append(reaction)
        return reaction

    return add
