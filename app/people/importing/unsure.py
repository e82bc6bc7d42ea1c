"""Whom the rows of a roster may mean that were not taken: in a whole roster they are in the file all the same."""

import re
from collections.abc import Iterable, Iterator

from app.core.addresses import email_address, written_otherwise
from app.core.columns import Values
from app.core.letters import clean, key
from app.core.sheets import RowError
from app.people.importing.columns import address_of, whole_name
from app.people.importing.firsts import Firsts
from app.people.importing.ids import as_meant, is_rounded, likeness
from app.people.models import Person

_PARTS = re.compile('[",;|\t\r\n]+')


class Unsure:
    """Told of every such row. Whoever shares an ID, an address or, where a row has neither, a name may be meant.

    Kept as hashes: a file may be wrong in every row.
    """

    def __init__(self) -> None:
        self._unread, self._rows = Firsts(), Firsts()
        self._nameless: set[int] = set()
        self._torn: set[int] = set()

    def unread(self, error: RowError) -> None:
        """A row that could not be read: any cell may be any of it. What cannot be parted may be several rows."""
        words = error.cells or _PARTS.split(error.text)
        for word in words:
            _add(self._unread, error.row, [*_of_id(word), *_of_email(word), *_of_name(word)])
        (self._nameless if error.cells else self._torn).add(error.row)

    def refuse(self, row: int, values: Values, former_id: str = "") -> None:
        """A row that was read and is wrong."""
        typed, email = str(values.get("employee_id", "")), clean(address_of(values), lines=False)
        former = former_id or str(values.get("former_id", ""))
        _add(self._rows, row, [*_of_id(typed), *_of_id(former), *_of_email(email)])
        if not _says_who(typed, email):
            _add(self._rows, row, _of_name(whole_name(values)))
            self._nameless.add(row)

    def row_of(self, person: Person) -> int:
        """The first row that may mean this person; nought where none does."""
        found = next((row for told in (self._unread, self._rows) for row in map(told.of, _of(person)) if row), 0)
        self._nameless.discard(found)
        return found

    def is_unread(self, person: Person) -> bool:
        """Whether a row that could not be read may mean this person."""
        return any(map(self._unread.of, _of(person)))

    @property
    def nobody(self) -> int:
        """How many of these rows say of nobody who was asked for that they are meant."""
        return len(self._nameless | self._torn)

    def __bool__(self) -> bool:
        return bool(self._rows or self.nobody)


def _add(told: Firsts, row: int, words: Iterable[str]) -> None:
    for word in words:
        told.add(word, row)


def _of(person: Person) -> Iterator[str]:
    yield from _of_id(person.employee_id or "")
    yield from _of_email(person.email or "")
    yield from _of_name(person.name)


def _says_who(typed_id: str, email: str) -> bool:
    """An ID that can be read says it; without any, an address that is one."""
    try:
        if employee_id := as_meant(typed_id):
            return not is_rounded(employee_id)
        return bool(email_address(email))
    except ValueError:
        return False


def _of_id(typed: str) -> Iterator[str]:
    try:
        employee_id = as_meant(typed)
    except ValueError:
        return
    if employee_id:
        yield f"id {key(employee_id)}"
    if alike := likeness(employee_id):
        yield f"like {alike}"


def _of_email(email: str) -> Iterator[str]:
    if "@" in email:
        yield from {f"email {key(one)}" for one in (email, written_otherwise(email))}


def _of_name(name: str) -> Iterator[str]:
    if word := key(name):
        yield f"name {word}"
