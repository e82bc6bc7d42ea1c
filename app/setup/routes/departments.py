from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from app.core.clock import known_zones
from app.core.db import Database, Reader
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.people import queries as people
from app.people.models import Department
from app.people.naming import asked
from app.people.picks import Picks, chosen_people, people_matching
from app.setup import commands, queries
from app.setup.forms import DepartmentForm
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/departments")

MOST_DIGITS = 9

Typed = Annotated[Filled[DepartmentForm], Depends(filled(DepartmentForm))]
Chosen = Annotated[list[str], Query(alias="lead", default_factory=list)]


@router.get("", name="setup.departments")
def departments(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        lines = queries.department_lines(db)
    return page.show("setup/departments.html", lines=lines)


@router.get("/new", name="setup.new_department")
def new(page: Shown, me: Admin, store: Store) -> Response:
    return _new(page, store)


@router.get("/leads", name="setup.leads")
def leads(page: Shown, me: Admin, store: Store, chosen: Chosen, q: str = "") -> Response:
    """What the box for the lead offers while somebody types."""
    with store.reading() as db:
        matches = people_matching(db, asked(q), but=_ids(chosen))
    return page.show("setup/leads.html", matches=matches, typed=q)


@router.post("", name="setup.add_department")
def add(page: Shown, me: Admin, store: Store, form: Typed) -> Response:
    if form.typed_value("find"):
        return _new(page, store, Filled(form.typed))
    try:
        about = _about(form.valid())
        with store.writing() as db:
            commands.add_department(db, admin=me, **about)
    except Invalid as refusal:
        return _new(page, store, form.refused(refusal))
    return page.go("setup.departments", say=_("The department is added."))


@router.get("/{department_id:int}", name="setup.department")
def department(page: Shown, me: Admin, store: Store, department_id: Ref) -> Response:
    return _edit(page, store, department_id)


@router.post("/{department_id:int}", name="setup.change_department")
def change(page: Shown, me: Admin, store: Store, department_id: Ref, form: Typed) -> Response:
    if form.typed_value("find"):
        return _edit(page, store, department_id, Filled(form.typed))
    try:
        typed = form.valid()
        with store.writing() as db:
            commands.change_department(db, admin=me, department_id=department_id, active=typed.active, **_about(typed))
    except Invalid as refusal:
        return _edit(page, store, department_id, form.refused(refusal))
    return page.go("setup.departments", say=_("The department is changed."))


def _about(typed: DepartmentForm) -> dict[str, Any]:
    """What the commands take; whether it is active is only asked of one that exists."""
    about = typed.model_dump(exclude={"lead", "active"})
    return about | {"lead_id": next(iter(typed.lead), None)}


def _new(page: Page, store: Database, form: Filled[DepartmentForm] | None = None) -> Response:
    return _form(page, store, None, form or Filled.blank())


def _edit(page: Page, store: Database, department_id: int, form: Filled[DepartmentForm] | None = None) -> Response:
    with store.reading() as db:
        found = people.department(db, department_id)
    return _form(page, store, found, form or _blank(found))


def _form(page: Page, store: Database, department: Department | None, form: Filled[DepartmentForm]) -> Response:
    with store.reading() as db:
        picks = _picks(db, form)
    zones = [(zone, zone) for zone in known_zones() if "/" in zone or zone == "UTC"]
    show = page.again if form.errors else page.show
    return show("setup/department.html", department=department, form=form, picks=picks, zones=zones)


def _blank(found: Department) -> Filled[DepartmentForm]:
    texts = found.model_dump(include={"name", "code", "purpose", "serves", "hours", "time_zone", "contacts"})
    lead = str(found.lead_id) if found.lead_id else ""
    return Filled.blank(**texts, lead=lead, active="yes" if found.active else "")


def _picks(db: Reader, form: Filled[DepartmentForm]) -> Picks:
    words, ids = asked(form.typed_value("q")), _ids(form.typed_all("lead"))
    is_sought = bool(words or form.typed_value("find"))
    matches = people_matching(db, words, but=ids) if is_sought else None
    return Picks(words, list(chosen_people(db, ids).values()), matches)


def _ids(typed: list[str]) -> list[int]:
    return [int(value) for value in typed if value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS]
