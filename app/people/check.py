"""What must be true of people and departments; that homes exist is watched by the database itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.columns import Statement, read, selected
from app.core.db import Reader
from app.core.letters import key
from app.people.models import KEYS, Department, Person

NAMES: dict[type[Person] | type[Department], str] = {Person: "Person", Department: "Department"}
SAID = {"email": "e-mail address", "employee_id": "employee ID"}


@dataclass(frozen=True)
class _Spelling:
    """What a column says, and what is stored as its key."""

    id: int
    value: str
    stored: str

    @property
    def is_right(self) -> bool:
        return self.stored == key(self.value)


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    for table in NAMES:
        for column, folded in KEYS[table].items():
            yield from _misspelled(db, table, column, folded)
    yield from _unknown(db)
    yield from _confused(db)
    yield from _leads(db)
    yield from _rings(db)


def _rings(db: Reader) -> Iterator[str]:
    """No department is a part of itself by however many steps; each ring is told once."""
    rows = select(Department.id, Department.parent_id).where(col(Department.parent_id).is_not(None))
    parents: dict[int, int] = {row.id: row.parent_id for row in db.execute(rows.order_by(col(Department.id)))}
    seen: set[int] = set()
    for at in parents:
        path: list[int] = []
        while at in parents and at not in seen:
            seen.add(at)
            path.append(at)
            at = parents[at]
        if at in path:
            ring = ", ".join(map(str, path[path.index(at) :]))
            yield f"Departments {ring} are parts of each other in a ring."


def _unknown(db: Reader) -> Iterator[str]:
    """Nobody who is active is without a way to sign in, and nothing empty stands where there is none."""
    email, employee_id = col(Person.email), col(Person.employee_id)
    neither = col(Person.active) & email.is_(None) & employee_id.is_(None)
    rows = select(Person.id).where(or_(neither, email == "", employee_id == "")).order_by(col(Person.id))
    for id_ in db.scalars(rows):
        yield f"Person {id_} has neither an e-mail address nor an employee ID, or an empty one."


def _confused(db: Reader) -> Iterator[str]:
    """An employee ID that is somebody else's address would let one try to sign in as the other."""
    other = aliased(Person)
    columns: Statement = sa_select(col(Person.id).label("mine"), col(other.id).label("theirs"))
    pairs = columns.join(other, (col(other.email_key) == Person.employee_key) & (col(other.id) != Person.id))
    for row in db.execute(pairs.order_by(col(Person.id))):
        yield f"Person {row.mine}: the employee ID is the e-mail address of {row.theirs}."


def _misspelled(db: Reader, table: type[Person] | type[Department], column: str, folded: str) -> Iterator[str]:
    """A migration that meets two of the same key makes a key up for the second; so nothing is lost, and this tells."""
    value, stored = (func.coalesce(getattr(table, name), "") for name in (column, folded))
    rows = selected(_Spelling, id=table.id, value=value, stored=stored).order_by(col(table.id))
    found = read(_Spelling, db.execute(rows))
    holders = {row.stored: row.id for row in found if row.is_right}
    for row in found:
        if not row.is_right:
            said = SAID.get(column, column)
            other = holders.get(key(row.value)) if "\n" in row.stored else None
            how = f"differs from that of {other} only in spelling" if other else "is not found by its spelling"
            yield f"{NAMES[table]} {row.id}: the {said} “{row.value}” {how}."


def _leads(db: Reader) -> Iterator[str]:
    led = select(Department.id, Department.lead_id, Person.active).where(col(Department.lead_id).is_not(None))
    rows = led.join(Person, col(Person.id) == Department.lead_id, isouter=True).order_by(col(Department.id))
    for row in db.execute(rows):
        if not row.active:
            why = "does not exist" if row.active is None else "has left"
            yield f"Department {row.id} is led by person {row.lead_id}, who {why}."
