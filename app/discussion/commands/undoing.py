"""What an import brought is taken back: nobody here wrote it, so neither its words nor its author's name stay.

Its number stays, and is never given again; what it was called in its source is free for the file that was mended.
"""

from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlmodel import col

from app.core.columns import Values
from app.core.db import Writer
from app.core.events import record
from app.discussion import queries
from app.discussion.events import PostChanged
from app.discussion.models import Authorship, Comment, Follow, Origin, Post, State

NO_WORDS = {"body": "", "body_html": ""}
NO_COMMENT = {"state": State.UNDONE, "author_id": None, "author_name": "", "department_name": "", "key": None}


def undo_posts(db: Writer, post_ids: Sequence[int]) -> None:
    """Whoever calls this has asked whether anybody had to do with them."""
    these = col(Post.id).in_(post_ids)
    nothing = {"state": State.UNDONE, "title": "", "external_id": None, "votes_brought": 0, "comment_count": 0}
    db.execute(update(Post).where(these).values(**nothing, **NO_WORDS))
    db.execute(update(Comment).where(col(Comment.post_id).in_(post_ids)).values(**NO_COMMENT, **NO_WORDS))
    db.execute(update(Authorship).where(col(Authorship.post_id).in_(post_ids)).values(person_id=None, name=""))
    db.execute(delete(Follow).where(col(Follow.post_id).in_(post_ids)))
    unknown: Values = {"fingerprint": "", "link": "", "category": "", "tags": [], "votes_against": 0}
    db.execute(update(Origin).where(col(Origin.post_id).in_(post_ids)).values(**unknown))
    _changed(db, post_ids)


def undo_comments(db: Writer, comment_ids: Sequence[int]) -> list[int]:
    """As of posts, but for those that somebody here changed or replied to; where one stood there is no trace."""
    queries.locked_comments(db, comment_ids)
    touched = queries.touched_comments(db, comment_ids)
    free = [id_ for id_ in comment_ids if id_ not in touched]
    counts = queries.shown_comments(db, free)
    db.execute(update(Comment).where(col(Comment.id).in_(free)).values(**NO_COMMENT, **NO_WORDS))
    for post_id, count in counts.items():
        fewer = update(Post).where(col(Post.id) == post_id).values(comment_count=Post.comment_count - count)
        db.execute(fewer)
    _changed(db, list(counts))
    return free


def _changed(db: Writer, post_ids: Sequence[int]) -> None:
    for post_id in post_ids:
        record(db, PostChanged(post_id=post_id, kind=queries.post(db, post_id).kind))
