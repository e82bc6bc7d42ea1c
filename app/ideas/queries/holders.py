"""Who holds an idea: somebody always does who may answer for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
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

MOST_COUNTED = 100
"""What waits is counted on every page of a lead, so no further than this."""


@dataclass(frozen=True)
class Queue:
    """How many of a department's ideas wait for a response, and since when the first of them does."""

    ideas: int
    since: datetime


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


def queues(db: Reader, department_ids: Collection[int]) -> dict[int, Queue]:
    """What waits for a response in these departments, by their ids; none of those where nothing does."""
    counted = func.count(), func.min(col(Post.created_at))
    rows = _waiting().with_only_columns(col(Post.department_id), *counted).where(_in(department_ids))
    return {id_: Queue(ideas, since) for id_, ideas, since in db.execute(rows.group_by(col(Post.department_id)))}


def count_waiting(db: Reader, department_ids: Collection[int]) -> int:
    """How many of these departments' ideas wait for a response, up to `MOST_COUNTED`."""
    some = _waiting().where(_in(department_ids)).limit(MOST_COUNTED)
    return db.scalars(select(func.count()).select_from(some.subquery())).one()


def waiting_for(department_id: int) -> Statement:
    """The statement for ids of a department's ideas that wait for a response."""
    return _waiting().where(col(Post.department_id) == department_id)


def _in(department_ids: Collection[int]) -> Condition:
    return col(Post.department_id).in_(sorted(department_ids))


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
