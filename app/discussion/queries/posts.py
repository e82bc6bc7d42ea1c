from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, func
from sqlmodel import col, select

from app.core.db import Reader
from app.core.errors import Invalid, NotFound, TooLate
from app.core.i18n import _
from app.discussion.models import Comment, Follow, Kind, Post, Vote
from app.people.models import Department
from app.people.queries import department_by_slug


@dataclass(frozen=True)
class Standing:
    """How one person stands to one post."""

    backed: bool
    follows: bool


def post(db: Reader, post_id: int, kind: Kind | None = None) -> Post:
    """In whatever state. Raises NotFound, also for a post of another kind."""
    found = db.get(Post, post_id)
    if found is None or (kind and found.kind != kind):
        raise NotFound
    return found


def standing_post(db: Reader, post_id: int, kind: Kind | None = None) -> Post:
    """A post that still takes votes and comments. Raises TooLate for one that was removed or hidden."""
    found = post(db, post_id, kind)
    if not found.is_shown:
        raise TooLate(_("This was taken away in the meantime, so nothing was changed."))
    return found


def post_keyed(db: Reader, author_id: int, key: str) -> Post | None:
    """The post that an earlier press of the same button made."""
    return db.exec(select(Post).where(Post.author_id == author_id, Post.key == key)).first() if key else None


def comment(db: Reader, comment_id: int) -> Comment:
    found = db.get(Comment, comment_id)
    if found is None:
        raise NotFound
    return found


def comment_under(db: Reader, post_id: int, comment_id: int) -> Comment | None:
    """In whatever state; None for one under another post."""
    found = db.get(Comment, comment_id)
    return found if found and found.post_id == post_id else None


def standing_comment(db: Reader, comment_id: int) -> Comment:
    """A comment that can still be changed. Raises TooLate for one that was removed or hidden."""
    found = comment(db, comment_id)
    if not found.is_shown:
        raise TooLate(_("This comment was taken away in the meantime, so nothing was changed."))
    return found


def comment_keyed(db: Reader, author_id: int, key: str) -> Comment | None:
    return db.exec(select(Comment).where(Comment.author_id == author_id, Comment.key == key)).first() if key else None


def chosen_department(db: Reader, slug: str) -> Department:
    """Raises Invalid: departments are chosen in forms."""
    try:
        return department_by_slug(db, slug)
    except NotFound:
        raise Invalid(_("Choose one of the departments."), field="department") from None


def standing(db: Reader, *, post_id: int, person_id: int) -> Standing:
    return Standing(*db.execute(_standing(), {"post_id": post_id, "person_id": person_id}).one())


# Every page of a post asks these two, so they are put together once.
@cache
def _backers() -> Any:
    return (
        select(Department.name, func.count())
        .join(Vote, col(Vote.department_id) == Department.id)
        .where(Vote.post_id == bindparam("post_id"))
        .group_by(Department.name)
        .order_by(func.count().desc(), Department.name)
    )


@cache
def _standing() -> Any:
    post_id, person_id = bindparam("post_id", type_=Integer), bindparam("person_id", type_=Integer)
    votes = select(Vote.post_id).where(Vote.post_id == post_id, Vote.person_id == person_id)
    follows = select(Follow.post_id).where(Follow.post_id == post_id, Follow.person_id == person_id)
    return select(votes.exists(), follows.where(col(Follow.active)).exists())


def follows(db: Reader, *, post_id: int, person_id: int) -> Follow | None:
    return db.get(Follow, (post_id, person_id))


def followers(db: Reader, post_id: int) -> list[int]:
    """Ids of whoever wants to hear of this post."""
    active = select(Follow.person_id).where(Follow.post_id == post_id, col(Follow.active))
    return list(db.exec(active.order_by(col(Follow.person_id))))


def backers_by_department(db: Reader, post_id: int) -> list[tuple[str, int]]:
    """How many from which department, most first; votes of people without a department are left out."""
    return [(name, count) for name, count in db.execute(_backers(), {"post_id": post_id})]
