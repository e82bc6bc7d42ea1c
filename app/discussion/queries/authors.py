"""Whose a post is: asked here by everybody, whatever a byline may come to be made of."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from sqlalchemy import Integer, bindparam, func, select
from sqlmodel import col

from app.core.columns import Condition, Expression, Statement
from app.core.db import Reader
from app.discussion.models import Author, Authorship, AuthorState, Comment, Post, State
from app.people.models import Department, Person


def authors(db: Reader, post_id: int) -> list[Author]:
    """In the order of the byline, under the names and in the departments they have now."""
    return authors_of(db, [post_id])[post_id]


def authors_of(db: Reader, post_ids: Sequence[int]) -> dict[int, list[Author]]:
    """Of many posts at once; of one that does not exist nobody."""
    found: dict[int, list[Author]] = defaultdict(list)
    for row in db.execute(_authors(), {"post_ids": post_ids}):
        found[row.post_id].append(Author(row.person_id, row.name, row.department, row.role, row.share))
    return found


def comment_authors(db: Reader, comment: Comment) -> list[Author]:
    """Under the name they have now."""
    who = db.get(Person, comment.author_id) if comment.author_id else None
    return [Author(comment.author_id, who.name if who else comment.author_name, comment.department_name)]


def author_ids(db: Reader, post_id: int) -> set[int]:
    """The people among them, to be told of something."""
    return {author.person_id for author in authors(db, post_id) if author.person_id}


def posts_of(person_id: int) -> Statement:
    """The statement for kind and id of what somebody wrote and everybody may read."""
    theirs = col(Post.id).in_(written_by(person_id))
    return select(col(Post.kind), col(Post.id)).where(theirs, col(Post.state) == State.SHOWN)


def written_by(person_id: Expression) -> Statement:
    """The statement for ids of what somebody wrote, alone or with others, whatever became of it."""
    mine = select(col(Authorship.post_id)).where(col(Authorship.person_id) == person_id)
    return mine.where(col(Authorship.state) == AuthorState.CONFIRMED)


def is_by(person_id: Expression) -> Condition:
    """Inside a statement about posts: whether somebody is among the authors."""
    return written_by(person_id).where(col(Authorship.post_id) == Post.id).correlate(Post).exists()


def is_first() -> Condition:
    """To join the first name of a byline to a post."""
    return (col(Authorship.post_id) == Post.id) & (col(Authorship.position) == 0)


def count_more() -> Expression:
    """Inside a statement about posts: how many names follow the first."""
    more = select(func.count()).select_from(Authorship).where(col(Authorship.post_id) == Post.id)
    more = more.where(col(Authorship.position) > 0, col(Authorship.state) == AuthorState.CONFIRMED)
    return more.correlate(Post).scalar_subquery()


# Every page of a post asks this, so it is put together once.
@cache
def _authors() -> Statement:
    rows = select(
        *(col(Authorship.post_id), col(Authorship.person_id), col(Authorship.role), col(Authorship.share)),
        func.coalesce(Person.name, Authorship.name).label("name"),
        func.coalesce(Department.name, "").label("department"),
    )
    return (
        rows.join(Person, col(Person.id) == Authorship.person_id, isouter=True)
        .join(Department, col(Department.id) == Person.department_id, isouter=True)
        .where(col(Authorship.post_id).in_(bindparam("post_ids", expanding=True, type_=Integer)))
        .where(col(Authorship.state) == AuthorState.CONFIRMED)
        .order_by(col(Authorship.post_id), col(Authorship.position))
    )
