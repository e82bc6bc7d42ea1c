"""The third pass: what is new, part by part, as the ideas it becomes; each part is looked up and made beforehand, so
that only what is made has to be written while others wait."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.batches import batches
from app.core.db import Reader
from app.core.sheets import Sheet
from app.ideas.importing.becoming import Brought, become, written_by
from app.ideas.importing.presence import Presence
from app.ideas.importing.reading import Reading
from app.ideas.importing.rows import Taken, sorted_rows
from app.ideas.importing.updating import Change, changes
from app.people.queries import Meant


@dataclass
class Part:
    """Some rows in turn, `first` being the number of the first among all that are taken."""

    rows: Sequence[Taken]
    first: int
    reading: Reading
    presence: Presence

    def ideas(self, db: Reader) -> list[Brought]:
        """What is new of it; to be asked once, part by part."""
        here = self.presence.of(db, self.rows)
        fresh = [(number, taken) for number, taken in enumerate(self.rows, self.first) if taken.id not in here]
        learnt = self.reading.learnt
        written = (some for _number, taken in fresh for some in written_by(taken))
        who = Meant.by(db, written, trusts_names=learnt.asked.match_names)
        return [become(taken, learnt, who, self.reading.tongues[number]) for number, taken in fresh]

    def changes(self, db: Reader) -> list[Change]:
        """What it says of ideas that are here; to be asked once as well."""
        return changes(self.rows, self.presence.of(db, self.rows), self.reading.learnt)


def parts(sheet: Sheet, reading: Reading, size: int) -> Iterator[Part]:
    presence, first = Presence(reading.learnt.asked.source), 0
    taken = (one for one in sorted_rows(sheet, reading.learnt) if isinstance(one, Taken))
    for some in batches(taken, size):
        yield Part(some, first, reading, presence)
        first += len(some)
