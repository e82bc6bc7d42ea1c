from datetime import timedelta

from sqlalchemy import case, delete, update
from sqlmodel import col

from app.core.clock import now
from app.core.db import Writer, insert_once
from app.core.events import record
from app.core.policy import ensure
from app.discussion import policy, queries
from app.discussion.events import PostBacked
from app.discussion.models import Kind, Post, Vote
from app.people.roles import Colleague

# A vote moves a post forward at most this often, or the best known would never leave the front.
VOTES_MOVE_EVERY = timedelta(hours=1)


def cast_vote(db: Writer, *, voter: Colleague, post_id: int, kind: Kind) -> Post:
    """Voting twice is voting once."""
    post = queries.standing_post(db, post_id, kind)
    ensure(policy.vote(voter, queries.authors(db, post_id)))
    if insert_once(db, Vote, post_id=post_id, person_id=voter.id, department_id=voter.department_id, at=now()):
        _count(db, post, 1, moves=True)
        record(db, PostBacked(post_id=post_id, voter_id=voter.id))
    return post


def withdraw_vote(db: Writer, *, voter: Colleague, post_id: int, kind: Kind) -> Post:
    """Taking back what was not given changes nothing."""
    post = queries.standing_post(db, post_id, kind)
    mine = delete(Vote).where(col(Vote.post_id) == post_id, col(Vote.person_id) == voter.id)
    if db.execute(mine).rowcount:  # type: ignore[attr-defined]
        _count(db, post, -1, moves=False)
    return post


def _count(db: Writer, post: Post, change: int, *, moves: bool) -> None:
    at = now()
    moved = case((col(Post.moved_at) < at - VOTES_MOVE_EVERY, at), else_=col(Post.moved_at))
    values = {"vote_count": Post.vote_count + change} | ({"moved_at": moved} if moves else {})
    db.execute(update(Post).where(col(Post.id) == post.id).values(**values))
    db.refresh(post)
