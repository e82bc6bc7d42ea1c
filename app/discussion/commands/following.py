from app.core.db import Writer, insert_once
from app.discussion import queries
from app.discussion.models import Follow
from app.people.roles import Colleague


def follow(db: Writer, *, person: Colleague, post_id: int) -> None:
    """Following twice is following once."""
    _choose(db, person, post_id, active=True)


def unfollow(db: Writer, *, person: Colleague, post_id: int) -> None:
    """Also for whoever follows because it concerns them, and never said so."""
    _choose(db, person, post_id, active=False)


def follow_once(db: Writer, *, person: Colleague, post_id: int) -> bool:
    """Follow unless this person ever chose otherwise; True when that is new."""
    return insert_once(db, Follow, post_id=post_id, person_id=person.id, active=True)


def _choose(db: Writer, person: Colleague, post_id: int, *, active: bool) -> None:
    if not insert_once(db, Follow, post_id=post_id, person_id=person.id, active=active):
        queries.follows(db, post_id=post_id, person_id=person.id).active = active
