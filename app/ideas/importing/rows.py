"""The rows of a sheet sorted: ideas, what is wrong, what stands twice, and what is no idea at all.

Every pass sorts them alike, since it reads the same file; nothing is kept of a row but where its id stood first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.core.i18n import _
from app.core.letters import clean, visible
from app.core.sheets import Row, RowError, Sheet
from app.ideas.importing.kinds import IDEA, kind_of
from app.ideas.importing.learning import Learnt
from app.ideas.importing.shape import JOINS, STANDS, IdeaRow
from app.imports.judging import Entry, Met, Refused, fault, judged

TELLING = ("title", "body", "author_employee_id", "author_email", "author", "created_at")
"""What tells one row from another where the file does not number them."""


@dataclass(frozen=True)
class Taken:
    """A row that is an idea. `id` is what it goes by; without one of its own, what it says is its id.

    `former` is what the version before called what has no id, empty where the row has one.
    """

    row: Row
    value: IdeaRow
    id: str
    former: str = ""


@dataclass(frozen=True)
class Repeat:
    """A row that says the same as one before it."""

    error: RowError


@dataclass(frozen=True)
class Other:
    """A row of another kind than ideas, as the file calls it."""

    kind: str


Sorted = Taken | Refused | Repeat | Other


def sorted_rows(sheet: Sheet, learnt: Learnt) -> Iterator[Sorted]:
    with Met() as met:
        for one in judged(sheet, IdeaRow, learnt.columns, joins=JOINS, context=learnt.around, stands=STANDS):
            kind = _said(one.row, learnt, "row_kind")
            if kind_of(kind) != IDEA:
                yield Other(kind)
            elif errors := list(_errors(one, learnt, met)):
                yield Refused(one.row, errors)
            elif isinstance(one, Entry):
                yield _unless_met(one, learnt, met)


def _errors(one: Entry[IdeaRow] | Refused, learnt: Learnt, met: Met) -> Iterator[RowError]:
    """Those of its shape, and what one row alone cannot tell; an id counts also where the rest is wrong."""
    if isinstance(one, Refused):
        yield from one.errors
    elif not (one.value.title or one.value.body):
        yield fault(one.row, "", _("This row has neither a title nor a text."))
    id_ = _said(one.row, learnt, "id")
    if one.row and id_ and (first := met.first(f"id {visible(id_)}", one.row.number)) != one.row.number:
        message = _("This is in row %(row)d already.") % {"row": first}
        yield fault(one.row, learnt.columns.where("id"), message)


def _unless_met(entry: Entry[IdeaRow], learnt: Learnt, met: Met) -> Taken | Repeat:
    if entry.value.id:
        return Taken(entry.row, entry.value, entry.value.id)
    said = {name: _said(entry.row, learnt, name, lines=name == "body") for name in TELLING}
    taken = Taken(entry.row, entry.value, _digest(said), former_digest(said["title"], said["body"]))
    first = met.first(taken.id, entry.row.number)
    if first == entry.row.number:
        return taken
    message = _("This is the same as row %(row)d and is left out.")
    return Repeat(fault(entry.row, "", message % {"row": first}))


def _said(row: Row | None, learnt: Learnt, name: str, *, lines: bool = False) -> str:
    """What the file has for a field, to the letter, be the rest of the row right or wrong."""
    source = learnt.columns.sources.get(name)
    return clean(" ".join(row.cells[column] for column in source.columns), lines=lines) if row and source else ""


def _digest(said: Mapping[str, str]) -> str:
    """Two people's same words are two ideas, and so are those of two days."""
    return sha256("\0".join(said.values()).encode()).hexdigest()


def former_digest(title: str, body: str) -> str:
    """As the version before told what has no id, by its words alone."""
    return sha256(f"{title}\n{body}".encode()).hexdigest()
