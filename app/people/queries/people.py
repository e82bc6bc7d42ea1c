from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select

from app.core.addresses import written_otherwise
from app.core.columns import Expression, Statement, read, selected
from app.core.db import Reader
from app.core.errors import NotFound
from app.people.models import Department, Person
from app.people.naming import patterns
from app.people.queries.spellings import spelled


@dataclass(frozen=True)
class PersonRow:
    """A person as they stand in lists and choices."""

    id: int
    name: str
    title: str
    department_id: int | None
    department_name: str
    department_slug: str


def person(db: Reader, person_id: int) -> Person:
    found = db.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def people(db: Reader, ids: Iterable[int]) -> dict[int, Person]:
    wanted = list(set(ids))
    return {row.id: row for row in db.exec(select(Person).where(col(Person.id).in_(wanted))) if row.id}


def person_by_email(db: Reader, email: str) -> Person | None:
    typed = email.strip().lower()
    other = written_otherwise(typed)
    return _by_email(db, typed) or (_by_email(db, other) if other != typed else None)


def _by_email(db: Reader, email: str) -> Person | None:
    return spelled(db, Person, col(Person.email), col(Person.email_key), email)


def person_by_employee_id(db: Reader, employee_id: str) -> Person | None:
    return spelled(db, Person, col(Person.employee_id), col(Person.employee_key), employee_id.strip())


def person_known_as(db: Reader, typed: str) -> Person | None:
    """Whose e-mail address or employee ID this is; no ID is somebody else's address."""
    return person_by_email(db, typed) or person_by_employee_id(db, typed)


def people_without_password(db: Reader) -> list[Person]:
    """Active people who were not welcomed yet, by name."""
    waiting = select(Person).where(col(Person.active), Person.password_hash == "")
    return list(db.exec(waiting.order_by(Person.name)))


def person_rows(db: Reader, *, department_id: int | None = None) -> list[PersonRow]:
    """Active people by name, of one department or all."""
    rows = _person_rows().order_by(col(Person.name), col(Person.id))
    if department_id is not None:
        rows = rows.where(col(Person.department_id) == department_id)
    return read(PersonRow, db.execute(rows))


def people_named(
    db: Reader, words: str, *, limit: int, near: int | None = None, but: Collection[int] = ()
) -> list[PersonRow]:
    """Active people whose name has one of the words and whose job title and department have the others.

    By name, those of the department `near` first.
    """
    rows = _person_rows().where(col(Person.id).not_in(but))
    if sought := patterns(words):
        name = col(Person.sort_name)
        about = name + " " + col(Person.title_key) + " " + func.coalesce(Department.name_key, "")
        rows = rows.where(or_(*(name.regexp_match(one) for one in sought)))
        rows = rows.where(*(about.regexp_match(one) for one in sought))
    order = (col(Person.department_id).is_distinct_from(near or 0), col(Person.name), col(Person.id))
    return read(PersonRow, db.execute(rows.order_by(*order).limit(limit)))


# Asked all the time, so put together once: that costs more than running them.
@cache
def of_person(column: Callable[[], Expression]) -> Statement:
    """The statement for one column about a `person_id`."""
    return select(column()).select_from(Person).where(col(Person.id) == bindparam("person_id"))


@cache
def _person_rows() -> Statement:
    rows = selected(
        PersonRow,
        id=Person.id,
        name=Person.name,
        title=Person.title,
        department_id=Person.department_id,
        department_name=func.coalesce(Department.name, ""),
        department_slug=func.coalesce(Department.slug, ""),
    )
    rows = rows.join(Department, col(Department.id) == Person.department_id, isouter=True)
    return rows.where(col(Person.active))
