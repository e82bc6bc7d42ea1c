"""Comments that were made elsewhere: under the names and dates of then, and nobody is told of them or follows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, update
from sqlmodel import col

from app.core.clock import now
from app.core.columns import Row, Value, Values
from app.core.db import Writer, insert_new
from app.core.events import record
from app.core.markdown import RENDERER_VERSION
from app.discussion import queries
from app.discussion.events import PostChanged
from app.discussion.models import Comment, CommentOrigin, Post, State


@dataclass(frozen=True)
class Said:
    """A comment to a post. `key` tells it again; `under` is the key of the one that it replies to.

    `by` is who wrote it, empty where nobody was matched, `by_name` as in the file; `html` is rendered beforehand.
    """

    post_id: int
    key: str
    body: str
    html: str
    language: str
    by: int | None
    by_name: str
    at: datetime
    under: str = ""


def bring_comments(db: Writer, every: Sequence[Said], *, run_id: int) -> int:
    """Returns how many were new. A reply to what is not here, or on another post, stands by itself."""
    new: list[Row] = []
    for some in _by_depth(every):
        threads = queries.threads_keyed(db, [said.under for said in some if said.under])
        rows = [_comment(said, threads) for said in sorted(some, key=lambda said: said.at)]
        new += insert_new(db, Comment, rows, ("id", "post_id", "created_at"))
    insert_new(db, CommentOrigin, [{"comment_id": row.id, "run_id": run_id} for row in new])
    latest = {row.post_id: row.created_at for row in sorted(new, key=lambda row: row.created_at)}
    for post_id, count in Counter(row.post_id for row in new).items():
        _count(db, post_id, count, latest[post_id])
    return len(new)


def _by_depth(every: Sequence[Said]) -> Iterator[list[Said]]:
    """Those first that reply to none of the others; what goes round in a ring comes all at once."""
    rest = list(every)
    while rest:
        waiting = {said.key for said in rest}
        ready = [said for said in rest if said.under not in waiting] or rest
        yield ready
        taken = {said.key for said in ready}
        rest = [said for said in rest if said.key not in taken]


def _comment(said: Said, threads: Mapping[tuple[int, str], int]) -> Values:
    parent = threads.get((said.post_id, said.under))
    about = {"post_id": said.post_id, "parent_id": parent, "key": said.key, "state": State.SHOWN}
    by = {"author_id": said.by, "author_name": said.by_name, "department_name": "", "hidden_reason": ""}
    text = {"body": said.body, "body_html": said.html, "renderer": RENDERER_VERSION, "language": said.language}
    return about | by | text | {"created_at": said.at, "edited_at": None}


def _count(db: Writer, post_id: int, count: int, at: datetime) -> None:
    at = min(at, now())
    moved: Value = case((col(Post.moved_at) < at, at), else_=col(Post.moved_at))
    counted = {"comment_count": Post.comment_count + count, "moved_at": moved}
    db.execute(update(Post).where(col(Post.id) == post_id).values(**counted))
    record(db, PostChanged(post_id=post_id, kind=queries.post(db, post_id).kind))
