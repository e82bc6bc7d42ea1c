"""Columns without names: a file whose first row is data already, and one that forgot to name what has texts in it.

What to say then is `--columns`, with names for what its cells are like: a guess to look at and to mend.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

from app.core.i18n import _
from app.core.letters import trimmed
from app.core.sheets import Record, RowError, Sheet, numbered
from app.imports.columns import Columns
from app.imports.suspects.alike import SEEN, Suspect
from app.imports.suspects.looks import Look, is_address, is_day, is_link, is_number, is_text

OTHER = "other"
"""What nobody can guess."""
FIRST_ROWS, LOOKED_AT = 20, 200
LETTERS, CLAUSE = 26, 16
LONGEST = {"text", "clause", "phrase"}
"""Of several columns that are like this, the one with the longest cells is meant."""
_SHAPES: dict[str, Callable[[Look], bool]] = {
    "day": lambda look: look.are_days,
    "link": lambda look: look.links > look.filled / 2,
    "address": lambda look: look.addresses > look.filled / 2,
    "code": lambda look: (look.is_number or look.codes > look.filled / 2) and len(look.hashes) == look.filled,
    "number": lambda look: look.is_number,
    "text": lambda look: look.texts > look.filled / 2,
    "words": lambda look: not look.is_number,
    "phrase": lambda look: not look.is_number,
    "clause": lambda look: not look.is_number and look.letters >= CLAUSE * look.filled,
    "title": lambda look: not look.is_number and look.names <= look.filled / 2,
    "name": lambda look: look.names > look.filled / 2,
}
_GUESSES = {
    "ideas": (
        *("created_at day", "updated_at day", "link link", "author_email address", "id code", "body text"),
        *(
            "title title",
            "answer text",
            "author name",
            "title words",
            "body clause",
            "status words",
            "category words",
            "votes number",
        ),
    ),
    "comments": (
        *("created_at day", "author_email address", "idea_id code", "body text", "author name", "body words"),
        *("author words", "id code", "idea_id number"),
    ),
    "thanks": (
        *("created_at day", "link link", "receiver_email address", "message text", "receivers name", "giver name"),
        *("message phrase", "receivers words", "giver words", "id code", "points number"),
    ),
    "people": (
        *("email address", "employee_id code", "name name", "name words", "department words", "title words"),
        "employee_id number",
    ),
}
"""Fields in the order in which they are looked for, each with what its cells are like."""


@dataclass(frozen=True)
class _Header:
    """A first row, and what stands below each of its cells."""

    record: Record
    looks: list[Look]

    @property
    def names(self) -> list[str]:
        return numbered(self.record.cells)

    @property
    def is_data(self) -> bool:
        """A date, an address or a text is no name of a column, nor is a number above others."""
        cells = [(trimmed(cell), look) for cell, look in zip(self.record.cells, self.looks, strict=False)]
        return any(
            is_day(cell) or is_address(cell) or is_link(cell) or is_text(cell) or (is_number(cell) and look.is_number)
            for cell, look in cells
        )

    @property
    def whole(self) -> Self:
        """With the first row among those below it."""
        looks = deepcopy(self.looks)
        for look, cell in zip(looks, self.record.cells, strict=True):
            look.see(cell)
        return replace(self, looks=looks)

    def guess(self, kind: str, names: Sequence[str]) -> list[str]:
        """With a name for each column that has none yet."""
        found = list(names)
        for field, shape in (one.split() for one in _GUESSES[kind]):
            free = [place for place, name in enumerate(found) if not name and self.looks[place].filled]
            fitting = [place for place in free if self._is(place, shape)]
            if fitting and field not in found:
                found[max(fitting, key=self._length) if shape in LONGEST else fitting[0]] = field
        return numbered(name or OTHER for name in _giver_first(found))

    def _is(self, place: int, shape: str) -> bool:
        """What numbers the rows stands before all others."""
        look = self.looks[place]
        return _SHAPES[shape](look) and not (shape == "code" and look.is_number and place > 0)

    def _length(self, place: int) -> float:
        return self.looks[place].letters / self.looks[place].filled


def header_faults(kind: str, sheet: Sheet, columns: Columns, lacks: Sequence[RowError]) -> list[RowError]:
    """`lacks` is what the names of the columns do not tell; where they are no names, that is what has to be said.

    Where few of them are known, which may be by chance, nobody can tell which it is.
    """
    header = _header(sheet)
    if header is None or header.record.fault:
        return [*sheet.errors] or [*lacks]
    said = {"names": ",".join(header.whole.guess(kind, [""] * len(header.looks)))}
    if sheet.errors or (lacks and header.is_data):
        message = _(
            "The first row does not look like names of columns. If it is data already, name them with --columns, as in "
            "--columns %(names)s."
        )
        return [RowError(header.record.number, header.record.line, "", message % said)]
    used = {column for source in columns.sources.values() for column in source.columns}
    if not lacks or 2 * len(used) >= len(sheet.columns):
        return [*lacks]
    how = _("If the first row is data already, name the columns with --columns %(names)s instead.") % said
    return [*lacks[:-1], replace(lacks[-1], message=f"{lacks[-1].message} {how}")]


def is_unnamed(sheet: Sheet) -> bool:
    """Whether the first row is data, so that none of its cells is a name to be said."""
    header = _header(sheet)
    return bool(sheet.errors) or (header is not None and header.is_data)


def nameless(kind: str, sheet: Sheet, left: Sequence[str]) -> Iterator[Suspect]:
    """Columns that have texts and no name, by their letters."""
    header = None if sheet.errors else _header(sheet, SEEN)
    if header is None or all(header.names):
        return
    filled = [look.filled > 0 for look in header.looks]
    names = [name if name or is_filled else OTHER for name, is_filled in zip(header.names, filled, strict=True)]
    said = "" if any("," in name for name in names) else ",".join(header.guess(kind, names))
    for place, (name, look) in enumerate(zip(header.names, header.looks, strict=True)):
        if not name and look.are_texts and letter(place) not in left:
            yield Suspect("", letter(place), look.example, "nameless", said)


def _giver_first(names: list[str]) -> list[str]:
    """Of two columns of people, the first is mostly whom something is from."""
    if not {"giver", "receivers"} <= {*names}:
        return names
    first, second = sorted(names.index(name) for name in ("giver", "receivers"))
    return [*names[:first], "giver", *names[first + 1 : second], "receivers", *names[second + 1 :]]


def letter(place: int) -> str:
    """A column as spreadsheets call it: A, B, …, Z, AA."""
    above, last = divmod(place, LETTERS)
    return (letter(above - 1) if above else "") + chr(ord("A") + last)


def _header(sheet: Sheet, most: int = LOOKED_AT) -> _Header | None:
    """None where the names of the columns stand in no row: somebody said them, or they came with every row."""
    if sheet.kind.startswith("json"):
        return None
    records = sheet.records()
    for record in islice(records, FIRST_ROWS):
        if record.fault or [name for name in numbered(record.cells) if name] == sheet.columns:
            looks = [Look() for _cell in record.cells]
            for row in islice(records, most):
                for look, cell in zip(looks, row.cells, strict=False):
                    look.see(cell)
            return _Header(record, looks)
    return None
