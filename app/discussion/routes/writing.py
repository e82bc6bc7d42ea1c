from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from app.core.columns import Values
from app.core.db import Reader, locked
from app.core.errors import Invalid, TooLate
from app.core.markdown import render, written
from app.core.once import new_key
from app.core.policy import ensure
from app.core.removing import removal_of
from app.core.subjects import Subject
from app.core.web.flash import Undo
from app.core.web.forms import Filled, filled, not_taken
from app.core.web.page import Context
from app.core.web.urls import Ref
from app.discussion import policy, queries
from app.discussion.commands import remove_post
from app.discussion.forms import LONGEST_TITLE, PostForm, language_choices
from app.discussion.models import Post
from app.discussion.routes.kit import PostKit
from app.discussion.routes.leading import go_to
from app.people.queries import admins, department, departments
from app.people.roles import Permission
from app.people.session import Visit, Visiting

F = TypeVar("F", bound=PostForm)


def add_opening(router: APIRouter, kit: PostKit[F]) -> None:
    """Where a post of this kind is written."""
    section = kit.kind.section

    @router.get("/new", name=f"{section}.new")
    def new(visit: Visiting, request: Request) -> Response:
        asked = {name: request.query_params.get(name, "")[:LONGEST_TITLE] for name in kit.asked}
        return visit.show(kit.page("new"), **post_form(visit, Filled.blank(**asked, key=new_key())))

    @router.post("", name=f"{section}.create")
    def create(visit: Visiting, form: Annotated[Filled[F], Depends(filled(kit.form))]) -> Response:
        if form.typed_value("preview"):
            return visit.show(kit.page("new"), **post_form(visit, form))
        try:
            typed = _ready(form)
            with visit.store.writing() as db:
                post = kit.open(db, author=visit.me, **typed)
        except Invalid as refusal:
            return visit.again(kit.page("new"), **post_form(visit, not_taken(form, refusal)))
        return go_to(visit, post, say=kit.opened())


def add_changing(router: APIRouter, kit: PostKit[F]) -> None:
    """Where its authors change a post, or take it away."""
    section = kit.kind.section

    @router.get("/{post_id:int}/edit", name=f"{section}.edit")
    def edit(visit: Visiting, post_id: Ref) -> Response:
        with visit.store.reading() as db:
            post = queries.standing_post(db, post_id, kit.kind)
            ensure(policy.edit_post(visit.me, queries.authors(db, post_id)))
            form = _stored(db, kit, post).versioned()
        return visit.show(kit.page("edit"), post_id=post_id, **post_form(visit, form))

    @router.post("/{post_id:int}", name=f"{section}.change")
    def change(visit: Visiting, post_id: Ref, form: Annotated[Filled[F], Depends(filled(kit.form))]) -> Response:
        with visit.store.reading() as db:
            queries.post(db, post_id, kit.kind)
            ensure(policy.edit_post(visit.me, queries.authors(db, post_id)))
        if form.typed_value("preview"):
            return visit.show(kit.page("edit"), post_id=post_id, **post_form(visit, form))
        try:
            typed = _ready(form)
            del typed["key"]
            with visit.store.writing() as db:
                post = queries.post(db, post_id, kit.kind)
                locked(db, post)
                form.ensure_unchanged(_stored(db, kit, post))
                post = kit.edit(db, editor=visit.me, post_id=post_id, **typed)
        except (Invalid, TooLate) as refusal:
            about = post_form(visit, not_taken(form, refusal))
            return visit.show(kit.page("edit"), status=refusal.status, post_id=post_id, **about)
        return go_to(visit, post, say=kit.changed())

    @router.delete("/{post_id:int}", name=f"{section}.remove")
    def remove(visit: Visiting, post_id: Ref) -> Response:
        with visit.store.writing() as db:
            post = queries.post(db, post_id, kit.kind)
            remove_post(db, person=visit.me, post=post)
        undo = Undo(Subject(kit.kind, post_id), removal_of(post, visit.me.id))
        return visit.go(f"{section}.board", say=kit.removed(), undo=undo)


def _stored(db: Reader, kit: PostKit[F], post: Post) -> Filled[F]:
    """The form for a change, with what is stored."""
    unit = department(db, post.department_id).slug if post.department_id else ""
    typed = {"title": post.title, "body": post.body, "language": post.language} | kit.typed(db, post)
    return Filled[F].blank(department=unit, **typed)


def post_form(visit: Visit, form: Filled[F]) -> Context:
    """What a page needs on which a post is written: the form, its choices, and the preview if one was asked for.

    Where there is no department yet, also who can be asked for one.
    """
    with visit.store.reading() as db:
        units = departments(db)
        asked = [] if units else admins(db)
    return {
        "admins": asked,
        "may_set_up": visit.me.may(Permission.SET_UP),
        "form": form,
        "departments": [(unit.slug, unit.name) for unit in units],
        "languages_of_content": language_choices(),
        "preview": render(form.typed_value("body")) if form.typed_value("preview") else "",
    }


def _ready(form: Filled[F]) -> Values:
    """What was typed as a command takes it, the text rendered. Raises Invalid when the shape is wrong."""
    typed = form.valid().model_dump()
    beside = [typed["title"], typed.get("in_short", "")]
    return typed | {"body": written(typed["body"], beside=beside, language=typed["language"])}
