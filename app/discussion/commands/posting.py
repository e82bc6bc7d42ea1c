from datetime import datetime

from app.core.clock import now
from app.core.columns import Value
from app.core.db import Writer, locked, once_keyed
from app.core.errors import Invalid, TooLate
from app.core.events import record
from app.core.i18n import _
from app.core.markdown import RENDERER_VERSION, Written
from app.core.once import ensure_same, sent_key
from app.core.policy import ensure
from app.core.removing import take_back
from app.discussion import policy, queries
from app.discussion.commands.following import follow
from app.discussion.events import PostChanged, PostPosted
from app.discussion.models import Authorship, Kind, Post, State
from app.people.roles import Colleague


def add_post(
    db: Writer, *, author: Colleague, kind: Kind, title: str, text: Written, key: str = "", **more: Value
) -> tuple[Post, bool]:
    """The post, and whether it is new: the same twice with one key is one post. Its author follows it."""
    if not title:
        raise Invalid(_("This is needed."), field="title")
    post = Post(kind=kind, title=title, key=sent_key(author.id, key), **more)
    _write(post, text, author)
    earlier = queries.post_keyed(db, post.key)
    if earlier is None and not once_keyed(db, post):
        earlier = queries.post_keyed(db, post.key)
    if earlier:
        ensure_same(_substance(earlier), _substance(post))
        return earlier, False
    db.add(Authorship(post_id=post.id, person_id=author.id, name=author.name))
    db.flush()
    follow(db, person=author, post_id=post.id)
    record(db, PostPosted(post_id=post.id, kind=kind))
    return post, True


def edit_post(db: Writer, *, editor: Colleague, post: Post, title: str, text: Written, **more: Value) -> Post:
    if not title:
        raise Invalid(_("This is needed."), field="title")
    ensure(policy.edit_post(editor, queries.authors(db, post.id)))
    locked(db, post)
    if not post.is_shown:
        raise TooLate(_("This has been removed in the meantime, so nothing was changed."))
    post.title = title
    post.edited_at = now()
    post.sqlmodel_update(more)
    _write(post, text, editor)
    _changed(db, post)
    return post


def remove_post(db: Writer, *, person: Colleague, post: Post) -> None:
    """The text goes from sight; a trace, and the credit, stay. Removing twice is removing once."""
    ensure(policy.edit_post(person, queries.authors(db, post.id)))
    locked(db, post)
    if post.state == State.REMOVED:
        return
    take_back(post, State.REMOVED, by_id=person.id)
    _changed(db, post)


def bump(post: Post, at: datetime | None = None) -> None:
    """Something happened here: the post moves to the front of what is moving."""
    post.moved_at = max(post.moved_at, at or now())


def _write(post: Post, text: Written, writer: Colleague) -> None:
    post.body, post.body_html, post.renderer = text.body, text.html, RENDERER_VERSION
    post.language = text.language or writer.locale or "en"


def _substance(post: Post) -> tuple[object, ...]:
    return post.kind, post.title, post.body, post.department_id


def _changed(db: Writer, post: Post) -> None:
    db.flush()
    record(db, PostChanged(post_id=post.id, kind=post.kind))
