from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid, TooLate
from app.core.i18n import _
from app.core.policy import ensure
from app.core.web.forms import Filled, filled
from app.core.web.page import Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion import policy as discussion
from app.discussion.models import Kind
from app.discussion.queries import standing_post
from app.discussion.routes.post_form import post_form, ready
from app.discussion.routes.shared import go_to, not_taken
from app.ideas import commands, queries
from app.ideas.forms import IdeaForm
from app.people.passwords import new_token
from app.people.queries import departments
from app.people.session import SignedIn

router = APIRouter(prefix="/ideas")

IdeaFilled = Annotated[Filled[IdeaForm], Depends(filled(IdeaForm))]


@router.get("/new", name="ideas.new")
def new(page: Shown, me: SignedIn, store: Store, title: str = "", department: str = "") -> Response:
    form = Filled[IdeaForm].blank(title=title[:140], department=department, key=new_token())
    return page.show("ideas/new.html", **post_form(store, form))


@router.post("", name="ideas.create")
def create(page: Shown, me: SignedIn, store: Store, form: IdeaFilled) -> Response:
    if form.typed_value("preview"):
        return page.show("ideas/new.html", **post_form(store, form))
    try:
        typed = ready(form)
        with store.writing() as db:
            post = commands.post_idea(db, author=me, **typed)
    except Invalid as refusal:
        return page.again("ideas/new.html", **post_form(store, not_taken(form, refusal)))
    return go_to(page, post, say=_("Your idea is posted."))


@router.get("/{post_id:int}/edit", name="ideas.edit")
def edit(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
    with store.reading() as db:
        standing_post(db, post_id, Kind.IDEA)
        post, idea = queries.idea(db, post_id)
        units = departments(db, active=False)
    ensure(discussion.edit_post(me, post))
    slug = next((unit.slug for unit in units if unit.id == post.department_id), "")
    form = Filled[IdeaForm].blank(
        title=post.title, in_short=idea.in_short, body=post.body, department=slug, language=post.language
    )
    return page.show("ideas/edit.html", post_id=post_id, **post_form(store, form))


@router.post("/{post_id:int}", name="ideas.change")
def change(page: Shown, me: SignedIn, store: Store, post_id: Ref, form: IdeaFilled) -> Response:
    with store.reading() as db:
        ensure(discussion.edit_post(me, queries.idea(db, post_id)[0]))
    if form.typed_value("preview"):
        return page.show("ideas/edit.html", post_id=post_id, **post_form(store, form))
    try:
        typed = ready(form)
        del typed["key"]
        with store.writing() as db:
            post = commands.edit_idea(db, editor=me, idea_id=post_id, **typed)
    except (Invalid, TooLate) as refusal:
        about = post_form(store, not_taken(form, refusal))
        return page.show("ideas/edit.html", status=refusal.status, post_id=post_id, **about)
    return go_to(page, post, say=_("Your idea is changed."))


@router.delete("/{post_id:int}", name="ideas.remove")
def remove(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
    with store.writing() as db:
        commands.remove_idea(db, person=me, idea_id=post_id)
    return page.go("ideas.board", say=_("Your idea is removed. A trace and your credit stay."))
