"""What is remembered of a plan: counts, and of each row only whether it is to be written, and when."""

from collections import Counter

from app.imports.faults import Faults
from app.imports.judging import Refused
from app.people.importing.admins import Admins
from app.people.importing.plan import Change, Kind
from app.people.importing.survey import Survey
from app.people.importing.writing import WEIGHTS
from app.people.models import Person


class Tally:
    """`later` are rows that wait for the others: whose address somebody else gives up, or who is administrator no more.

    `asleep` counts those in the file who are deactivated here and stay so, `moves` addresses that change hands.
    """

    def __init__(self, survey: Survey, admins: Admins, *, full: bool) -> None:
        self.counts: Counter[Kind] = Counter()
        self.faults = Faults()
        self.refused: set[int] = set()
        self.asleep = self.moves = 0
        self.later: set[int] = set()
        self._weights = bytearray()
        self._survey, self._admins, self._full = survey, admins, full

    def note(self, found: Change[Person] | Refused) -> None:
        if isinstance(found, Refused):
            self.faults.add(*found.errors)
            self.refused |= {error.row for error in found.errors}
            return
        number = found.row.number
        self.counts[found.kind] += 1
        self._weigh(number, WEIGHTS.get(found.kind, 0))
        if found.giver:
            self._note_giver(number, found.giver)
        if self._admins.note(found):
            self.later.add(number)
        if found.target and not found.target.active and not self._full:
            self.asleep += 1

    def take_back(self, refused: Refused) -> None:
        """Of a row that seemed right: what it waits for is in a row that was refused after it."""
        number = refused.errors[0].row
        kind = next(kind for kind, weight in WEIGHTS.items() if weight == self.weight(number))
        self.counts[kind] -= 1
        self._weights[number] = 0
        self.faults.add(*refused.errors)
        self.refused.add(number)

    def waits(self, number: int) -> bool:
        """Whether a row is to be written, and after others."""
        return number in self.later and self.weight(number) > 0

    def weight(self, number: int) -> int:
        """How long a row takes to be written, nought where there is nothing to write."""
        return self._weights[number] if number < len(self._weights) else 0

    @property
    def total(self) -> int:
        """How many rows are to be written."""
        return sum(map(bool, self._weights))

    def _weigh(self, number: int, weight: int) -> None:
        if weight:
            self._weights.extend(bytes(number + 1 - len(self._weights)) if number >= len(self._weights) else b"")
            self._weights[number] = weight

    def _note_giver(self, number: int, giver: Person) -> None:
        giving = self._survey.row_of_id(giver.employee_id) if giver.employee_id else 0
        self.later |= {number, giving}
        self.moves += giver.active
