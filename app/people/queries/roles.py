"""Who holds which role: everybody reads roles through `given` and `holders`."""

from sqlalchemy import func
from sqlmodel import col, select

from app.core.columns import Expression
from app.core.db import Reader
from app.people.models import Person, RoleGiven
from app.people.queries.people import of_person
from app.people.roles import Role, roles_given


def roles_of(db: Reader, person_id: int) -> list[Role]:
    """The roles that somebody was given."""
    return roles_given(db.execute(of_person(given), {"person_id": person_id}).scalar())


def roles_of_all(db: Reader) -> dict[int, list[Role]]:
    """The roles of everybody who was given any, also of who has left."""
    everybody = select(Person.id, given()).where(col(Person.id).in_(select(RoleGiven.person_id)))
    return {person_id: roles_given(words) for person_id, words in db.exec(everybody)}


def other_admins(db: Reader, person_id: int) -> int:
    """How many active administrators there are beside this one; all of them stay so until the transaction ends."""
    admins = holders(Role.ADMIN).order_by(col(Person.id))
    return len(set(db.scalars(admins.with_for_update())) - {person_id})


def given() -> Expression:
    """The roles that a person was given, as a column of a statement about people; `roles_given` reads it."""
    words = select(func.aggregate_strings(col(RoleGiven.role), ","))
    return words.where(RoleGiven.person_id == Person.id).correlate(Person).scalar_subquery()


def holders(role: Role) -> Expression:
    """The statement for the ids of active people who were given this role."""
    rows = select(Person.id).join(RoleGiven, col(RoleGiven.person_id) == Person.id)
    return rows.where(RoleGiven.role == role, col(Person.active))
