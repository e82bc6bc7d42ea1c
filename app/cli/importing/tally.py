"""What came of judging a file of thanks, counted and told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from app.cli.importing.saying import SHOWN, STAYING, first_of
from app.core.clock import local_day
from app.core.english import so_many
from app.imports.faults import Faults, place
from app.imports.texts import Writing
from app.recognition.importing import Brought, Found, Learnt

MOST_NAMES = 1_000
"""So many different names and kinds are counted; a file may have any number of them."""
NAMED = 5


@dataclass
class Tally:
    faults: Faults = field(default_factory=Faults)
    refused: int = 0
    repeats: list[str] = field(default_factory=list)
    repeated: int = 0
    new: int = 0
    present: int = 0
    awards: int = 0
    points: int = 0
    links: int = 0
    unsigned: int = 0
    namesakes: int = 0
    named: int = 0
    since: datetime | None = None
    until: datetime | None = None
    strangers: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)

    def take(self, found: Found) -> None:
        self._refuse(found)
        self.present += found.present
        self.points += found.points
        self.links += found.links
        self.elsewhere += found.elsewhere
        _count(self.kinds, found.kinds)
        for one in found.thanks:
            self._take(one)

    def _refuse(self, found: Found) -> None:
        self.refused += len(found.refused)
        for one in found.refused:
            self.faults.add(*one.errors)
        self.repeated += len(found.repeats)
        some = found.repeats[: SHOWN - len(self.repeats)]
        self.repeats += [f"{place(one.row, one.line)}: {one.message}" for one in some]

    def _take(self, one: Brought) -> None:
        self.new += 1
        self.awards += one.award_kind_id is not None
        self.named += not all(to.is_here for to in one.received)
        self.unsigned += not one.giver_name
        self.namesakes += one.has_namesake
        if one.giver is None and one.giver_name:
            _count(self.strangers, Counter([one.giver_name]))
        self.since, self.until = min(self.since or one.at, one.at), max(self.until or one.at, one.at)


def of_columns(learnt: Learnt) -> Iterator[str]:
    for column in learnt.strange:
        yield f"Nobody here has an employee ID of column “{column}”: it was not used. --map says that it is meant."
    writing = learnt.around.writings.get("message", Writing.PLAIN)
    if writing != Writing.PLAIN:
        yield f"Texts are in {writing.called} and become plain ones, as thanks are here."


def of_tally(tally: Tally, zone: ZoneInfo) -> Iterator[str]:
    if tally.since and tally.until:
        yield f"Dates run from {local_day(tally.since, zone)} to {local_day(tally.until, zone)}."
    yield from first_of(tally.repeats, tally.repeated)
    yield f"{so_many(tally.new, 'is', 'are')} new, {so_many(tally.present, *STAYING)}."
    if tally.new:
        yield from _of_new(tally)


def _of_new(tally: Tally) -> Iterator[str]:
    if tally.awards:
        yield f"{so_many(tally.awards, 'is an award', 'are awards')}."
    if tally.kinds:
        yield f"Kinds that are no award here, so these are thanks (--award VALUE=KIND): {_most(tally.kinds)}."
    if tally.strangers:
        yield f"Givers who are nobody here stand by their names alone: {_most(tally.strangers)}."
    if tally.namesakes:
        yield (
            f"Exactly one person here is called like the giver of {tally.namesakes} of them; --match-names takes these "
            "for the same."
        )
    if tally.unsigned:
        yield f"{so_many(tally.unsigned, 'does', 'do')} not say who gave it."
    if tally.named:
        yield f"{so_many(tally.named, 'also names', 'also name')} receivers who are nobody here, and have no credit."
    if tally.links:
        lost = so_many(tally.links, "link leads to nothing here and is", "links lead to nothing here and are")
        yield f"{lost} not kept."
    if tally.points:
        yield f"Points are not kept: {so_many(tally.points, 'row has', 'rows have')} some."


def _count(counter: Counter[str], more: Counter[str]) -> None:
    for name, count in more.items():
        if name in counter or len(counter) < MOST_NAMES:
            counter[name] += count


def _most(counter: Counter[str]) -> str:
    some = ", ".join(f"{name[:60]} ({count})" for name, count in counter.most_common(NAMED))
    rest = len(counter) - NAMED
    return f"{some} and {so_many(rest, 'other')}" if rest > 0 else some
