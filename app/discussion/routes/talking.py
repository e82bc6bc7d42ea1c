from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid, TooLate
from app.core.i18n import _
from app.core.markdown import written
from app.core.web.forms import Filled, filled, not_taken
from app.core.web.urls import Ref
from app.discussion import commands, policy, queries
from app.discussion.forms import CommentForm, PostForm
from app.discussion.models import Comment, Kind, Post
from app.discussion.routes.kit import PostKit, show_post
from app.discussion.routes.leading import go_to
from app.people.session import Visit, Visiting

F = TypeVar("F", bound=PostForm)


def add_showing(router: APIRouter, kit: PostKit[F]) -> None:
    """A post's page, and where its discussion goes on."""
    section, kind = kit.kind.section, kit.kind

    @router.get("/{post_id:int}", name=f"{section}.find")
    def find(visit: Visiting, post_id: Ref) -> Response:
        """A bare id leads to the whole address."""
        with visit.store.reading() as db:
            post = queries.post(db, post_id, kind)
        return go_to(visit, post)

    @router.get("/{post_id:int}-{slug}", name=f"{section}.show")
    def show(visit: Visiting, post_id: Ref, slug: str, after: str = "") -> Response:
        return show_post(kit, visit, post_id, seen_as=slug, after=after)

    @router.post("/{post_id:int}/comments", name=f"{section}.comment")
    def comment(
        visit: Visiting, post_id: Ref, form: Annotated[Filled[CommentForm], Depends(filled(CommentForm))]
    ) -> Response:
        try:
            made = _said(visit, kind, post_id, form.valid())
        except (Invalid, TooLate) as refusal:
            return show_post(kit, visit, post_id, refused=not_taken(form, refusal), status=refusal.status)
        said = _("Your reply is posted.") if made.parent_id else _("Your comment is posted.")
        return visit.go("comments.show", comment_id=made.id, say=said)


def add_backing(router: APIRouter, kit: PostKit[F]) -> None:
    """Where a post is backed and followed."""
    section, kind = kit.kind.section, kit.kind

    @router.post("/{post_id:int}/vote", name=f"{section}.vote")
    def vote(visit: Visiting, post_id: Ref) -> Response:
        with visit.store.writing() as db:
            post = commands.cast_vote(db, voter=visit.me, post_id=post_id, kind=kind)
        return _voted(visit, post, backed=True)

    @router.delete("/{post_id:int}/vote", name=f"{section}.withdraw_vote")
    def withdraw_vote(visit: Visiting, post_id: Ref) -> Response:
        with visit.store.writing() as db:
            post = commands.withdraw_vote(db, voter=visit.me, post_id=post_id, kind=kind)
            reason = policy.vote(visit.me, queries.authors(db, post_id)).reason
        return _voted(visit, post, backed=False, reason=reason)

    @router.put("/{post_id:int}/follow", name=f"{section}.follow")
    def follow(visit: Visiting, post_id: Ref) -> Response:
        with visit.store.writing() as db:
            post = queries.standing_post(db, post_id, kind)
            commands.follow(db, person=visit.me, post_id=post_id)
        return _follows(visit, post, follows=True, say=_("You follow this now: you hear of what is said here."))

    @router.delete("/{post_id:int}/follow", name=f"{section}.unfollow")
    def unfollow(visit: Visiting, post_id: Ref) -> Response:
        with visit.store.writing() as db:
            post = queries.post(db, post_id, kind)
            commands.unfollow(db, person=visit.me, post_id=post_id)
        return _follows(visit, post, follows=False, say=_("You no longer follow this."))


def _said(visit: Visit, kind: Kind, post_id: int, typed: CommentForm) -> Comment:
    text = written(typed.body)
    with visit.store.writing() as db:
        return commands.post_comment(
            db, author=visit.me, post_id=post_id, kind=kind, body=text, parent_id=typed.parent, key=typed.key
        )


def _voted(visit: Visit, post: Post, *, backed: bool, reason: str = "") -> Response:
    button = visit.macro(
        f"vote_{post.id}",
        "discussion/parts.html",
        "vote_button",
        id=post.id,
        kind=post.kind,
        title=post.title,
        count=post.vote_count,
        brought=post.votes_brought,
        backed=backed,
        refusal=reason,
    )
    place = f"vote_{post.id}"
    return button or visit.back(f"{post.kind}s.show", fragment=place, post_id=post.id, slug=post.slug)


def _follows(visit: Visit, post: Post, *, follows: bool, say: str) -> Response:
    button = visit.macro(
        f"follow_{post.id}", "discussion/parts.html", "follow_button", post=post, follows=follows, said=say
    )
    return button or go_to(visit, post, say=say, fragment=f"follow_{post.id}")
