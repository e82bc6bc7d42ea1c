from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Boolean, Integer, bindparam, case, false, func
from sqlmodel import col, select

from app.core.columns import Expression, Statement, read, read_one, selected
from app.core.db import Reader
from app.core.errors import Invalid, NotFound, TooLate
from app.core.i18n import _
from app.core.kinds import kinds_of
from app.discussion.models import Comment, Follow, Kind, Post, Vote
from app.people.models import Department, Person
from app.people.queries import department_by_slug

FEWEST = 5
"""A number that is about fewer people tells who they are."""
MOST_NAMED = 6


@dataclass(frozen=True)
class Backers:
    """How many people of which departments back a post, most first, and how many others do.

    Neither a number here nor the difference of two is about fewer people than `FEWEST`.
    """

    departments: Sequence[tuple[str, int]] = ()
    others: int = 0


@dataclass(frozen=True)
class _Backing:
    """`is_some` says that those who back it are some of their department, rather than all of it."""

    name: str
    count: int
    is_some: bool


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


def post_keyed(db: Reader, key: str | None) -> Post | None:
    """The post that an earlier press of the same button made."""
    return db.exec(select(Post).where(Post.key == key)).first() if key else None


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


def comment_keyed(db: Reader, key: str | None) -> Comment | None:
    return db.exec(select(Comment).where(Comment.key == key)).first() if key else None


def threads_keyed(db: Reader, keys: Iterable[str]) -> dict[tuple[int, str], int]:
    """In which threads comments with these keys stand, as the comments that these began with; by post and key."""
    began = func.coalesce(Comment.parent_id, Comment.id)
    rows = select(Comment.post_id, Comment.key, began).where(col(Comment.key).in_(set(keys)))
    return {(post_id, key): id_ for post_id, key, id_ in db.exec(rows) if key}


def chosen_department(db: Reader, slug: str) -> Department:
    """Raises Invalid: departments are chosen in forms."""
    try:
        return department_by_slug(db, slug)
    except NotFound:
        raise Invalid(_("Choose one of the departments."), field="department") from None


def standing(db: Reader, *, post_id: int, person_id: int, is_concerned: bool) -> Standing:
    """`is_concerned` says that they follow it unless they said otherwise."""
    about = {"post_id": post_id, "person_id": person_id, "is_concerned": is_concerned}
    return read_one(Standing, db.execute(_standing(), about).one())


# Every page of a post asks these two, so they are put together once.
@cache
def _backers() -> Statement:
    """By department, most first; those who belong to none are one without a name."""
    name = func.coalesce(Department.name, "")
    is_some = case((func.count() >= FEWEST, _two_do_not()), else_=false())
    rows = selected(_Backing, name=name, count=func.count(), is_some=is_some)
    rows = rows.select_from(Vote).join(Department, col(Department.id) == Vote.department_id, isouter=True)
    rows = rows.where(col(Vote.post_id) == bindparam("post_id"))
    return rows.group_by(col(Department.id), name).order_by(func.count().desc(), name)


def _two_do_not() -> Expression:
    """Inside a statement about departments: whether two of one's people or more do not back the post.

    One is not enough, who may be its author and could not.
    """
    back = select(Vote.post_id).where(Vote.post_id == bindparam("post_id"), Vote.person_id == Person.id)
    rest = select(Person.id).where(Person.department_id == Department.id, col(Person.active), ~back.exists())
    return rest.correlate(Department).offset(1).limit(1).exists()


@cache
def _standing() -> Statement:
    post_id, person_id = bindparam("post_id", type_=Integer), bindparam("person_id", type_=Integer)
    votes = select(Vote.post_id).where(Vote.post_id == post_id, Vote.person_id == person_id)
    chosen = select(Follow.active).where(Follow.post_id == post_id, Follow.person_id == person_id)
    follows = func.coalesce(chosen.scalar_subquery(), bindparam("is_concerned", type_=Boolean), type_=Boolean)
    return selected(Standing, backed=votes.exists(), follows=follows)


def follows(db: Reader, *, post_id: int, person_id: int) -> Follow:
    """What somebody said last of wanting to hear of this post."""
    return db.get_one(Follow, (post_id, person_id))


def followers(db: Reader, post_id: int) -> list[int]:
    """Ids of whoever wants to hear of this post: who said so, and whom it concerns unless they said otherwise."""
    rows = db.execute(select(Follow.person_id, Follow.active).where(Follow.post_id == post_id))
    chosen = {row.person_id: row.active for row in rows}
    concerned = kinds_of(db)[post(db, post_id).kind].concerned(db, post_id)
    return sorted(id_ for id_ in concerned | chosen.keys() if chosen.get(id_, True))


def backers(db: Reader, post_id: int) -> Backers:
    """As many as can be told without telling who: small numbers are added up, with a larger one where they are few."""
    rows = read(_Backing, db.execute(_backers(), {"post_id": post_id}))
    told = [(row.name, row.count) for row in rows if row.name and row.is_some][:MOST_NAMED]
    others = sum(row.count for row in rows) - sum(count for _name, count in told)
    while told and 0 < others < FEWEST:
        others += told.pop()[1]
    return Backers(told, others)
