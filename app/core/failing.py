"""What failed and is not done yet, of whatever is tried until it is done: listed, tried at once, or dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, literal, select, union_all, update
from sqlmodel import col

from app.core import attempts
from app.core.db import Reader, Writer
from app.core.deliveries import Delivery
from app.core.outgoing import Outgoing
from app.core.paging import Cursor, Slice, cut

PAGE = 25
TABLES: dict[int, type[Delivery] | type[Outgoing]] = {1: Delivery, 2: Outgoing}
"""Their places here stand in addresses, and are the order of the list."""


@dataclass(frozen=True)
class Failing:
    """One of them: `what` is a fact or a channel, `how` its reaction or its recipient."""

    place: int
    id: int
    what: str
    how: str
    attempts: int
    failing_since: datetime | None
    due_at: datetime
    set_aside_at: datetime | None
    last_error: str

    @property
    def is_message(self) -> bool:
        """To leave the house, and not to be done in it."""
        return TABLES[self.place] is Outgoing


def page(db: Reader, *, after: Cursor | None = None, size: int = PAGE) -> Slice[Failing]:
    """Follow-ups in the house before what is to leave it, in the order they were written."""
    seen = (after.key, after.ref) if after else (0, 0)
    behind = {place: seen[1] if place == seen[0] else 0 for place in TABLES if place >= seen[0]}
    if not behind:
        return Slice(())
    rows = (
        union_all(*(_listed(place, number, size + 1) for place, number in behind.items()))
        .order_by("place", "id")
        .limit(size + 1)
    )
    return cut([Failing(*row) for row in db.execute(rows)], size, lambda row: (row.place, row.id), after)


def every(db: Reader) -> Iterator[Failing]:
    """All of them, a page at a time."""
    found = page(db)
    yield from found.rows
    while found.next:
        found = page(db, after=Cursor.parse(found.next))
        yield from found.rows


def one(db: Reader, place: int, id_: int) -> Failing | None:
    """None when it was done, or somebody dropped it."""
    if place not in TABLES:
        return None
    row = db.execute(_listed(place, id_ - 1, 1)).first()
    return Failing(*row) if row and row.id == id_ else None


def try_again(db: Writer, *, place: int | None = None, id_: int | None = None) -> int:
    """Let one, or all of them, be due at once as if it had never failed; how many."""
    as_new = attempts.as_new()
    return sum(attempts.changed(db, update(table).where(*w).values(**as_new)) for table, w in _chosen(place, id_))


def drop(db: Writer, *, place: int | None = None, id_: int | None = None) -> int:
    """Forget one, or all of them: nobody will do it; how many."""
    return sum(attempts.changed(db, delete(table).where(*which)) for table, which in _chosen(place, id_))


def _chosen(place: int | None, id_: int | None) -> Iterator[tuple[Any, list[Any]]]:
    for number, table in TABLES.items():
        if place in (None, number):
            yield table, [attempts.has_failed(table), *([col(table.id) == id_] if id_ is not None else [])]


def _listed(place: int, behind: int, size: int) -> Any:
    """Those behind a number, by an expression: by the key itself a database would look through all that was done."""
    table: Any = TABLES[place]
    named: tuple[Any, Any] = (table.fact, table.reaction) if table is Delivery else (table.channel, table.recipient)
    about = (table.attempts, table.failing_since, table.due_at, table.set_aside_at, table.last_error)
    number, rows = table.id + 0, select(literal(place).label("place"), table.id, *named, *about)
    return rows.where(attempts.has_failed(table), number > behind).order_by(number).limit(size).subquery().select()
