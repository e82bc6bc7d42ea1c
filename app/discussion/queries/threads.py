from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, func
from sqlmodel import col, select

from app.core.clock import now
from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut, microseconds
from app.discussion import policy
from app.discussion.models import Comment, State
from app.people.models import Person
from app.people.roles import Colleague

THREADS = 30
REPLIES = 30


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
    """A comment and its replies; `more` is the cursor of the page where later ones stand, empty when all are here."""

    comment: CommentRow
    replies: list[CommentRow] = field(default_factory=list)
    more: str = ""


def threads(db: Reader, *, post_id: int, viewer: Colleague, after: Cursor | None = None) -> Slice[Thread]:
    """Thirty comments, oldest first, each with its first thirty replies.

    A cursor with a key leads into the one thread that began with this comment: to the replies after its `ref`.
    """
    inside = bool(after and after.key)
    place = after or Cursor(0, 0, 0)
    size = 1 if inside else THREADS
    given = {"post_id": post_id, "after": place.count - 1 if inside else place.ref, "most": size + 1}
    rows = [_row(row, viewer) for row in db.execute(_tops(), given)]
    shown = cut(rows, size, lambda row: (0, row.id), after)
    replies = _replies(db, post_id, [row.id for row in shown.rows], viewer, after=place.ref if inside else 0)
    return Slice([_thread(row, replies[row.id]) for row in shown.rows], shown.next, shown.since)


def _thread(top: CommentRow, replies: list[CommentRow]) -> Thread:
    shown = replies[:REPLIES]
    more = str(Cursor(top.id, shown[-1].id, microseconds(now()))) if len(replies) > REPLIES else ""
    return Thread(top, shown, more)


def _replies(
    db: Reader, post_id: int, parents: list[int], viewer: Colleague, *, after: int
) -> dict[int, list[CommentRow]]:
    """Of each thread one more than a page shows."""
    found: dict[int, list[CommentRow]] = defaultdict(list)
    if not parents:
        return found
    for row in db.execute(_below(), {"post_id": post_id, "parents": parents, "after": after}):
        reply = _row(row, viewer)
        found[reply.parent_id or 0].append(reply)
    return found


# Put together once: that costs more than running them.
@cache
def _tops() -> Any:
    tops = _comments().where(Comment.post_id == bindparam("post_id"), col(Comment.parent_id).is_(None))
    return tops.where(col(Comment.id) > bindparam("after")).limit(bindparam("most", type_=Integer))


@cache
def _below() -> Any:
    parents = bindparam("parents", expanding=True, type_=Integer)
    place = func.row_number().over(partition_by=col(Comment.parent_id), order_by=col(Comment.id))
    below = Comment.post_id == bindparam("post_id"), col(Comment.parent_id).in_(parents)
    later = col(Comment.id) > bindparam("after")
    numbered = select(Comment.id, place.label("place")).where(*below, later).subquery()
    return _comments().join(numbered, numbered.c.id == Comment.id).where(numbered.c.place <= REPLIES + 1)


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
    since, parent = microseconds(now()), comment.parent_id
    last = _last_before(db, comment, REPLIES) if parent else 0
    if parent and last:
        return str(Cursor(parent, last, since))
    last = _last_before(db, db.get_one(Comment, parent) if parent else comment, THREADS)
    return str(Cursor(0, last, since)) if last else ""


def _last_before(db: Reader, comment: Comment, size: int) -> int:
    """With which of its siblings the page before a comment's own ends; 0 when it stands on the first one."""
    siblings = (Comment.post_id == comment.post_id, Comment.parent_id == comment.parent_id)
    earlier = select(func.count()).select_from(Comment).where(*siblings, col(Comment.id) < comment.id)
    page = db.exec(earlier).one() // size
    last = select(Comment.id).where(*siblings).order_by(col(Comment.id)).offset(page * size - 1).limit(1)
    return (db.exec(last).one() or 0) if page else 0
