"""What must be true of posts: counts equal what they count, and everything points at something."""

from collections.abc import Iterator

from sqlalchemy import func
from sqlmodel import col, select

from app.core.db import Reader
from app.discussion.models import Comment, Kind, Post, State, Vote


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    yield from _counts(db)
    yield from _own_votes(db)
    yield from _threads(db)
    unknown = select(Post.id, Post.kind).where(col(Post.kind).not_in(list(Kind)))
    yield from (f"Post {id} is of the unknown kind “{kind}”." for id, kind in db.exec(unknown))


def _counts(db: Reader) -> Iterator[str]:
    votes = select(Vote.post_id, func.count().label("n")).group_by(col(Vote.post_id)).subquery()
    said = select(Comment.post_id, func.count().label("n")).where(Comment.state == State.SHOWN)
    comments = said.group_by(col(Comment.post_id)).subquery()
    for name, counted, stored in (("votes", votes, Post.vote_count), ("comments", comments, Post.comment_count)):
        found = func.coalesce(counted.c.n, 0)
        wrong = select(Post.id, stored, found).join(counted, counted.c.post_id == Post.id, isouter=True)
        for id, says, has in db.execute(wrong.where(stored != found)):
            yield f"Post {id} says it has {says} {name}, and has {has}."


def _own_votes(db: Reader) -> Iterator[str]:
    own = select(Vote.post_id).join(Post, col(Post.id) == Vote.post_id).where(Post.author_id == Vote.person_id)
    yield from (f"Post {id} is backed by its own author." for id in db.exec(own))


def _threads(db: Reader) -> Iterator[str]:
    parent = select(Comment.id, Comment.post_id, Comment.parent_id).subquery()
    strange = select(Comment.id).join(parent, parent.c.id == Comment.parent_id)
    wrong = strange.where((parent.c.post_id != Comment.post_id) | parent.c.parent_id.is_not(None))
    yield from (f"Comment {id} replies to something that is not a comment of its own post." for id in db.exec(wrong))
