from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from app.core.db import Database, Reader
from app.core.errors import Invalid, TooLate
from app.core.i18n import _
from app.core.paging import Cursor
from app.core.policy import ensure
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion import policy
from app.discussion import queries as discussion
from app.discussion.forms import CommentForm
from app.discussion.models import Kind, State
from app.discussion.queries import Sort
from app.discussion.routes import shared_router
from app.discussion.routes.post_form import post_form, ready
from app.discussion.routes.shared import go_to, not_taken
from app.discussion.routes.talk import talk
from app.people import queries as people
from app.people.models import Department
from app.people.passwords import new_token
from app.people.queries import department
from app.people.roles import Colleague, Permission
from app.people.session import SignedIn
from app.topics import commands
from app.topics.forms import TopicForm

router = APIRouter(prefix="/topics")

TopicFilled = Annotated[Filled[TopicForm], Depends(filled(TopicForm))]
SORTS = (Sort.MOVING, Sort.NEWEST, Sort.BACKED)


@router.get("", name="topics.board")
def board(page: Shown, me: SignedIn, store: Store, sort: str = "", after: str = "") -> Response:
    chosen = Sort(sort) if sort in SORTS else Sort.MOVING
    with store.reading() as db:
        topics = discussion.list_page(db, kind=Kind.TOPIC, viewer_id=me.id, sort=chosen, after=Cursor.parse(after))
    links = page.request.app.state.links
    labels = dict(zip(SORTS, (_("Moving"), _("Newest"), _("Most backed")), strict=True))
    return page.show(
        "topics/board.html",
        topics=topics,
        sorts=[
            {"label": labels[s], "href": links("topics.board", sort=s.value), "current": s == chosen} for s in SORTS
        ],
        more=links("topics.board", sort=chosen.value, after=topics.next) if topics.next else "",
    )


@router.get("/new", name="topics.new")
def new(page: Shown, me: SignedIn, store: Store, title: str = "") -> Response:
    return page.show("topics/new.html", **post_form(store, Filled.blank(title=title[:140], key=new_token())))


@router.post("", name="topics.create")
def create(page: Shown, me: SignedIn, store: Store, form: TopicFilled) -> Response:
    if form.typed_value("preview"):
        return page.show("topics/new.html", **post_form(store, form))
    try:
        typed = ready(form)
        with store.writing() as db:
            post = commands.open_topic(db, author=me, **typed)
    except Invalid as refusal:
        return page.again("topics/new.html", **post_form(store, not_taken(form, refusal)))
    return go_to(page, post, say=_("Your topic is open."))


@router.get("/{post_id:int}/edit", name="topics.edit")
def edit(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
    with store.reading() as db:
        post = discussion.standing_post(db, post_id, Kind.TOPIC)
        unit = _unit(db, post.department_id)
    ensure(policy.edit_post(me, post))
    form = Filled[TopicForm].blank(
        title=post.title, body=post.body, department=unit.slug if unit else "", language=post.language
    )
    return page.show("topics/edit.html", post_id=post_id, **post_form(store, form))


@router.post("/{post_id:int}", name="topics.change")
def change(page: Shown, me: SignedIn, store: Store, post_id: Ref, form: TopicFilled) -> Response:
    with store.reading() as db:
        ensure(policy.edit_post(me, discussion.post(db, post_id, Kind.TOPIC)))
    if form.typed_value("preview"):
        return page.show("topics/edit.html", post_id=post_id, **post_form(store, form))
    try:
        typed = ready(form)
        del typed["key"]
        with store.writing() as db:
            post = commands.edit_topic(db, editor=me, post_id=post_id, **typed)
    except (Invalid, TooLate) as refusal:
        about = post_form(store, not_taken(form, refusal))
        return page.show("topics/edit.html", status=refusal.status, post_id=post_id, **about)
    return go_to(page, post, say=_("Your topic is changed."))


@router.delete("/{post_id:int}", name="topics.remove")
def remove(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
    with store.writing() as db:
        commands.remove_topic(db, person=me, post_id=post_id)
    return page.go("topics.board", say=_("Your topic is removed. A trace stays."))


@router.get("/{post_id:int}", name="topics.find")
def find(page: Shown, me: SignedIn, store: Store, post_id: Ref) -> Response:
    """A bare id leads to the whole address."""
    with store.reading() as db:
        post = discussion.post(db, post_id, Kind.TOPIC)
    return go_to(page, post)


@router.get("/{post_id:int}-{slug}", name="topics.show")
def show(page: Shown, me: SignedIn, store: Store, post_id: Ref, slug: str, after: str = "") -> Response:
    return _show(page, me, store, post_id, seen_as=slug, after=after)


def show_again(
    page: Page, me: Colleague, store: Database, post_id: int, refused: Filled[CommentForm], status: int
) -> Response:
    """The page with a comment that was not taken."""
    return _show(page, me, store, post_id, refused=refused, status=status)


ROUTERS = [shared_router(Kind.TOPIC, show_again), router]


def _show(
    page: Page,
    me: Colleague,
    store: Database,
    post_id: int,
    *,
    seen_as: str = "",
    after: str = "",
    refused: Filled[CommentForm] | None = None,
    status: int = 200,
) -> Response:
    with store.reading() as db:
        post = discussion.post(db, post_id, Kind.TOPIC)
        if seen_as and seen_as != post.slug:
            return page.go("topics.show", post_id=post_id, slug=post.slug, after=after)
        author = people.colleague(db, post.author_id) if post.author_id else None
        context: dict[str, Any] = {
            "post": post,
            "department": _unit(db, post.department_id),
            "author_name": author.name if author else post.author_name,
            "author_department": author.department_name if author else "",
            "standing": discussion.standing(db, post_id=post_id, person_id=me.id),
            "backers": discussion.backers_by_department(db, post_id),
            "talk": talk(db, me, post_id, after=after, refused=refused),
            "readable": policy.read(me, post.author_id, shown=post.is_shown, removed=post.state == State.REMOVED),
            "may_vote": policy.vote(me, post),
            "may_edit": post.is_shown and bool(policy.edit_post(me, post)),
            "may_hide": me.may(Permission.HIDE),
        }
    return page.show("topics/show.html", status=status, **context)


def _unit(db: Reader, department_id: int | None) -> Department | None:
    return department(db, department_id) if department_id else None
