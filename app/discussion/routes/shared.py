from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Response

from app.core.db import Database
from app.core.errors import Invalid, Refusal, TooLate
from app.core.text import written
from app.core.web.forms import Filled, Form, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion import commands, policy, queries
from app.discussion.forms import CommentForm
from app.discussion.models import Kind, Post
from app.people.passwords import new_token
from app.people.roles import Colleague
from app.people.session import SignedIn

F = TypeVar("F", bound=Form)
Showing = Callable[[Page, Colleague, Database, int, Filled[CommentForm], int], Response]
"""How a kind shows one post again, under this status, with a comment that was not taken."""


def shared_router(kind: Kind, show_again: Showing) -> APIRouter:
    """Vote, comment and follow, for one kind of post."""
    router = APIRouter(prefix=f"/{kind.section}")

    @router.post("/{post_id:int}/vote", name=f"{kind.section}.vote")
    def vote(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
        with store.writing() as db:
            post = commands.cast_vote(db, voter=me, post_id=post_id, kind=kind)
        return _voted(page, me, post, backed=True)

    @router.delete("/{post_id:int}/vote", name=f"{kind.section}.withdraw_vote")
    def withdraw_vote(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
        with store.writing() as db:
            post = commands.withdraw_vote(db, voter=me, post_id=post_id, kind=kind)
        return _voted(page, me, post, backed=False)

    @router.post("/{post_id:int}/comments", name=f"{kind.section}.comment")
    def comment(
        page: Shown,
        me: SignedIn,
        store: Store,
        post_id: Ref,
        form: Annotated[Filled[CommentForm], Depends(filled(CommentForm))],
    ) -> Response:
        try:
            typed = form.valid()
            text = written(typed.body)
            with store.writing() as db:
                made = commands.post_comment(
                    db, author=me, post_id=post_id, kind=kind, body=text, parent_id=typed.parent, key=typed.key
                )
        except (Invalid, TooLate) as refusal:
            return show_again(page, me, store, post_id, not_taken(form, refusal), refusal.status)
        return page.go("comments.show", comment_id=made.id)

    @router.put("/{post_id:int}/follow", name=f"{kind.section}.follow")
    def follow(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
        with store.writing() as db:
            post = queries.standing_post(db, post_id, kind)
            commands.follow(db, person=me, post_id=post_id)
        return go_to(page, post)

    @router.delete("/{post_id:int}/follow", name=f"{kind.section}.unfollow")
    def unfollow(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
        with store.writing() as db:
            post = queries.post(db, post_id, kind)
            commands.unfollow(db, person=me, post_id=post_id)
        return go_to(page, post)

    return router


def not_taken(form: Filled[F], refusal: Refusal) -> Filled[F]:
    """What was typed, with the reason: beside its field, or above the form where it is the whole that came too late.

    Where its key is used up it gets another, so that sending it again posts it.
    """
    if isinstance(refusal, commands.SentBefore):
        form = replace(form, typed=form.typed | {"key": [new_token()]})
    return form.refused(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))


def go_to(page: Page, post: Post, *, say: str = "", fragment: str = "") -> Response:
    """On to the page of a post."""
    route = f"{post.kind}s.show"
    return page.go(route, say=say, fragment=fragment, post_id=post.id, slug=post.slug)


def _voted(page: Page, me: Colleague, post: Post, *, backed: bool) -> Response:
    button = page.macro(
        f"vote_{post.id}",
        "discussion/parts.html",
        "vote_button",
        id=post.id,
        kind=post.kind,
        title=post.title,
        count=post.vote_count,
        brought=post.votes_brought,
        backed=backed,
        refusal=policy.vote(me, post).reason,
    )
    return button or page.back(f"{post.kind}s.show", post_id=post.id, slug=post.slug)
