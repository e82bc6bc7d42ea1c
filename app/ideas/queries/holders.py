"""Who holds an idea: somebody always does who may answer for it."""

from functools import cache

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlmodel import col

from app.core.columns import Condition, Expression, Statement
from app.core.db import Reader
from app.discussion.models import Kind, Post, State
from app.discussion.queries import author_ids
from app.ideas.models import Idea, Response
from app.people.models import Department, Person
from app.people.queries import holders
from app.people.roles import Role


def holder_of(db: Reader, department: Department | None) -> int | None:
    """Its department's lead holds an idea, else the first administrator; nobody does who has left."""
    return db.execute(_holder_of(), {"department_id": department.id if department else None}).scalar()


def concerned(db: Reader, idea_id: int) -> set[int]:
    """Ids of its authors and of whoever holds it, who hear of what is said about it."""
    return author_ids(db, idea_id) | _people(db, _holding(idea_id))


def answering(db: Reader, idea_id: int) -> set[int]:
    """Ids of whoever holds it, and of those who have responded to it."""
    responded = select(col(Response.by_id)).where(col(Response.idea_id) == idea_id)
    return _people(db, _holding(idea_id)) | _people(db, responded)


def rightful_holder() -> Expression:
    """Who should hold an idea, inside a statement about ideas."""
    own = select(col(Post.department_id)).where(col(Post.id) == Idea.post_id).correlate(Idea)
    return _holder(own.scalar_subquery())


def held_amiss(*, active: bool) -> Condition:
    """What a `person_id` may hold no longer: all of it once they left, else what waits for a response.

    An administrator is also found what nobody holds yet.
    """
    held = col(Idea.holder_id) == bindparam("person_id")
    if not active:
        return held
    waiting = and_(held, col(Idea.post_id).in_(_waiting()))
    is_admin = holders(Role.ADMIN).where(col(Person.id) == bindparam("person_id")).exists()
    return or_(waiting, and_(col(Idea.holder_id).is_(None), is_admin))


def ideas_held_for(db: Reader, department_id: int) -> int:
    """How many of a department's ideas still wait for a response."""
    return db.scalars(select(func.count()).select_from(waiting_for(department_id).subquery())).one()


def waiting_for(department_id: int) -> Statement:
    """The statement for ids of a department's ideas that wait for a response."""
    return _waiting().where(col(Post.department_id) == department_id)


def _holding(idea_id: int) -> Statement:
    return select(col(Idea.holder_id)).where(col(Idea.post_id) == idea_id)


def _people(db: Reader, ids: Statement) -> set[int]:
    return {id_ for id_ in db.scalars(ids) if id_}


def _waiting() -> Statement:
    shown = col(Post.kind) == Kind.IDEA, col(Post.state) == State.SHOWN
    return select(col(Post.id)).where(*shown, col(Post.awaits_reply))


def _holder(department_id: Expression) -> Expression:
    """A closed department's lead may not respond for it any more."""
    lead = select(col(Person.id)).join(Department, col(Department.lead_id) == Person.id)
    lead = lead.where(col(Department.id) == department_id, col(Department.active), col(Person.active))
    first = holders(Role.ADMIN).order_by(col(Person.id)).limit(1)
    return func.coalesce(lead.scalar_subquery(), first.scalar_subquery())


@cache
def _holder_of() -> Statement:
    return select(_holder(bindparam("department_id", type_=Integer)))
