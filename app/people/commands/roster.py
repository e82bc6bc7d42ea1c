"""Persons and departments: added, changed, deactivated; never deleted."""

from typing import Any

from app.core.db import Writer
from app.core.errors import Conflict, Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.slugs import slug
from app.people import queries
from app.people.commands.signing_in import end_invitations, end_other_sessions
from app.people.events import DepartmentChanged, PersonChanged
from app.people.models import Department, Person, sorted_as
from app.people.queries import other_admins


def add_department(db: Writer, *, name: str, code: str = "", **about: Any) -> Department:
    """Raises Invalid when the name or code is taken. `about` are fields of Department."""
    slug_ = slug(name)
    _ensure_free(db, name=name, code=code or slug_)
    department = Department(name=name, code=code or slug_, slug=_free_slug(db, slug_), **about)
    db.add(department)
    return _department_changed(db, department)


def change_department(db: Writer, department: Department, **about: Any) -> Department:
    """A department keeps its address when its name changes."""
    name, code = about.get("name", department.name), about.get("code", department.code)
    _ensure_free(db, name=name, code=code, but=department.id)
    department.sqlmodel_update(about)
    return _department_changed(db, department)


def set_lead(db: Writer, department: Department, *, lead_id: int | None) -> Department:
    if lead_id is not None and not queries.person(db, lead_id).active:
        raise Invalid(_("This person is no longer active."), field="lead")
    return change_department(db, department, lead_id=lead_id)


def add_person(db: Writer, *, name: str, email: str, **about: Any) -> Person:
    """Raises Invalid when somebody has this address or employee id already. `about` are fields of Person."""
    person = Person(name=name, email=email.strip().lower(), **about)
    _ensure_person_free(db, person)
    db.add(person)
    return _person_changed(db, person)


def change_person(db: Writer, person: Person, **about: Any) -> Person:
    """Raises Invalid when somebody else has the new address or employee id."""
    _ensure_person_free(db, Person(**{**person.model_dump(), **about}), but=person.id)
    person.sqlmodel_update(about)
    return _person_changed(db, person)


def set_roles(db: Writer, person: Person, *, leader: bool, hr: bool, admin: bool) -> Person:
    """Raises Conflict rather than take the last administrator away."""
    if person.is_admin and not admin:
        _ensure_other_admin(db, person)
    return change_person(db, person, is_leader=leader, is_hr=hr, is_admin=admin)


def set_active(db: Writer, person: Person, *, active: bool) -> Person:
    """Deactivating ends sessions, invitations and what somebody leads; their contributions and credit stay."""
    if not active:
        if person.is_admin and person.active:
            _ensure_other_admin(db, person)
        end_other_sessions(db, person_id=person.id or 0)
        end_invitations(db, person_id=person.id or 0)
        for department_id in queries.departments_led_by(db, person.id or 0):
            set_lead(db, queries.department(db, department_id), lead_id=None)
    return change_person(db, person, active=active)


def _ensure_other_admin(db: Writer, person: Person) -> None:
    if not other_admins(db, person.id or 0):
        raise Conflict(_("This is the last administrator. Make somebody else administrator first."))


def _ensure_free(db: Writer, *, name: str, code: str, but: int | None = None) -> None:
    for field, value, found in (
        ("name", name, queries.department_named(db, name)),
        ("code", code, queries.department_coded(db, code)),
    ):
        if found and found.id != but:
            raise Invalid(_("There is a department called “%(name)s” already.") % {"name": value}, field=field)


def _free_slug(db: Writer, wished: str) -> str:
    taken = {row.slug for row in queries.departments(db, active=False)}
    return next(found for found in (wished, *(f"{wished}-{n}" for n in range(2, 10_000))) if found not in taken)


def _ensure_person_free(db: Writer, person: Person, but: int | None = None) -> None:
    same = queries.person_by_email(db, person.email)
    if same and same.id != but:
        raise Invalid(_("Somebody has this e-mail address already."), field="email")
    same = queries.person_by_employee_id(db, person.employee_id) if person.employee_id else None
    if same and same.id != but:
        raise Invalid(_("Somebody has this employee ID already."), field="employee_id")


def _department_changed(db: Writer, department: Department) -> Department:
    db.flush()
    record(db, DepartmentChanged(department_id=department.id or 0))
    return department


def _person_changed(db: Writer, person: Person) -> Person:
    person.sort_name = sorted_as(person.name)
    db.flush()
    record(db, PersonChanged(person_id=person.id or 0))
    return person
