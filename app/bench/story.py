"""What happened in the made-up company, act by act and in order, before any of it is carried out."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import accumulate
from operator import attrgetter

from app.bench.words import TONGUES

SEED = 20_26
DAYS = 700.0
DISCUSSED = 100
"""So many ideas have a full page of comments."""
FULL_PAGE = 30
ANSWERED_SHARE = 0.3


@dataclass(frozen=True)
class Size:
    """How large a company is made."""

    people: int = 2_000
    ideas: int = 10_000
    comments: int = 50_000
    votes: int = 100_000

    @property
    def discussed(self) -> int:
        """How many ideas are given a full page of comments; at most half of all comments go there."""
        return min(DISCUSSED, self.ideas, self.comments // (2 * FULL_PAGE))


@dataclass(frozen=True)
class Act:
    """Something one of the people does to one of the ideas, both by their place; `day` counts from the founding."""

    day: float
    what: str
    idea: int
    person: int


def acts(size: Size) -> list[Act]:
    """Everything in the order it happens. Ideas are numbered as they are posted."""
    rng = random.Random(SEED)
    days = sorted(rng.uniform(0, DAYS) for _ in range(size.ideas))
    authors = [rng.randrange(size.people) for _ in days]
    posted = [Act(day, "idea", n, author) for n, (day, author) in enumerate(zip(days, authors, strict=True))]
    answered = [Act(_later(rng, day), "response", n, 0) for n, day in enumerate(days) if rng.random() < ANSWERED_SHARE]
    said = [Act(_later(rng, days[n]), "comment", n, rng.randrange(size.people)) for n in _commented(rng, size)]
    votes = [Act(_later(rng, days[n]), "vote", n, voter) for n, voter in _backed(rng, size, authors)]
    parts = (sorted(part, key=attrgetter("day")) for part in (posted, answered, said, votes))
    return list(merge(*parts, key=attrgetter("day")))


def languages(size: Size) -> list[int]:
    """The language of each person, by its place among the languages."""
    rng = random.Random(SEED + 1)
    return rng.choices(range(len(TONGUES)), [tongue.share for tongue in TONGUES], k=size.people)


def _commented(rng: random.Random, size: Size) -> Iterator[int]:
    """The idea of each comment: full pages first, the others spread unevenly."""
    discussed = [place * size.ideas // size.discussed for place in range(size.discussed)]
    for n in discussed:
        yield from [n] * FULL_PAGE
    rest = sorted(set(range(size.ideas)) - set(discussed)) or discussed
    yield from rng.choices(rest, cum_weights=_uneven(rng, len(rest)), k=size.comments - len(discussed) * FULL_PAGE)


def _backed(rng: random.Random, size: Size, authors: list[int]) -> Iterator[tuple[int, int]]:
    """Idea and voter of each vote, nobody twice for the same idea and nobody for their own."""
    known: set[tuple[int, int]] = set(enumerate(authors))
    most = size.ideas * (size.people - 1)
    weights = _uneven(rng, size.ideas)
    left = min(size.votes, most)
    while left:
        vote = (rng.choices(range(size.ideas), cum_weights=weights)[0], rng.randrange(size.people))
        if vote not in known:
            known.add(vote)
            left -= 1
            yield vote


def _uneven(rng: random.Random, count: int) -> list[float]:
    """Running sums of weights: a few are large, many small, in no order."""
    weights = [1 / (place + count / 20 + 1) for place in range(count)]
    rng.shuffle(weights)
    return list(accumulate(weights))


def _later(rng: random.Random, day: float) -> float:
    """Soon after, mostly, and before the end."""
    return min(day + rng.expovariate(1 / 9), DAYS)
