from typing import Any

from fastapi import APIRouter, Response

from app.core.db import Database, Reader
from app.core.subjects import Subject
from app.core.web.forms import Filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.credits.queries import credit_split
from app.discussion import policy as discussion_policy
from app.discussion import queries as discussion
from app.discussion.forms import CommentForm
from app.discussion.models import Kind, Post, State
from app.discussion.routes.shared import go_to
from app.discussion.routes.talk import talk
from app.ideas import policy, queries
from app.ideas.forms import ResponseForm, StageForm
from app.people.roles import Colleague, Permission
from app.people.session import SignedIn

router = APIRouter(prefix="/ideas")


@router.get("/{post_id:int}", name="ideas.find")
def find(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
    """A bare id leads to the whole address."""
    with store.reading() as db:
        post = queries.idea(db, post_id)[0]
    return go_to(page, post)


@router.get("/responses/{response_id:int}", name="ideas.response")
def show_response(page: Shown, me: SignedIn, store: Store, response_id: Ref) -> Response:
    """On to the idea it answers."""
    with store.reading() as db:
        post = queries.idea(db, queries.response(db, response_id).idea_id)[0]
    return go_to(page, post, fragment="response")


@router.get("/{post_id:int}-{slug}", name="ideas.show")
def show(page: Shown, me: SignedIn, store: Store, post_id: Ref, slug: str, after: str = "") -> Response:
    return show_idea(page, me, store, post_id, seen_as=slug, after=after)


def show_again(
    page: Page, me: Colleague, store: Database, post_id: int, refused: Filled[CommentForm], status: int
) -> Response:
    """The page with a comment that was not taken."""
    return show_idea(page, me, store, post_id, refused=refused, status=status)


def show_idea(
    page: Page,
    me: Colleague,
    store: Database,
    post_id: int,
    *,
    seen_as: str = "",
    after: str = "",
    refused: Filled[CommentForm] | None = None,
    response_form: Filled[ResponseForm] | None = None,
    stage_form: Filled[StageForm] | None = None,
    status: int = 200,
) -> Response:
    with store.reading() as db:
        whole = queries.whole(db, post_id)
        if seen_as and seen_as != whole.post.slug:
            return page.go("ideas.show", post_id=post_id, slug=whole.post.slug, after=after)
        context = _context(db, me, whole) | {"talk": talk(db, me, post_id, after=after, refused=refused)}
    context |= {
        "response_form": response_form or Filled.blank(stage=str(whole.post.stage_id)),
        "stage_form": stage_form or Filled.blank(stage=str(whole.post.stage_id)),
        "responding": bool(response_form),
    }
    return page.show("ideas/show.html", status=status, **context)


def _context(db: Reader, me: Colleague, whole: queries.Whole) -> dict[str, Any]:
    post_id = whole.post.id or 0
    return {
        "whole": whole,
        "post": whole.post,
        "author_name": whole.author,
        "responses": whole.responses,
        "readable": _readable(me, whole.post),
        "standing": discussion.standing(db, post_id=post_id, person_id=me.id),
        "backers": discussion.backers_by_department(db, post_id),
        "credits": credit_split(db, Subject(Kind.IDEA, post_id)),
        "stage_choices": [(stage.id, stage.name, stage.lang) for stage in whole.stages],
        "may_vote": discussion_policy.vote(me, whole.post),
        "may_respond": bool(policy.respond(me, whole.post)),
        "may_edit": whole.post.is_shown and bool(discussion_policy.edit_post(me, whole.post)),
        "may_thank": whole.post.is_shown and whole.post.author_id not in (None, me.id),
        "may_hide": me.may(Permission.HIDE),
    }


def _readable(me: Colleague, post: Post) -> bool:
    return discussion_policy.read(me, post.author_id, shown=post.is_shown, removed=post.state == State.REMOVED)
