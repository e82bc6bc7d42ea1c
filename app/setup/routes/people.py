from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.columns import Values
from app.core.db import locked
from app.core.errors import Invalid
from app.core.i18n import LANGUAGES, _
from app.core.paging import Cursor
from app.core.web.forms import Filled, filled
from app.core.web.page import Context
from app.core.web.urls import Ref
from app.people import queries as people
from app.people.roles import GIVEN, Role, role_name
from app.people.session import Visit
from app.setup import commands, queries
from app.setup.forms import PersonForm, blank_person
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/people")

Typed = Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
LONGEST_WORDS = 100


@router.get("", name="setup.people")
def people_list(visit: Admin, q: str = "", after: str = "") -> Response:
    words = q.strip()[:LONGEST_WORDS]
    with visit.store.reading() as db:
        found = queries.people_page(db, words=words, after=Cursor.parse(after))
        active = queries.people_count(db)
        units = {row.id: row.name for row in people.departments(db)}
    about: Context = {"people": found, "active": active, "units": units, "role_name": role_name}
    return visit.show("setup/people.html", q=words, **about)


@router.get("/new", name="setup.new_person")
def new(visit: Admin) -> Response:
    return _new(visit)


@router.post("", name="setup.add_person")
def add(visit: Admin, form: Typed) -> Response:
    try:
        about = _about(form.valid())
        with visit.store.writing() as db:
            person = commands.add_person(db, admin=visit.me, **about)
    except Invalid as refusal:
        return _new(visit, form.refused(refusal))
    return visit.go("setup.person", person_id=person.id, say=_("The person is added. Now invite them."))


@router.get("/{person_id:int}", name="setup.person")
def person(visit: Admin, person_id: Ref) -> Response:
    return _edit(visit, person_id)


@router.post("/{person_id:int}", name="setup.change_person")
def change(visit: Admin, person_id: Ref, form: Typed) -> Response:
    try:
        about = _about(form.valid())
        with visit.store.writing() as db:
            found = people.person(db, person_id)
            locked(db, found)
            form.ensure_unchanged(blank_person(found, people.roles_of(db, person_id)))
            commands.change_person(db, admin=visit.me, person_id=person_id, **about)
    except Invalid as refusal:
        return _edit(visit, person_id, form.refused(refusal))
    if person_id == visit.me.id and Role.ADMIN not in about["roles"]:
        return visit.go("home.front", say=_("You are no longer an administrator."))
    return visit.go("setup.person", person_id=person_id, say=_("The person is changed."))


@router.delete("/{person_id:int}/active", name="setup.deactivate")
def deactivate(visit: Admin, person_id: Ref) -> Response:
    with visit.store.writing() as db:
        commands.set_active(db, admin=visit.me, person_id=person_id, active=False)
    return visit.go("setup.person", person_id=person_id, say=_("The person is deactivated and signed out everywhere."))


@router.put("/{person_id:int}/active", name="setup.reactivate")
def reactivate(visit: Admin, person_id: Ref) -> Response:
    with visit.store.writing() as db:
        commands.set_active(db, admin=visit.me, person_id=person_id, active=True)
    return visit.go("setup.person", person_id=person_id, say=_("The person is active again."))


@router.post("/{person_id:int}/invitation", name="setup.invite")
def invite(visit: Admin, person_id: Ref) -> Response:
    """The link is shown here and never again: only its digest is kept."""
    with visit.store.writing() as db:
        token = commands.invite(db, admin=visit.me, person_id=person_id, days=visit.settings.invitation_days)
    return _edit(visit, person_id, link=visit.site + visit.url("people.welcome", token=token))


def _about(typed: PersonForm) -> Values:
    return typed.model_dump(exclude={"department"}) | {"department_id": typed.department}


def _new(visit: Visit, form: Filled[PersonForm] | None = None) -> Response:
    show = visit.again if form else visit.show
    return show("setup/new_person.html", form=form or Filled.blank(), **_choices(visit))


def _edit(
    visit: Visit,
    person_id: int,
    form: Filled[PersonForm] | None = None,
    link: str = "",
) -> Response:
    with visit.store.reading() as db:
        found, held = people.person(db, person_id), people.roles_of(db, person_id)
    context: Context = {
        "person": found,
        "form": form or blank_person(found, held).versioned(),
        "link": link,
        "days": visit.settings.invitation_days,
        "is_myself": visit.me.id == person_id,
    }
    return (visit.again if form else visit.show)("setup/person.html", **context | _choices(visit))


def _choices(visit: Visit) -> Context:
    with visit.store.reading() as db:
        rows = people.departments(db)
    return {
        "departments": [(row.id, row.name) for row in rows],
        "tongues": [(language.tag, language.own_name, language.tag) for language in LANGUAGES.values()],
        "roles": [(role, role_name(role), "", given.purpose()) for role, given in GIVEN.items()],
    }
