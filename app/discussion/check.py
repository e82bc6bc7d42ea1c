"""What must be true of posts: counts equal what they count, and everything points at something."""

from collections.abc import Iterator

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from app.core.db import Reader
from app.core.english import so_many
from app.discussion.models import Authorship, AuthorState, Comment, Kind, Origin, Post, State, Vote


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    yield from _counts(db)
    yield from _own_votes(db)
    yield from _bylines(db)
    yield from _threads(db)
    yield from _brought(db)
    unknown = select(Post.id, Post.kind).where(col(Post.kind).not_in(list(Kind)))
    yield from (f"Post {id} is of the unknown kind “{kind}”." for id, kind in db.exec(unknown))


def _counts(db: Reader) -> Iterator[str]:
    votes = select(Vote.post_id, func.count().label("n")).group_by(col(Vote.post_id)).subquery()
    said = select(Comment.post_id, func.count().label("n")).where(Comment.state == State.SHOWN)
    comments = said.group_by(col(Comment.post_id)).subquery()
    for name, counted, stored in (("vote", votes, Post.vote_count), ("comment", comments, Post.comment_count)):
        found = func.coalesce(counted.c.n, 0)
        wrong = select(Post.id, stored, found).join(counted, counted.c.post_id == Post.id, isouter=True)
        for id, says, has in db.execute(wrong.where(stored != found)):
            yield f"Post {id} says it has {so_many(says, name)}, and has {has}."


def _own_votes(db: Reader) -> Iterator[str]:
    mine = (col(Authorship.post_id) == Vote.post_id, col(Authorship.person_id) == Vote.person_id)
    own = select(Vote.post_id).join(Authorship, and_(*mine)).where(Authorship.state == AuthorState.CONFIRMED)
    yield from (f"Post {id} is backed by its own author." for id in db.exec(own))


def _bylines(db: Reader) -> Iterator[str]:
    stands = col(Authorship.state) == AuthorState.CONFIRMED
    first = select(Authorship.post_id).where(Authorship.post_id == Post.id, Authorship.position == 0, stands)
    for id in db.exec(select(Post.id).where(~first.exists())):
        yield f"Post {id} has nobody as the first in its byline."
    shares = select(Authorship.post_id, func.sum(Authorship.share)).where(stands).group_by(col(Authorship.post_id))
    for id, total in db.execute(shares.having(func.sum(Authorship.share) != 100)):
        yield f"The authors of post {id} share out {total}, not 100."


def _threads(db: Reader) -> Iterator[str]:
    parent = select(Comment.id, Comment.post_id, Comment.parent_id).subquery()
    strange = select(Comment.id).join(parent, parent.c.id == Comment.parent_id)
    wrong = strange.where((parent.c.post_id != Comment.post_id) | parent.c.parent_id.is_not(None))
    yield from (f"Comment {id} replies to something that is not a comment of its own post." for id in db.exec(wrong))


def _brought(db: Reader) -> Iterator[str]:
    """Of what came from elsewhere it is known how, and of what was taken back nothing is left but its number."""
    lone = select(Post.id).join(Origin, col(Origin.post_id) == Post.id, isouter=True)
    for id in db.exec(lone.where(col(Post.external_id).is_not(None), col(Origin.post_id).is_(None))):
        yield f"Post {id} came from elsewhere, and nothing says by which import."
    words = or_(col(Post.title) != "", col(Post.body) != "", col(Post.external_id).is_not(None))
    for id in db.exec(select(Post.id).where(Post.state == State.UNDONE, words)):
        yield f"Post {id} was taken back with its import, and still says something."
    said = or_(col(Comment.body) != "", col(Comment.key).is_not(None))
    for id in db.exec(select(Comment.id).where(Comment.state == State.UNDONE, said)):
        yield f"Comment {id} was taken back with its import, and still says something."
