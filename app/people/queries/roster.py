"""People as a roster asks for them: very many, by the keys of their IDs and addresses."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import func, or_
from sqlmodel import col, select

from app.core.addresses import written_otherwise
from app.core.db import Reader
from app.core.letters import key
from app.people.models import Department, Person, RoleGiven
from app.people.roles import Role, roles_given

AT_ONCE = 2_000


def every_department(db: Reader) -> list[Department]:
    """Also those that are closed; they are few."""
    return list(db.exec(select(Department).order_by(col(Department.id))))


def people_known_by(db: Reader, employee_ids: Collection[str], emails: Collection[str]) -> list[Person]:
    """Whoever has one of these IDs or addresses, in any spelling, active or not."""
    addresses = {one for email in emails for one in (email, written_otherwise(email))}
    found: dict[int, Person] = {}
    for folded, exact, typed in (
        (col(Person.employee_key), col(Person.employee_id), set(employee_ids)),
        (col(Person.email_key), col(Person.email), addresses),
    ):
        same = select(Person).where(or_(folded.in_(map(key, typed)), exact.in_(typed)))
        found |= {person.id: person for person in db.exec(same)} if typed else {}
    return list(found.values())


def roles_of_many(db: Reader, ids: Collection[int]) -> dict[int, list[Role]]:
    """Of those who were given any."""
    held: dict[int, list[str]] = defaultdict(list)
    for row in db.exec(select(RoleGiven).where(col(RoleGiven.person_id).in_(ids))):
        held[row.person_id].append(row.role)
    return {id_: roles_given(",".join(roles)) for id_, roles in held.items()}


def employee_ids(db: Reader) -> Iterator[tuple[int, str]]:
    """Everybody's who has one, a part at a time."""
    rows = select(Person.id, Person.employee_id).where(col(Person.employee_id).is_not(None))
    for row in db.execute(rows.execution_options(yield_per=AT_ONCE)):
        yield row.id, row.employee_id


def active_people(db: Reader) -> list[int]:
    """By their names."""
    return list(db.exec(select(Person.id).where(col(Person.active)).order_by(col(Person.name), col(Person.id))))


def everybody(db: Reader) -> Iterator[Person]:
    """Whoever is here or was, by name, a few at a time."""
    every = select(Person).order_by(col(Person.name), col(Person.id)).execution_options(yield_per=500)
    yield from db.exec(every)


def active_count(db: Reader) -> int:
    return db.exec(select(func.count()).select_from(Person).where(col(Person.active))).one()
