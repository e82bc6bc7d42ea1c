from dataclasses import dataclass
from functools import cache

from sqlalchemy import String, bindparam, cast, func
from sqlmodel import col, select

from app.core.columns import Expression, Statement, read, read_one, selected
from app.core.db import Reader
from app.core.errors import NotFound
from app.people.models import Department, Person
from app.people.queries.people import of_person
from app.people.queries.spellings import spelled


@dataclass(frozen=True)
class DepartmentRow:
    """A department as it stands in lists and choices."""

    id: int
    slug: str
    name: str
    active: bool = True
    parent_id: int | None = None


def department(db: Reader, department_id: int) -> Department:
    found = db.get(Department, department_id)
    if found is None:
        raise NotFound
    return found


def department_by_slug(db: Reader, slug: str) -> Department:
    """Raises NotFound, also for one that is no longer active."""
    found = db.exec(select(Department).where(Department.slug == slug, col(Department.active))).first()
    if found is None:
        raise NotFound
    return found


def department_named(db: Reader, name: str) -> Department | None:
    return spelled(db, Department, col(Department.name), col(Department.name_key), name)


def department_coded(db: Reader, code: str) -> Department | None:
    return spelled(db, Department, col(Department.code), col(Department.code_key), code)


def departments(db: Reader, *, active: bool = True) -> list[DepartmentRow]:
    """Every department by name; they are few."""
    return [row for row in read(DepartmentRow, db.execute(_departments())) if row.active or not active]


def above(db: Reader, found: Department | DepartmentRow) -> list[DepartmentRow]:
    """What a department is a part of, the highest first."""
    path: list[DepartmentRow] = []
    while found.parent_id and found.parent_id not in {row.id for row in path}:
        found = read_one(DepartmentRow, db.execute(_one_department(), {"department_id": found.parent_id}).one())
        path.insert(0, found)
    return path


def below(db: Reader, department_id: int) -> list[DepartmentRow]:
    """The departments that are a part of this one, by name; not what is in them again, nor what is closed."""
    rows = _departments().where(col(Department.parent_id) == department_id, col(Department.active))
    return read(DepartmentRow, db.execute(rows))


def slugs_beginning(db: Reader, slug: str) -> set[str]:
    """Those that stand already: this one itself, and it with something behind it."""
    rows = select(Department.slug).where(col(Department.slug).startswith(slug, autoescape=True))
    return set(db.exec(rows))


def departments_led_by(db: Reader, person_id: int) -> frozenset[int]:
    return ids_in(db.execute(of_person(leads), {"person_id": person_id}).scalar())


def leads() -> Expression:
    """The ids of the departments that a person leads, as a column of a statement about people; `ids_in` reads it.

    Another statement in each request costs more.
    """
    ids = select(func.aggregate_strings(cast(Department.id, String), ","))
    led = ids.where(Department.lead_id == Person.id, col(Department.active))
    return led.correlate(Person).scalar_subquery()


def ids_in(words: str | None) -> frozenset[int]:
    return frozenset(map(int, words.split(","))) if words else frozenset()


# Put together once: that costs more than running it.
@cache
def _departments() -> Statement:
    return _rows().order_by(col(Department.name))


@cache
def _one_department() -> Statement:
    return _rows().where(col(Department.id) == bindparam("department_id"))


def _rows() -> Statement:
    return selected(
        DepartmentRow,
        id=Department.id,
        slug=Department.slug,
        name=Department.name,
        active=Department.active,
        parent_id=Department.parent_id,
    )
