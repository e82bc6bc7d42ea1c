from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core.clock import known_zones
from app.core.columns import Values
from app.core.db import Reader, Writer, locked
from app.core.i18n import _
from app.core.tables import identifier
from app.core.web.forms import Filled, filled
from app.core.web.urls import Ref
from app.people import queries as people
from app.people.models import Department
from app.people.naming import asked
from app.people.picks import Picks, chosen_departments, chosen_people, departments_matching, people_matching
from app.people.session import Visit
from app.setup import commands, queries
from app.setup.forms import DepartmentForm
from app.setup.routes.shared import Admin, attempted

router = APIRouter(prefix="/setup/departments")

Typed = Annotated[Filled[DepartmentForm], Depends(filled(DepartmentForm))]
Chosen = Annotated[list[str], Query(alias="lead", default_factory=list)]
ChosenParent = Annotated[list[str], Query(alias="parent", default_factory=list)]


@router.get("", name="setup.departments")
def departments(visit: Admin) -> Response:
    with visit.store.reading() as db:
        lines = queries.department_lines(db)
    return visit.show("setup/departments.html", lines=lines)


@router.get("/new", name="setup.new_department")
def new(visit: Admin) -> Response:
    return _new(visit)


@router.get("/leads", name="setup.leads")
def leads(visit: Admin, chosen: Chosen, q: str = "") -> Response:
    """What the box for the lead offers while somebody types."""
    with visit.store.reading() as db:
        matches = people_matching(db, asked(q), but=_ids(chosen))
    return visit.show("setup/offered.html", name="lead", matches=matches, typed=q)


@router.get("/parents", name="setup.parents")
def parents(visit: Admin, chosen: ChosenParent, q: Annotated[str, Query(alias="q_parent")] = "") -> Response:
    """What the box for the department above offers while somebody types."""
    with visit.store.reading() as db:
        matches = departments_matching(db, asked(q), but=_ids(chosen))
    return visit.show("setup/offered.html", name="parent", matches=matches, typed=q)


@router.post("", name="setup.add_department")
def add(visit: Admin, form: Typed) -> Response:
    if _is_looking(form):
        return _new(visit, Filled(form.typed))

    def added(db: Writer, typed: DepartmentForm) -> None:
        commands.add_department(db, admin=visit.me, **_about(typed))

    if again := attempted(visit, form, added):
        return _new(visit, again)
    return visit.go("setup.departments", say=_("The department is added."))


@router.get("/{department_id:int}", name="setup.department")
def department(visit: Admin, department_id: Ref) -> Response:
    return _edit(visit, department_id)


@router.post("/{department_id:int}", name="setup.change_department")
def change(visit: Admin, department_id: Ref, form: Typed) -> Response:
    if _is_looking(form):
        return _edit(visit, department_id, Filled(form.typed))

    def changed(db: Writer, typed: DepartmentForm) -> None:
        found = people.department(db, department_id)
        locked(db, found)
        form.ensure_unchanged(_blank(found))
        about = _about(typed)
        commands.change_department(db, admin=visit.me, department_id=department_id, active=typed.active, **about)

    if again := attempted(visit, form, changed):
        return _edit(visit, department_id, again)
    return visit.go("setup.departments", say=_("The department is changed."))


def _about(typed: DepartmentForm) -> Values:
    """What the commands take; whether it is active is only asked of one that exists."""
    about = typed.model_dump(exclude={"lead", "parent", "active"})
    return about | {"lead_id": next(iter(typed.lead), None), "parent_id": next(iter(typed.parent), None)}


def _is_looking(form: Filled[DepartmentForm]) -> bool:
    """Without scripts the boxes have a button each, which finds names and saves nothing."""
    return bool(form.typed_value("find") or form.typed_value("find_parent"))


def _new(visit: Visit, form: Filled[DepartmentForm] | None = None) -> Response:
    return _form(visit, None, form or Filled.blank())


def _edit(visit: Visit, department_id: int, form: Filled[DepartmentForm] | None = None) -> Response:
    with visit.store.reading() as db:
        found = people.department(db, department_id)
    return _form(visit, found, form or _blank(found).versioned())


def _form(visit: Visit, department: Department | None, form: Filled[DepartmentForm]) -> Response:
    with visit.store.reading() as db:
        picks, parents = _picks(db, form), _parents(db, form, department)
    zones = [(zone, zone) for zone in known_zones() if "/" in zone or zone == "UTC"]
    show = visit.again if form.errors else visit.show
    return show("setup/department.html", department=department, form=form, picks=picks, parents=parents, zones=zones)


def _blank(found: Department) -> Filled[DepartmentForm]:
    texts = found.model_dump(include={"name", "code", "purpose", "serves", "hours", "time_zone", "contacts"})
    chosen = {"lead": str(found.lead_id or ""), "parent": str(found.parent_id or "")}
    return Filled.blank(**texts, **chosen, active="yes" if found.active else "")


def _picks(db: Reader, form: Filled[DepartmentForm]) -> Picks:
    words, ids = asked(form.typed_value("q")), _ids(form.typed_all("lead"))
    # Without scripts Enter in any box presses the first button of the form.
    is_sought = bool(words or (form.typed_value("find") and not form.typed_value("q_parent")))
    matches = people_matching(db, words, but=ids) if is_sought else None
    stored = chosen_people(db, _ids(form.meanwhile.get("lead", [])))
    return Picks(words, list(chosen_people(db, ids).values()), matches, list(stored.values()))


def _parents(db: Reader, form: Filled[DepartmentForm], department: Department | None) -> Picks:
    words, ids = asked(form.typed_value("q_parent")), _ids(form.typed_all("parent"))
    but = [*ids, *([department.id] if department else [])]
    is_sought = bool(words or form.typed_value("find_parent"))
    matches = departments_matching(db, words, but=but) if is_sought else None
    return Picks(
        words, chosen_departments(db, ids), matches, chosen_departments(db, _ids(form.meanwhile.get("parent", [])))
    )


def _ids(typed: list[str]) -> list[int]:
    return [found for value in typed if (found := identifier(value))]
