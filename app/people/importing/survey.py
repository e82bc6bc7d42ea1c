"""A first look at the whole of a roster: what its rows say that others are judged by, kept as numbers alone."""

from collections import Counter
from dataclasses import dataclass, field

from app.core.columns import Values
from app.core.dates import Evidence
from app.core.letters import clean, key
from app.core.sheets import Row, Sheet
from app.imports.columns import Columns
from app.people.importing.columns import PLACES, address_of
from app.people.importing.firsts import Firsts
from app.people.importing.ids import as_meant, is_long, is_nothing, is_rounded, likeness
from app.people.importing.paths import Cell, cell_of
from app.people.importing.standing import is_enabled, is_here, is_not_disabled
from app.people.importing.unsure import Unsure

MOST_STATUSES = 200


@dataclass
class Survey:
    """In which row each ID and each address stands first, in any spelling; and what whole columns say."""

    left: frozenset[str] = frozenset()
    rows: int = 0
    ids: Firsts = field(default_factory=Firsts)
    emails: Firsts = field(default_factory=Firsts)
    alike: Firsts = field(default_factory=Firsts)
    cells: Counter[Cell] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    leaving: Evidence = field(default_factory=Evidence)
    long_ids: int = 0
    rounded_ids: int = 0
    unsure: Unsure = field(default_factory=Unsure)

    def row_of_id(self, employee_id: str) -> int:
        """Nought where it is in none."""
        return self.ids.of(key(employee_id))

    def row_of_email(self, email: str) -> int:
        return self.emails.of(key(email))

    def row_alike(self, employee_id: str) -> int:
        """The first row with this ID or one that is almost the same."""
        return self.alike.of(likeness(employee_id))

    @property
    def are_ids_rounded(self) -> bool:
        """One such ID may end in zeros by chance; where most do, it was none."""
        return self.rounded_ids > 1 and self.rounded_ids * 2 > self.long_ids

    def see(self, row: Row, values: Values) -> None:
        self.rows += 1
        self._see_id(row.number, values.get("employee_id", ""))
        self._see_email(row.number, values)
        self.cells[cell_of(values, PLACES)] += 1
        if (status := clean(values.get("status", ""), lines=False)) and len(self.statuses) < MOST_STATUSES:
            self.statuses[status] += 1
        if (day := clean(values.get("left_on", ""), lines=False)) and not is_nothing(day):
            self.leaving.see(day, row.number)

    def unknown_statuses(self) -> list[tuple[str, int]]:
        """Words that say neither that somebody is here nor that they have left; most frequent first."""
        return [(word, count) for word, count in self.statuses.most_common() if is_here(word, self.left) is None]

    def _see_email(self, number: int, values: Values) -> None:
        """The address of whoever is said to have left is free for another row."""
        email = clean(address_of(values), lines=False)
        if email and not is_nothing(email) and not is_said_to_have_left(values, self.left):
            self.emails.add(key(email), number)

    def _see_id(self, number: int, typed: str) -> None:
        try:
            employee_id = as_meant(typed)
        except ValueError:
            return
        if employee_id:
            self.ids.add(key(employee_id), number)
            self.alike.add(likeness(employee_id), number)
            self.long_ids += is_long(employee_id)
            self.rounded_ids += is_rounded(employee_id)


def is_said_to_have_left(values: Values, left: frozenset[str]) -> bool:
    """By a word; by a day only once it is known how the column writes its days."""
    try:
        said = (is_enabled(values.get("enabled", "")), is_not_disabled(values.get("disabled", "")))
    except ValueError:
        return False
    return False in (*said, is_here(values.get("status", ""), left))


def surveyed(sheet: Sheet, columns: Columns, left: frozenset[str] = frozenset()) -> Survey:
    """`left` are words that somebody said mean that a person has left."""
    found = Survey(left)
    for row in sheet.rows():
        if isinstance(row, Row):
            found.see(row, columns.values(row.cells, {}))
        else:
            found.unsure.unread(row)
    return found
