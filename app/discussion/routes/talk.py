from dataclasses import dataclass

from app.core.db import Reader
from app.core.once import new_key
from app.core.paging import Cursor, Slice
from app.core.subjects import Subject
from app.core.web.forms import Filled
from app.discussion import queries
from app.discussion.forms import CommentForm
from app.discussion.models import Comment
from app.discussion.queries import Thread
from app.people.roles import Colleague


@dataclass(frozen=True)
class Talk:
    """The discussion under a post as one page shows it; `key` is what its empty forms are told apart by.

    Not `heard`, it is only what was typed: nothing is said of the rest, not even how much there is.
    `refused` is a comment that was not taken: it stands under the comment `under`, or for 0 at the end.
    """

    threads: Slice[Thread]
    is_later: bool
    key: str
    refused: Filled[CommentForm] | None
    under: int
    heard: bool = True


def unheard(refused: Filled[CommentForm] | None) -> Talk:
    return Talk(Slice([]), is_later=False, key=new_key(), refused=refused, under=0, heard=False)


def talk(db: Reader, me: Colleague, post_id: int, *, after: str, refused: Filled[CommentForm] | None) -> Talk:
    """With a refused reply it is the page of the comment that the reply is to."""
    parent = _parent(db, post_id, refused) if refused else None
    place = Cursor.parse(queries.thread_start(db, parent) if parent else after)
    return Talk(
        threads=queries.threads(db, post_id=post_id, viewer=me, after=place),
        is_later=place is not None,
        key=new_key(),
        refused=refused,
        under=(parent.id) if parent else 0,
    )


def _parent(db: Reader, post_id: int, refused: Filled[CommentForm]) -> Comment | None:
    """None also for what is no comment of this post."""
    typed = Subject.parse(f"comment:{refused.typed_value('parent')}")
    return queries.comment_under(db, post_id, typed.ref) if typed else None
