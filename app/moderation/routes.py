from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.db import Database
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion import commands, queries
from app.discussion.forms import ReasonForm
from app.discussion.models import Comment, Post, State
from app.people import queries as people
from app.people.roles import Colleague, Permission
from app.people.session import holding
from app.recognition import commands as recognition_commands
from app.recognition import queries as recognition_queries

router = APIRouter(prefix="/moderation")

Moderator = Annotated[Colleague, Depends(holding(Permission.HIDE))]
Reason = Annotated[Filled[ReasonForm], Depends(filled(ReasonForm))]


@dataclass(frozen=True)
class Matter:
    """What is to be hidden or shown again; `html` is rendered and cleaned."""

    author: str
    author_id: int | None
    language: str
    state: str
    reason: str
    action: str
    back: str
    title: str = ""
    html: str = ""
    text: str = ""


@router.get("/posts/{post_id:int}", name="moderation.post")
def post(page: Shown, me: Moderator, store: Store, post_id: Ref) -> Response:
    return _show(page, _post(page, store, post_id))


@router.post("/posts/{post_id:int}", name="moderation.hide_post")
def hide_post(page: Shown, me: Moderator, store: Store, post_id: Ref, form: Reason) -> Response:
    try:
        reason = form.valid().reason
        with store.writing() as db:
            commands.hide_post(db, admin=me, post_id=post_id, reason=reason)
    except Invalid as refusal:
        return _show(page, _post(page, store, post_id), form.refused(refusal))
    return page.leave(_post(page, store, post_id).back, say=_hidden())


@router.delete("/posts/{post_id:int}", name="moderation.show_post")
def show_post(page: Shown, me: Moderator, store: Store, post_id: Ref) -> Response:
    with store.writing() as db:
        commands.show_post(db, admin=me, post_id=post_id)
    return page.leave(_post(page, store, post_id).back, say=_shown())


@router.get("/comments/{comment_id:int}", name="moderation.comment")
def comment(page: Shown, me: Moderator, store: Store, comment_id: Ref) -> Response:
    return _show(page, _comment(page, store, comment_id))


@router.post("/comments/{comment_id:int}", name="moderation.hide_comment")
def hide_comment(page: Shown, me: Moderator, store: Store, comment_id: Ref, form: Reason) -> Response:
    try:
        reason = form.valid().reason
        with store.writing() as db:
            commands.hide_comment(db, admin=me, comment_id=comment_id, reason=reason)
    except Invalid as refusal:
        return _show(page, _comment(page, store, comment_id), form.refused(refusal))
    return page.leave(_comment(page, store, comment_id).back, say=_hidden())


@router.delete("/comments/{comment_id:int}", name="moderation.show_comment")
def show_comment(page: Shown, me: Moderator, store: Store, comment_id: Ref) -> Response:
    with store.writing() as db:
        commands.show_comment(db, admin=me, comment_id=comment_id)
    return page.leave(_comment(page, store, comment_id).back, say=_shown())


@router.get("/recognition/{recognition_id:int}", name="moderation.recognition")
def recognition(page: Shown, me: Moderator, store: Store, recognition_id: Ref) -> Response:
    return _show(page, _recognition(page, store, recognition_id))


@router.post("/recognition/{recognition_id:int}", name="moderation.hide_recognition")
def hide_recognition(page: Shown, me: Moderator, store: Store, recognition_id: Ref, form: Reason) -> Response:
    try:
        reason = form.valid().reason
        with store.writing() as db:
            recognition_commands.hide(db, admin=me, recognition_id=recognition_id, reason=reason)
    except Invalid as refusal:
        return _show(page, _recognition(page, store, recognition_id), form.refused(refusal))
    return page.leave(_recognition(page, store, recognition_id).back, say=_hidden())


@router.delete("/recognition/{recognition_id:int}", name="moderation.show_recognition")
def show_recognition(page: Shown, me: Moderator, store: Store, recognition_id: Ref) -> Response:
    with store.writing() as db:
        recognition_commands.show(db, admin=me, recognition_id=recognition_id)
    return page.leave(_recognition(page, store, recognition_id).back, say=_shown())


def _post(page: Page, store: Database, post_id: int) -> Matter:
    links = page.request.app.state.links
    with store.reading() as db:
        found = queries.post(db, post_id)
        author = people.person(db, found.author_id).name if found.author_id else found.author_name
    back = links(f"{found.kind}s.show", post_id=post_id, slug=found.slug)
    return _written(found, author, action=links("moderation.hide_post", post_id=post_id), back=back, title=found.title)


def _comment(page: Page, store: Database, comment_id: int) -> Matter:
    links = page.request.app.state.links
    with store.reading() as db:
        found = queries.comment(db, comment_id)
        author = people.person(db, found.author_id).name
    back = links("comments.show", comment_id=comment_id)
    return _written(found, author, action=links("moderation.hide_comment", comment_id=comment_id), back=back)


def _recognition(page: Page, store: Database, recognition_id: int) -> Matter:
    links = page.request.app.state.links
    with store.reading() as db:
        found = recognition_queries.recognition(db, recognition_id)
    return Matter(
        author=found.giver_name,
        author_id=found.giver_id,
        language=found.language,
        state=found.state,
        reason=found.hidden_reason,
        action=links("moderation.hide_recognition", recognition_id=recognition_id),
        back=links("recognition.show", recognition_id=recognition_id),
        text=found.message,
    )


def _written(found: Post | Comment, author: str, *, action: str, back: str, title: str = "") -> Matter:
    return Matter(
        author=author,
        author_id=found.author_id,
        language=found.language,
        state=found.state,
        reason=found.hidden_reason,
        action=action,
        back=back,
        title=title,
        html=found.body_html,
    )


def _show(page: Page, matter: Matter, form: Filled[ReasonForm] | None = None) -> Response:
    """What its author took away is nobody's to read any more."""
    if matter.state not in {State.SHOWN, State.HIDDEN}:
        matter = replace(matter, title="", html="", text="")
    return (page.again if form else page.show)("moderation/show.html", matter=matter, form=form or Filled.blank())


def _hidden() -> str:
    return _("It is hidden. Its author still sees it, with your reason.")


def _shown() -> str:
    return _("Everybody can see it again.")
