from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid, TooLate
from app.core.i18n import _
from app.core.policy import ensure
from app.core.text import written
from app.core.web.forms import Filled, filled
from app.core.web.page import Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion import commands, policy, queries
from app.discussion.forms import CommentForm
from app.discussion.routes.shared import go_to, not_taken
from app.people.session import SignedIn

router = APIRouter(prefix="/comments")


@router.get("/{comment_id:int}", name="comments.show")
def show(page: Shown, me: SignedIn, store: Store, comment_id: Ref) -> Response:
    """On to the place in its discussion."""
    with store.reading() as db:
        found = queries.comment(db, comment_id)
        post = queries.post(db, found.post_id)
        after = queries.thread_start(db, found)
    return page.go(
        f"{post.kind}s.show",
        post_id=post.id,
        slug=post.slug,
        after=after,
        fragment=f"comment_{comment_id}",
    )


@router.get("/{comment_id:int}/edit", name="comments.edit")
def edit(page: Shown, me: SignedIn, store: Store, comment_id: Ref) -> Response:
    with store.reading() as db:
        found = queries.comment(db, comment_id)
        post = queries.standing_post(db, found.post_id)
        ensure(policy.edit_comment(me, found))
        queries.standing_comment(db, comment_id)
    return page.show("discussion/edit_comment.html", comment=found, post=post, form=Filled.blank(body=found.body))


@router.post("/{comment_id:int}", name="comments.change")
def change(
    page: Shown,
    me: SignedIn,
    store: Store,
    comment_id: Ref,
    form: Annotated[Filled[CommentForm], Depends(filled(CommentForm))],
) -> Response:
    with store.reading() as db:
        found = queries.comment(db, comment_id)
        post = queries.post(db, found.post_id)
    ensure(policy.edit_comment(me, found))
    try:
        text = written(form.valid().body)
        with store.writing() as db:
            commands.edit_comment(db, editor=me, comment=queries.comment(db, comment_id), body=text)
    except (Invalid, TooLate) as refusal:
        about = {"comment": found, "post": post, "form": not_taken(form, refusal)}
        return page.show("discussion/edit_comment.html", status=refusal.status, **about)
    return page.go("comments.show", comment_id=comment_id, say=_("Your comment is changed."))


@router.delete("/{comment_id:int}", name="comments.remove")
def remove(page: Shown, me: SignedIn, store: Store, comment_id: Ref) -> Response:
    with store.writing() as db:
        found = queries.comment(db, comment_id)
        commands.remove_comment(db, person=me, comment=found)
        post = queries.post(db, found.post_id)
    return go_to(page, post, say=_("Your comment is removed."))
