"""What of a company is there already: asked on an administrator's pages, so that nothing is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, bindparam, or_, select
from sqlmodel import col

from app.core.columns import Statement
from app.core.db import Reader
from app.people.models import Department, Invitation, Person
from app.people.queries.roles import holders
from app.people.roles import Role

NAMED = 3


@dataclass(frozen=True)
class Beginning:
    """Whether there is a department, somebody beside the one who asks, and of those one who was invited."""

    departments: bool
    people: bool
    invited: bool


def beginning(db: Reader, person_id: int) -> Beginning:
    return Beginning(*map(bool, db.execute(_beginning(), {"person_id": person_id}).one()))


def admins(db: Reader) -> Sequence[tuple[int, str]]:
    """Ids and names of a few who can be asked, the first administrators before later ones."""
    rows = select(col(Person.id), col(Person.name)).where(col(Person.id).in_(holders(Role.ADMIN)))
    return [(row.id, row.name) for row in db.execute(rows.order_by(col(Person.id)).limit(NAMED))]


@cache
def _beginning() -> Statement:
    others = col(Person.active), col(Person.id) != bindparam("person_id", type_=Integer)
    # Who has a password came by an invitation that may be gone since.
    asked = select(col(Invitation.id)).where(col(Invitation.person_id) == Person.id).correlate(Person).exists()
    return select(
        select(col(Department.id)).where(col(Department.active)).exists(),
        select(col(Person.id)).where(*others).exists(),
        select(col(Person.id)).where(*others, or_(col(Person.password_hash) != "", asked)).exists(),
    )
