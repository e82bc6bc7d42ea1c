from sqlalchemy import update
from sqlmodel import col

from app.core.clock import now
from app.core.db import Writer, locked, once_keyed
from app.core.errors import Invalid, NotFound
from app.core.events import record
from app.core.i18n import _
from app.core.markdown import RENDERER_VERSION, Written, written
from app.core.once import ensure_same, sent_key
from app.core.policy import ensure
from app.core.removing import take_back
from app.discussion import policy, queries
from app.discussion.commands.following import follow_once
from app.discussion.events import CommentChanged, CommentPosted
from app.discussion.models import Comment, Kind, Post, State
from app.people.roles import Colleague


def post_comment(
    db: Writer,
    *,
    author: Colleague,
    post_id: int,
    kind: Kind,
    body: str | Written,
    parent_id: int | None = None,
    key: str = "",
) -> Comment:
    """The same twice with one key is one comment. Whoever comments follows, unless they said that they do not."""
    post = queries.standing_post(db, post_id, kind)
    parent = _thread(db, post_id, parent_id)
    comment = Comment(
        post_id=post_id,
        parent_id=parent.id if parent else None,
        author_id=author.id,
        author_name=author.name,
        department_name=author.department_name,
        body="",
        key=sent_key(author.id, key),
    )
    _write(comment, written(body), post)
    earlier = queries.comment_keyed(db, comment.key)
    if earlier is None and not _added(db, comment, parent_id):
        earlier = queries.comment_keyed(db, comment.key)
    if earlier:
        ensure_same(_substance(earlier), _substance(comment))
        return earlier
    _count(db, post, 1)
    follow_once(db, person=author, post_id=post_id)
    record(db, CommentPosted(comment_id=comment.id, post_id=post_id, kind=post.kind, by_id=author.id))
    return comment


def edit_comment(db: Writer, *, editor: Colleague, comment: Comment, body: str | Written) -> Comment:
    post = queries.standing_post(db, comment.post_id)
    ensure(policy.edit_comment(editor, comment.authors))
    locked(db, comment)
    queries.standing_comment(db, comment.id)
    comment.edited_at = now()
    _write(comment, written(body), post)
    _changed(db, comment, post)
    return comment


def remove_comment(db: Writer, *, person: Colleague, comment: Comment) -> None:
    """A trace stays in its place, so that replies still make sense. Removing twice is removing once."""
    post = queries.post(db, comment.post_id)
    ensure(policy.edit_comment(person, comment.authors))
    locked(db, comment)
    if comment.state == State.REMOVED:
        return
    if comment.is_shown:
        _count(db, post, -1, moves=False)
    take_back(comment, State.REMOVED, by_id=person.id)
    _changed(db, comment, post)


def _thread(db: Writer, post_id: int, parent_id: int | None) -> Comment | None:
    """One level: a reply to a reply joins the thread it stands in."""
    if not parent_id:
        return None
    parent = queries.comment(db, parent_id)
    if parent.post_id != post_id:
        raise NotFound
    return queries.comment(db, parent.parent_id) if parent.parent_id else parent


def _added(db: Writer, comment: Comment, parent_id: int | None) -> bool:
    """A reply that came before is known again whatever became of its parent; a new one needs it to stand."""
    if parent_id:
        locked(db, queries.comment(db, parent_id))
        queries.standing_comment(db, parent_id)
    return once_keyed(db, comment)


def _substance(comment: Comment) -> tuple[object, ...]:
    return comment.post_id, comment.parent_id, comment.body


def _write(comment: Comment, text: Written, post: Post) -> None:
    if not text.body:
        raise Invalid(_("Write something first."), field="body")
    comment.body, comment.body_html, comment.renderer = text.body, text.html, RENDERER_VERSION
    comment.language = text.language or post.language


def _count(db: Writer, post: Post, change: int, *, moves: bool = True) -> None:
    values = {"comment_count": Post.comment_count + change} | ({"moved_at": now()} if moves else {})
    db.execute(update(Post).where(col(Post.id) == post.id).values(**values))
    db.refresh(post)


def _changed(db: Writer, comment: Comment, post: Post) -> None:
    db.flush()
    record(db, CommentChanged(comment_id=comment.id, post_id=post.id, kind=post.kind))
