from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlmodel import col, select

from app.core.clock import now
from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut, microseconds
from app.discussion import policy
from app.discussion.models import Comment, State
from app.people.models import Person
from app.people.roles import Colleague

THREADS = 30
REPLIES = 200


@dataclass(frozen=True)
class CommentRow:
    """A comment as its viewer may see it; `body_html` is empty where only the trace is theirs."""

    id: int
    post_id: int
    parent_id: int | None
    state: str
    author_id: int
    author_name: str
    department_name: str
    language: str
    body_html: str
    created_at: datetime
    edited_at: datetime | None
    hidden_reason: str


@dataclass
class Thread:
    comment: CommentRow
    replies: list[CommentRow] = field(default_factory=list)


def threads(db: Reader, *, post_id: int, viewer: Colleague, after: Cursor | None = None) -> Slice[Thread]:
    """Thirty comments, oldest first, each with its replies."""
    given = {"post_id": post_id, "after": after.ref if after else 0}
    rows = [_row(row, viewer) for row in db.execute(_tops(), given)]
    shown = cut(rows, THREADS, lambda row: (0, row.id), after)
    replies = _replies(db, post_id, [row.id for row in shown.rows], viewer)
    return Slice([Thread(row, replies[row.id]) for row in shown.rows], shown.next, shown.since)


def _replies(db: Reader, post_id: int, parents: list[int], viewer: Colleague) -> dict[int, list[CommentRow]]:
    found: dict[int, list[CommentRow]] = defaultdict(list)
    if not parents:
        return found
    for row in db.execute(_below(), {"post_id": post_id, "parents": parents}):
        reply = _row(row, viewer)
        found[reply.parent_id or 0].append(reply)
    return found


# Put together once: that costs more than running them.
@cache
def _tops() -> Any:
    tops = _comments().where(Comment.post_id == bindparam("post_id"), col(Comment.parent_id).is_(None))
    return tops.where(col(Comment.id) > bindparam("after")).limit(THREADS + 1)


@cache
def _below() -> Any:
    parents = bindparam("parents", expanding=True, type_=Integer)
    below = _comments().where(Comment.post_id == bindparam("post_id"), col(Comment.parent_id).in_(parents))
    return below.limit(REPLIES * THREADS)


def _comments() -> Any:
    columns = (
        *(Comment.id, Comment.post_id, Comment.parent_id, Comment.state, Comment.author_id, Person.name),
        *(Comment.department_name, Comment.language, Comment.body_html, Comment.created_at, Comment.edited_at),
        Comment.hidden_reason,
    )
    rows = select(*columns).join(Person, col(Person.id) == Comment.author_id)  # type: ignore[call-overload]
    return rows.order_by(Comment.id)


def _row(row: Any, viewer: Colleague) -> CommentRow:
    found: CommentRow = CommentRow(*row)
    shown, removed = found.state == State.SHOWN, found.state == State.REMOVED
    if policy.read(viewer, found.author_id, shown=shown, removed=removed):
        return found
    return replace(found, body_html="", hidden_reason="")


def thread_start(db: Reader, comment: Comment) -> str:
    """The cursor of the page a comment stands on, empty for the first one."""
    top = comment.parent_id or comment.id or 0
    earlier = select(Comment.id).where(Comment.post_id == comment.post_id, col(Comment.parent_id).is_(None))
    before = db.exec(earlier.where(col(Comment.id) < top).order_by(col(Comment.id))).all()
    page = len(before) // THREADS
    return str(Cursor(0, before[page * THREADS - 1] or 0, microseconds(now()))) if page else ""
