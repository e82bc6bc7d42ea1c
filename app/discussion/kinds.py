"""What the register knows of posts and comments: the kinds above give theirs by `post_kind`."""

from functools import partial

from sqlalchemy import update
from sqlmodel import col

from app.core.db import Reader, Writer
from app.core.errors import NotFound
from app.core.events import record
from app.core.i18n import _
from app.core.kinds import Cited, Concerned, Describe, Hiding, Matter, SubjectKind, Words
from app.core.shortening import excerpt
from app.discussion import queries
from app.discussion.events import CommentChanged, PostChanged
from app.discussion.models import Comment, Kind, Post
from app.discussion.queries.sight import hidden_comments, hidden_posts

LABEL = 80


def post_kind(
    kind: Kind,
    *,
    one: Words,
    many: Words,
    to_back: Words,
    to_take_back: Words,
    documents: Describe,
    concerned: Concerned = queries.author_ids,
    answering: Concerned = lambda db, post_id: set(),
) -> SubjectKind:
    """The row of a kind of post."""
    return SubjectKind(
        kind=kind,
        one=one,
        many=many,
        route=f"{kind.section}.show",
        ref="post_id",
        has_slug=True,
        section=kind.section,
        documents=documents,
        findable=lambda db: queries.findable_posts(db, kind),
        hidden_from=partial(hidden_posts, kind),
        cited=partial(_cited, kind),
        concerned=concerned,
        hiding=_hiding(kind, answering),
        to_back=to_back,
        to_take_back=to_take_back,
        is_thanked=True,
        is_reported=True,
        is_attached_to=True,
    )


def _cited(kind: Kind, db: Reader, post_id: int) -> Cited:
    found = queries.post(db, post_id, kind)
    if not found.is_shown:
        raise NotFound
    return Cited(found.title, found.language)


def _hiding(kind: Kind, answering: Concerned) -> Hiding:
    return Hiding(
        row=partial(_post, kind),
        matter=partial(_post_matter, kind),
        noted_as="post",
        told_as=lambda db, post_id: queries.post(db, post_id).title,
        ask_why=_ask_why,
        taken_back=_removed,
        changed=_post_changed,
        answering=answering,
    )


def _post(kind: Kind, db: Reader, post_id: int) -> Post:
    return queries.post(db, post_id, kind)


def _post_matter(kind: Kind, db: Reader, post_id: int) -> Matter:
    found, authors = queries.post(db, post_id, kind), queries.authors(db, post_id)
    about = {"label": found.title, "title": found.title, "html": found.body_html}
    return Matter(authors=authors, language=found.language, **about)


def _post_changed(db: Writer, post: Post, _was_shown: bool) -> None:
    record(db, PostChanged(post_id=post.id, kind=post.kind))


def _comment_matter(db: Reader, comment_id: int) -> Matter:
    found = queries.comment(db, comment_id)
    about = {"label": excerpt(found.body, LABEL), "html": found.body_html}
    return Matter(authors=queries.comment_authors(db, found), language=found.language, **about)


def _comment_changed(db: Writer, comment: Comment, was_shown: bool) -> None:
    post = queries.post(db, comment.post_id)
    change = int(comment.is_shown) - int(was_shown)
    db.execute(update(Post).where(col(Post.id) == post.id).values(comment_count=Post.comment_count + change))
    db.refresh(post)
    record(db, CommentChanged(comment_id=comment.id, post_id=comment.post_id, kind=post.kind))


def _ask_why() -> str:
    return _("Say why. The author will read it.")


def _removed() -> str:
    return _("Its author removed this already.")


COMMENT = SubjectKind(
    kind="comment",
    one=lambda: _("Comment"),
    many=lambda: _("Comments"),
    route="comments.show",
    ref="comment_id",
    hidden_from=hidden_comments,
    hiding=Hiding(
        row=queries.comment,
        matter=_comment_matter,
        noted_as="comment",
        told_as=lambda db, comment_id: queries.post(db, queries.comment(db, comment_id).post_id).title,
        ask_why=_ask_why,
        taken_back=_removed,
        changed=_comment_changed,
    ),
    is_reported=True,
    is_attached_to=True,
)
