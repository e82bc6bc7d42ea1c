from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, literal, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.db import Reader
from app.credits.models import Identity, Party
from app.people.models import Department, Person


@dataclass(frozen=True)
class Named:
    """A party as it is called now, and the version of its identity that says so; None when it is not written yet."""

    party: Party
    id: int
    name: str
    employee_id: str
    department_id: int | None
    department_name: str
    identity_id: int | None


def named(db: Reader, parties: Collection[tuple[Party, int]]) -> dict[tuple[Party, int], Named]:
    """Everybody in one statement. Raises LookupError for a party that does not exist."""
    wanted = {kind: [id_ for party, id_ in parties if party == kind] for kind in Party}
    kinds = tuple(kind for kind, ids in wanted.items() if ids)
    found = [_named(row) for row in db.execute(_parties(kinds), {kind.value: wanted[kind] for kind in kinds})]
    by_key = {(one.party, one.id): one for one in found}
    for party, id_ in parties:
        if (party, id_) not in by_key:
            raise LookupError(f"there is no {party} {id_} to credit")
    return by_key


def _named(row: Any) -> Named:
    party, id_, name, employee_id, department_id, department_name, identity_id, then, employee_id_then = row
    is_written = (then, employee_id_then) == (name, employee_id)
    return Named(
        Party(party), id_, name, employee_id, department_id, department_name, identity_id if is_written else None
    )


@cache
def _parties(kinds: tuple[Party, ...]) -> Any:
    """Put together once: imports credit thousands, and building a statement costs more than running it."""
    sources = {Party.PERSON: _people, Party.DEPARTMENT: _departments}
    return union_all(*(sources[kind](bindparam(kind.value, expanding=True)) for kind in kinds))


def _people(ids: Any) -> Any:
    employee_id, department = func.coalesce(Person.employee_id, ""), func.coalesce(Department.name, "")
    columns = (Person.id, Person.name, employee_id, Person.department_id, department)
    rows = _with_identity(Party.PERSON, Person, columns).where(col(Person.id).in_(ids))
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)


def _departments(ids: Any) -> Any:
    columns = (Department.id, Department.name, literal(""), Department.id, Department.name)
    return _with_identity(Party.DEPARTMENT, Department, columns).where(col(Department.id).in_(ids))


def _with_identity(party: Party, table: type[Person] | type[Department], columns: tuple[Any, ...]) -> Any:
    latest, every = aliased(Identity), aliased(Identity)
    newest = select(func.max(every.id)).where(every.party_kind == party, every.party_id == table.id).correlate(table)
    then = (latest.id, latest.name, latest.employee_id)
    rows = select(literal(party.value), *columns, *then).select_from(table)  # type: ignore[call-overload]
    return rows.join(latest, col(latest.id) == newest.scalar_subquery(), isouter=True)
