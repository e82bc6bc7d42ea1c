"""Who is meant by what a file says of somebody: an employee ID, an e-mail address, a name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select

from app.core.addresses import written_otherwise
from app.core.batches import batches
from app.core.columns import Expression, Statement, read, selected
from app.core.db import Reader
from app.core.letters import key
from app.people.models import Department, Person

CHUNK = 500


@dataclass(frozen=True)
class Known:
    """Somebody who is here, or was: who left is among them."""

    id: int
    name: str
    email: str
    employee_id: str
    department_id: int | None
    department_name: str
    locale: str


By = dict[str, list[Known]]
"""Whose this is, by its key; two for a name that two have."""


def known_by_employee_id(db: Reader, spelled: Iterable[str]) -> By:
    return _known(db, "employee_id", spelled)


def known_by_email(db: Reader, spelled: Iterable[str]) -> By:
    """An address is found in either way to write its host, under both."""
    ways = {other: address for address in set(spelled) for other in (address, written_otherwise(address.lower()))}
    found = _known(db, "email", ways)
    return found | {key(ways[one]): found[key(one)] for one in ways if key(one) in found}


def known_by_name(db: Reader, spelled: Iterable[str]) -> By:
    return _known(db, "name", spelled)


def only(found: By, spelled: str) -> Known | None:
    """Whoever alone has this, or alone in just this spelling where several differ in nothing else."""
    every = found.get(key(spelled), [])
    exact = [one for one in every if spelled in (one.employee_id, one.email)]
    return next(iter(every if len(every) == 1 else exact), None)


def _known(db: Reader, what: str, spelled: Iterable[str]) -> By:
    found: dict[str, dict[int, Known]] = defaultdict(dict)
    for some in batches(sorted({one for one in spelled if one}), CHUNK):
        rows = db.execute(_having(what), {"keys": list(map(key, some)), "spelled": some})
        for one in read(Known, rows):
            found[key(getattr(one, what))][one.id] = one
    return {folded: list(people.values()) for folded, people in found.items()}


@cache
def _having(what: str) -> Statement:
    columns = {
        "employee_id": (col(Person.employee_key), col(Person.employee_id)),
        "email": (col(Person.email_key), col(Person.email)),
        "name": (col(Person.sort_name), col(Person.name)),
    }
    folded, exact = columns[what]
    is_meant = or_(folded.in_(bindparam("keys", expanding=True)), exact.in_(bindparam("spelled", expanding=True)))
    return _rows().where(is_meant).order_by(col(Person.id))


def _rows() -> Statement:
    rows = selected(
        Known,
        id=Person.id,
        name=Person.name,
        email=func.coalesce(Person.email, ""),
        employee_id=func.coalesce(Person.employee_id, ""),
        department_id=Person.department_id,
        department_name=func.coalesce(Department.name, ""),
        locale=Person.locale,
    )
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)


def departments_by_key(db: Reader) -> dict[str, tuple[int, str]]:
    """Id and name of every department, also of closed ones, by the keys of name, code, slug, and path: Acme/Sales.

    A path may begin with any department above.
    """
    every = {one.id: one for one in db.exec(select(Department).order_by(*_open_first()))}
    found: dict[str, tuple[int, str]] = {}
    for spelling in ("name", "code", "slug"):
        for one in every.values():
            found.setdefault(key(getattr(one, spelling)), (one.id, one.name))
    for one in every.values():
        for path in _paths(one, every):
            found.setdefault(key(path), (one.id, one.name))
    return found


def _paths(one: Department, every: Mapping[int, Department]) -> Iterator[str]:
    path, met = one.name, {one.id}
    while one.parent_id and one.parent_id not in met:
        one = every[one.parent_id]
        met.add(one.id)
        path = f"{one.name}/{path}"
        yield path


def _open_first() -> tuple[Expression, Expression]:
    return col(Department.active).desc(), col(Department.id)
