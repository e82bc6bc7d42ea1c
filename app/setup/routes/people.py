from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from app.core.db import Database
from app.core.errors import Invalid
from app.core.i18n import LANGUAGES, _, listed
from app.core.paging import Cursor
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.people import queries as people
from app.people.roles import Colleague, Role, role_name
from app.setup import commands, queries
from app.setup.forms import PersonForm, blank_person
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/people")

Typed = Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
LONGEST_WORDS = 100


@router.get("", name="setup.people")
def people_list(page: Shown, me: Admin, store: Store, q: str = "", after: str = "") -> Response:
    words = q.strip()[:LONGEST_WORDS]
    with store.reading() as db:
        found = queries.people_page(db, words=words, after=Cursor.parse(after))
        active = queries.people_count(db)
    return page.show("setup/people.html", people=found, active=active, q=words, roles_of=_roles_of)


@router.get("/new", name="setup.new_person")
def new(page: Shown, me: Admin, store: Store) -> Response:
    return _new(page, store)


@router.post("", name="setup.add_person")
def add(page: Shown, me: Admin, store: Store, form: Typed) -> Response:
    try:
        about = _about(form.valid())
        with store.writing() as db:
            person = commands.add_person(db, admin=me, **about)
    except Invalid as refusal:
        return _new(page, store, form.refused(refusal))
    return page.go("setup.person", person_id=person.id, say=_("The person is added. Now invite them."))


@router.get("/{person_id:int}", name="setup.person")
def person(page: Shown, me: Admin, store: Store, person_id: Ref) -> Response:
    return _edit(page, me, store, person_id)


@router.post("/{person_id:int}", name="setup.change_person")
def change(page: Shown, me: Admin, store: Store, person_id: Ref, form: Typed) -> Response:
    try:
        about = _about(form.valid())
        with store.writing() as db:
            changed = commands.change_person(db, admin=me, person_id=person_id, **about)
    except Invalid as refusal:
        return _edit(page, me, store, person_id, form.refused(refusal))
    if person_id == me.id and not changed.is_admin:
        return page.go("home.front", say=_("You are no longer an administrator."))
    return page.go("setup.person", person_id=person_id, say=_("The person is changed."))


@router.delete("/{person_id:int}/active", name="setup.deactivate")
def deactivate(page: Shown, me: Admin, store: Store, person_id: Ref) -> Response:
    with store.writing() as db:
        commands.set_active(db, admin=me, person_id=person_id, active=False)
    return page.go("setup.person", person_id=person_id, say=_("The person is deactivated and signed out everywhere."))


@router.put("/{person_id:int}/active", name="setup.reactivate")
def reactivate(page: Shown, me: Admin, store: Store, person_id: Ref) -> Response:
    with store.writing() as db:
        commands.set_active(db, admin=me, person_id=person_id, active=True)
    return page.go("setup.person", person_id=person_id, say=_("The person is active again."))


@router.post("/{person_id:int}/invitation", name="setup.invite")
def invite(page: Shown, me: Admin, store: Store, person_id: Ref) -> Response:
    """The link is shown here and never again: only its digest is kept."""
    state = page.request.app.state
    with store.writing() as db:
        token = commands.invite(db, admin=me, person_id=person_id, days=state.settings.invitation_days)
    return _edit(page, me, store, person_id, link=page.site + state.links("people.welcome", token=token))


def _about(typed: PersonForm) -> dict[str, Any]:
    about = typed.model_dump(exclude={"department", "employee_id"})
    return about | {"department_id": typed.department, "employee_id": typed.employee_id or None}


def _roles_of(row: queries.PersonLine) -> str:
    return listed([role_name(role) for role in row.roles])


def _new(page: Page, store: Database, form: Filled[PersonForm] | None = None) -> Response:
    show = page.again if form else page.show
    return show("setup/new_person.html", form=form or Filled.blank(), **_choices(store))


def _edit(
    page: Page,
    me: Colleague,
    store: Database,
    person_id: int,
    form: Filled[PersonForm] | None = None,
    link: str = "",
) -> Response:
    with store.reading() as db:
        found = people.person(db, person_id)
    context = {
        "person": found,
        "form": form or blank_person(found),
        "link": link,
        "days": page.request.app.state.settings.invitation_days,
        "is_myself": me.id == person_id,
    }
    return (page.again if form else page.show)("setup/person.html", **context | _choices(store))


def _choices(store: Database) -> dict[str, Any]:
    with store.reading() as db:
        rows = people.departments(db)
    return {
        "departments": [(row.id, row.name) for row in rows],
        "tongues": [(language.tag, language.own_name, language.tag) for language in LANGUAGES.values()],
        "roles": [
            (Role.LEADER, role_name(Role.LEADER), "", _("Gives awards.")),
            (Role.HR, role_name(Role.HR), "", _("Takes out contribution records.")),
            (
                Role.ADMIN,
                role_name(Role.ADMIN),
                "",
                _("Changes the setup, hides posts, and responds for every department."),
            ),
        ],
    }
