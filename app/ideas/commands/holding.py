from functools import cache

from sqlalchemy import UpdateBase, update
from sqlmodel import col

from app.core.db import Writer
from app.ideas import queries
from app.ideas.models import Idea
from app.people.queries import person


def hand_to_lead(db: Writer, *, department_id: int) -> None:
    """Ideas that wait for a response are held by whoever leads the department now."""
    waiting = col(Idea.post_id).in_(queries.waiting_for(department_id))
    db.execute(update(Idea).where(waiting).values(holder_id=queries.rightful_holder()))


def hand_on(db: Writer, *, person_id: int) -> None:
    """Every idea keeps exactly one holder, who is still here and may answer for it, whatever became of this person."""
    db.execute(_handing_on(active=person(db, person_id).active), {"person_id": person_id})


@cache
def _handing_on(*, active: bool) -> UpdateBase:
    """Put together once: a roster changes thousands of people, and building a statement costs more than running it."""
    amiss = queries.held_amiss(active=active)
    handed = update(Idea).where(amiss).values(holder_id=queries.rightful_holder())
    return handed.execution_options(synchronize_session=False)
