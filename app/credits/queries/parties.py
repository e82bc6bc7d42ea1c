from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sqlalchemy import CompoundSelect, bindparam, func, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.core.columns import Expression, Statement, Value, Values, read, selected
from app.core.db import Reader
from app.credits.models import Identity, Party
from app.people.models import Department, Person


@dataclass(frozen=True)
class Named:
    """A party as it is called now, and the latest version of its identity with what that says; None where none is."""

    party: str
    id: int
    name: str
    employee_id: str
    department_id: int | None
    department_name: str
    latest_id: int | None
    name_then: str | None
    employee_id_then: str | None

    @property
    def identity_id(self) -> int | None:
        """The version that calls it what it is called now; None when it is not written yet."""
        is_written = (self.name_then, self.employee_id_then) == (self.name, self.employee_id)
        return self.latest_id if is_written else None


def named(db: Reader, parties: Collection[tuple[Party, int]]) -> dict[tuple[Party, int], Named]:
    """Everybody in one statement. Raises LookupError for a party that does not exist."""
    wanted = {kind: [id_ for party, id_ in parties if party == kind] for kind in Party}
    kinds = tuple(kind for kind, ids in wanted.items() if ids)
    found = read(Named, db.execute(_parties(kinds), {kind.value: wanted[kind] for kind in kinds}))
    by_key = {(Party(one.party), one.id): one for one in found}
    for party, id_ in parties:
        if (party, id_) not in by_key:
            raise LookupError(f"there is no {party} {id_} to credit")
    return by_key


@cache
def _parties(kinds: tuple[Party, ...]) -> CompoundSelect[*tuple[Value, ...]]:
    """Put together once: imports credit thousands, and building a statement costs more than running it."""
    sources = {Party.PERSON: _people, Party.DEPARTMENT: _departments}
    return union_all(*(sources[kind](bindparam(kind.value, expanding=True)) for kind in kinds))


def _people(ids: Expression) -> Statement:
    columns = {
        "id": Person.id,
        "name": Person.name,
        "employee_id": func.coalesce(Person.employee_id, ""),
        "department_id": Person.department_id,
        "department_name": func.coalesce(Department.name, ""),
    }
    rows = _with_identity(Party.PERSON, Person, columns).where(col(Person.id).in_(ids))
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)


def _departments(ids: Expression) -> Statement:
    columns = {
        "id": Department.id,
        "name": Department.name,
        "employee_id": literal(""),
        "department_id": Department.id,
        "department_name": Department.name,
    }
    return _with_identity(Party.DEPARTMENT, Department, columns).where(col(Department.id).in_(ids))


def _with_identity(party: Party, table: type[Person] | type[Department], columns: Values) -> Statement:
    """These columns of a party by their names, and under which name its identity was written last."""
    latest, every = aliased(Identity), aliased(Identity)
    newest = select(func.max(every.id)).where(col(every.party_kind) == party, col(every.party_id) == table.id)
    then = {"latest_id": latest.id, "name_then": latest.name, "employee_id_then": latest.employee_id}
    rows = selected(Named, party=literal(party.value), **columns, **then).select_from(table)
    return rows.join(latest, col(latest.id) == newest.correlate(table).scalar_subquery(), isouter=True)
