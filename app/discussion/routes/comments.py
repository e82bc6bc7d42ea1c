from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.db import locked
from app.core.errors import Invalid, TooLate
from app.core.i18n import _
from app.core.markdown import written
from app.core.policy import ensure
from app.core.removing import removal_of
from app.core.subjects import Subject
from app.core.web.flash import Undo
from app.core.web.forms import Filled, filled, not_taken
from app.core.web.urls import Ref
from app.discussion import commands, policy, queries
from app.discussion.forms import CommentForm
from app.discussion.models import Comment
from app.people.session import Visiting

router = APIRouter(prefix="/comments")


@router.get("/{comment_id:int}", name="comments.show")
def show(visit: Visiting, comment_id: Ref) -> Response:
    """On to the place in its discussion."""
    with visit.store.reading() as db:
        found = queries.comment(db, comment_id)
        post = queries.post(db, found.post_id)
        is_heard = policy.hear(visit.me, queries.authors(db, post.id), post)
        after = queries.thread_start(db, found) if is_heard else ""
    return visit.go(
        f"{post.kind}s.show",
        post_id=post.id,
        slug=post.slug,
        after=after,
        fragment=f"comment_{comment_id}",
    )


@router.get("/{comment_id:int}/edit", name="comments.edit")
def edit(visit: Visiting, comment_id: Ref) -> Response:
    with visit.store.reading() as db:
        found = queries.comment(db, comment_id)
        post = queries.standing_post(db, found.post_id)
        ensure(policy.edit_comment(visit.me, found.authors))
        queries.standing_comment(db, comment_id)
    return visit.show("discussion/edit_comment.html", comment=found, post=post, form=_stored(found).versioned())


@router.post("/{comment_id:int}", name="comments.change")
def change(
    visit: Visiting,
    comment_id: Ref,
    form: Annotated[Filled[CommentForm], Depends(filled(CommentForm))],
) -> Response:
    with visit.store.reading() as db:
        found = queries.comment(db, comment_id)
        post = queries.post(db, found.post_id)
    ensure(policy.edit_comment(visit.me, found.authors))
    try:
        text = written(form.valid().body)
        with visit.store.writing() as db:
            now = queries.comment(db, comment_id)
            locked(db, now)
            form.ensure_unchanged(_stored(now))
            commands.edit_comment(db, editor=visit.me, comment=now, body=text)
    except (Invalid, TooLate) as refusal:
        about = {"comment": found, "post": post, "form": not_taken(form, refusal)}
        return visit.show("discussion/edit_comment.html", status=refusal.status, **about)
    return visit.go("comments.show", comment_id=comment_id, say=_("Your comment is changed."))


@router.delete("/{comment_id:int}", name="comments.remove")
def remove(visit: Visiting, comment_id: Ref) -> Response:
    with visit.store.writing() as db:
        found = queries.comment(db, comment_id)
        commands.remove_comment(db, person=visit.me, comment=found)
    undo = Undo(Subject("comment", comment_id), removal_of(found, visit.me.id))
    return visit.go("comments.show", comment_id=comment_id, say=_("Your comment is removed."), undo=undo)


def _stored(comment: Comment) -> Filled[CommentForm]:
    return Filled.blank(body=comment.body)
