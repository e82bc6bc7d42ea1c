from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Response

from app.core.db import Database
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.people import queries as people
from app.people.models import Department
from app.setup import commands, queries
from app.setup.forms import DepartmentForm
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/departments")

Typed = Annotated[Filled[DepartmentForm], Depends(filled(DepartmentForm))]


@router.get("", name="setup.departments")
def departments(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        lines = queries.department_lines(db)
    return page.show("setup/departments.html", lines=lines)


@router.get("/new", name="setup.new_department")
def new(page: Shown, me: Admin, store: Store) -> Response:
    return _new(page, store)


@router.post("", name="setup.add_department")
def add(page: Shown, me: Admin, store: Store, form: Typed) -> Response:
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
    show = page.again if form else page.show
    return show("setup/department.html", department=None, form=form or Filled.blank(), **_choices(store))


def _edit(page: Page, store: Database, department_id: int, form: Filled[DepartmentForm] | None = None) -> Response:
    with store.reading() as db:
        found = people.department(db, department_id)
    show = page.again if form else page.show
    return show("setup/department.html", department=found, form=form or _blank(found), **_choices(store))


def _blank(found: Department) -> Filled[DepartmentForm]:
    texts = found.model_dump(include={"name", "code", "purpose", "serves", "hours", "time_zone", "contacts"})
    lead = str(found.lead_id) if found.lead_id else ""
    return Filled.blank(**texts, lead=lead, active="yes" if found.active else "")


def _choices(store: Database) -> dict[str, Any]:
    with store.reading() as db:
        rows = people.person_rows(db)
    return {
        "people": [(row.id, row.name, "", row.department_name) for row in rows],
        "zones": [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"],
    }
