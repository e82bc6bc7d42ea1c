from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, bindparam, func
from sqlmodel import col, select

from app.core.clock import now
from app.core.columns import Condition, Statement, read, selected
from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut, microseconds
from app.core.removing import number_of
from app.core.tables import InSight
from app.discussion import policy
from app.discussion.models import Author, Comment, State
from app.people.models import Person
from app.people.roles import Colleague

THREADS = 30
REPLIES = 30


@dataclass(frozen=True)
class CommentRow(InSight):
    """A comment as its viewer may see it; `body_html` is empty where only the trace is theirs.

    `mine` tells of the viewer.
    """

    id: int
    post_id: int
    parent_id: int | None
    state: str
    author_id: int | None
    author_name: str
    department_name: str
    language: str
    body_html: str
    created_at: datetime
    edited_at: datetime | None
    hidden_reason: str
    taken_back_at: datetime | None
    mine: bool

    @property
    def authors(self) -> list[Author]:
        return [Author(self.author_id, self.author_name, self.department_name)]

    @property
    def removal(self) -> int:
        """The number by which its viewer can undo that they removed it."""
        return number_of(self.taken_back_at) if self.mine and self.is_taken_back else 0


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
    start = place.count - 1 if inside else place.ref
    given = {"post_id": post_id, "after": start, "most": size + 1, "viewer_id": viewer.id}
    rows = [_as_seen(row, viewer) for row in read(CommentRow, db.execute(_tops(), given))]
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
    given = {"post_id": post_id, "parents": parents, "after": after, "viewer_id": viewer.id}
    for reply in read(CommentRow, db.execute(_below(), given)):
        found[reply.parent_id or 0].append(_as_seen(reply, viewer))
    return found


# Put together once: that costs more than running them.
@cache
def _tops() -> Statement:
    tops = _comments().where(col(Comment.post_id) == bindparam("post_id"), col(Comment.parent_id).is_(None))
    return tops.where(col(Comment.id) > bindparam("after")).limit(bindparam("most", type_=Integer))


@cache
def _below() -> Statement:
    parents = bindparam("parents", expanding=True, type_=Integer)
    place = func.row_number().over(partition_by=col(Comment.parent_id), order_by=col(Comment.id))
    below = Comment.post_id == bindparam("post_id"), col(Comment.parent_id).in_(parents)
    later = col(Comment.id) > bindparam("after")
    numbered = select(Comment.id, place.label("place")).where(*below, later, _has_a_place()).subquery()
    return _comments().join(numbered, numbered.c.id == Comment.id).where(numbered.c.place <= REPLIES + 1)


def _comments() -> Statement:
    rows = selected(
        CommentRow,
        id=Comment.id,
        post_id=Comment.post_id,
        parent_id=Comment.parent_id,
        state=Comment.state,
        author_id=Comment.author_id,
        author_name=func.coalesce(Person.name, Comment.author_name),
        department_name=Comment.department_name,
        language=Comment.language,
        body_html=Comment.body_html,
        created_at=Comment.created_at,
        edited_at=Comment.edited_at,
        hidden_reason=Comment.hidden_reason,
        taken_back_at=Comment.taken_back_at,
        mine=func.coalesce(Comment.author_id, 0) == bindparam("viewer_id", type_=Integer),
    )
    rows = rows.join(Person, col(Person.id) == Comment.author_id, isouter=True)
    return rows.where(_has_a_place()).order_by(col(Comment.id))


def _has_a_place() -> Condition:
    """What an import brought and took back leaves no trace."""
    return col(Comment.state) != State.UNDONE


def _as_seen(found: CommentRow, viewer: Colleague) -> CommentRow:
    # Asked of every comment on a page, so whose it is only where that decides.
    if found.is_shown or policy.read(viewer, found.authors, shown=False, removed=found.is_taken_back):
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
    siblings = (Comment.post_id == comment.post_id, Comment.parent_id == comment.parent_id, _has_a_place())
    earlier = select(func.count()).select_from(Comment).where(*siblings, col(Comment.id) < comment.id)
    page = db.exec(earlier).one() // size
    last = select(Comment.id).where(*siblings).order_by(col(Comment.id)).offset(page * size - 1).limit(1)
    return (db.exec(last).one() or 0) if page else 0
