"""An administrator hides something with a reason its author reads, or shows it again."""

from sqlalchemy import update
from sqlmodel import col

from app.audit import commands as audit
from app.core.db import Writer, locked
from app.core.errors import Conflict, Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.policy import ensure
from app.core.subjects import Subject
from app.core.text import excerpt
from app.discussion import policy, queries
from app.discussion.events import CommentChanged, CommentHidden, PostChanged, PostHidden
from app.discussion.models import Comment, Post, State
from app.people.roles import Colleague


def hide_post(db: Writer, *, admin: Colleague, post_id: int, reason: str) -> Post:
    post = queries.post(db, post_id)
    locked(db, post)
    _hide(admin, post, reason)
    audit.note(db, actor=admin, act="post.hidden", subject=Subject(post.kind, post_id), label=post.title, reason=reason)
    record(db, PostHidden(post_id=post_id, kind=post.kind, by_id=admin.id))
    return _post_changed(db, post)


def show_post(db: Writer, *, admin: Colleague, post_id: int) -> Post:
    post = queries.post(db, post_id)
    locked(db, post)
    _show(admin, post)
    audit.note(db, actor=admin, act="post.shown", subject=Subject(post.kind, post_id), label=post.title)
    return _post_changed(db, post)


def hide_comment(db: Writer, *, admin: Colleague, comment_id: int, reason: str) -> Comment:
    comment = queries.comment(db, comment_id)
    locked(db, comment)
    was_shown = comment.is_shown
    _hide(admin, comment, reason)
    label = excerpt(comment.body, 80)
    audit.note(
        db, actor=admin, act="comment.hidden", subject=Subject("comment", comment_id), label=label, reason=reason
    )
    record(db, CommentHidden(comment_id=comment_id, post_id=comment.post_id, by_id=admin.id))
    return _comment_changed(db, comment, -1 if was_shown else 0)


def show_comment(db: Writer, *, admin: Colleague, comment_id: int) -> Comment:
    comment = queries.comment(db, comment_id)
    locked(db, comment)
    _show(admin, comment)
    label = excerpt(comment.body, 80)
    audit.note(db, actor=admin, act="comment.shown", subject=Subject("comment", comment_id), label=label)
    return _comment_changed(db, comment, 1)


def _hide(admin: Colleague, hidden: Post | Comment, reason: str) -> None:
    ensure(policy.hide(admin))
    if hidden.state == State.REMOVED:
        raise Conflict(_("Its author removed this already."))
    if not reason:
        raise Invalid(_("Say why. The author will read it."), field="reason")
    hidden.state, hidden.hidden_reason = State.HIDDEN, reason


def _show(admin: Colleague, hidden: Post | Comment) -> None:
    ensure(policy.hide(admin))
    if hidden.state != State.HIDDEN:
        raise Conflict(_("This is not hidden."))
    hidden.state, hidden.hidden_reason = State.SHOWN, ""


def _post_changed(db: Writer, post: Post) -> Post:
    db.flush()
    record(db, PostChanged(post_id=post.id or 0, kind=post.kind))
    return post


def _comment_changed(db: Writer, comment: Comment, change: int) -> Comment:
    post = queries.post(db, comment.post_id)
    db.flush()
    db.execute(update(Post).where(col(Post.id) == post.id).values(comment_count=Post.comment_count + change))
    db.refresh(post)
    record(db, CommentChanged(comment_id=comment.id or 0, post_id=post.id or 0, kind=post.kind))
    return comment
