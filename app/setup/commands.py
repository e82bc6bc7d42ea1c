"""Every change of the setup, noted on the audit list in the transaction that makes it."""

from collections.abc import Collection
from typing import Any

from sqlmodel import SQLModel

from app.audit import commands as audit
from app.campaigns import commands as campaigns
from app.campaigns.models import Direction
from app.core.db import Writer
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.policy import ensure
from app.core.subjects import Subject
from app.ideas import commands as ideas
from app.ideas.models import Stage, StageKind
from app.people import commands as people
from app.people import policy
from app.people import queries as people_queries
from app.people.models import Department, Person
from app.people.roles import Colleague, Role
from app.recognition import commands as recognition
from app.recognition.models import AwardKind

GIVEN = {Role.LEADER: "is_leader", Role.HR: "is_hr", Role.ADMIN: "is_admin"}
"""The roles that are given by hand, and where a person keeps them."""


def add_department(db: Writer, *, admin: Colleague, lead_id: int | None, **about: Any) -> Department:
    ensure(policy.set_up(admin))
    department = people.add_department(db, **about)
    if lead_id:
        people.set_lead(db, department, lead_id=lead_id)
    _note(db, admin, "department.added", department, department.name)
    return department


def change_department(
    db: Writer, *, admin: Colleague, department_id: int, lead_id: int | None, **about: Any
) -> Department:
    """Without a code it keeps the one it has."""
    ensure(policy.set_up(admin))
    department = people_queries.department(db, department_id)
    before = department.model_dump()
    if lead_id != department.lead_id:
        people.set_lead(db, department, lead_id=lead_id)
    people.change_department(db, department, **about | {"code": about.get("code") or department.code})
    _note_department(db, admin, department, before)
    return department


def add_person(db: Writer, *, admin: Colleague, roles: Collection[str], **about: Any) -> Person:
    ensure(policy.set_up(admin))
    _ensure_department(db, about["department_id"])
    person = people.add_person(db, **about)
    _note(db, admin, "person.added", person, person.name)
    _give_roles(db, admin, person, roles)
    return person


def change_person(db: Writer, *, admin: Colleague, person_id: int, roles: Collection[str], **about: Any) -> Person:
    ensure(policy.set_up(admin))
    person = people_queries.person(db, person_id)
    _ensure_department(db, about["department_id"])
    _ensure_free(db, person, email=about["email"], employee_id=about["employee_id"])
    before = person.model_dump()
    people.change_person(db, person, **about)
    if changed := sorted(_changed(before, person)):
        _note(db, admin, "person.changed", person, person.name, fields=changed)
    _give_roles(db, admin, person, roles)
    return person


def set_active(db: Writer, *, admin: Colleague, person_id: int, active: bool) -> Person:
    ensure(policy.set_up(admin))
    person = people_queries.person(db, person_id)
    if not active:
        ensure(policy.leave_active(admin, target_id=person_id))
    if person.active != active:
        people.set_active(db, person, active=active)
        _note(db, admin, "person.activated" if active else "person.deactivated", person, person.name)
    return person


def invite(db: Writer, *, admin: Colleague, person_id: int, days: int) -> str:
    """The secret of a one-time link."""
    ensure(policy.set_up(admin))
    person = people_queries.person(db, person_id)
    token = people.invite(db, person=person, days=days)
    _note(db, admin, "person.invited", person, person.name)
    return token


def add_stage(db: Writer, *, admin: Colleague, kind: StageKind, names: dict[str, str], position: int) -> Stage:
    ensure(policy.set_up(admin))
    _ensure_named(names)
    stage = ideas.add_stage(db, kind=kind, names=names, position=position)
    _note(db, admin, "stage.added", stage, stage.name)
    return stage


def change_stage(
    db: Writer, *, admin: Colleague, stage_id: int, names: dict[str, str], position: int, active: bool
) -> Stage:
    ensure(policy.set_up(admin))
    _ensure_named(names)
    stage = ideas.change_stage(db, stage_id=stage_id, names=names, position=position, active=active)
    _note(db, admin, "stage.changed", stage, stage.name)
    return stage


def add_award_kind(db: Writer, *, admin: Colleague, names: dict[str, str], position: int) -> AwardKind:
    ensure(policy.set_up(admin))
    _ensure_named(names)
    kind = recognition.add_award_kind(db, names=names, position=position)
    _note(db, admin, "award_kind.added", kind, kind.name)
    return kind


def change_award_kind(
    db: Writer, *, admin: Colleague, award_kind_id: int, names: dict[str, str], position: int, active: bool
) -> AwardKind:
    ensure(policy.set_up(admin))
    _ensure_named(names)
    kind = recognition.change_award_kind(db, award_kind_id=award_kind_id, names=names, position=position, active=active)
    _note(db, admin, "award_kind.changed", kind, kind.name)
    return kind


def set_direction(db: Writer, *, admin: Colleague, texts: dict[str, str]) -> Direction:
    ensure(policy.set_up(admin))
    direction = campaigns.set_direction(db, texts=texts)
    _note(db, admin, "direction.changed", direction, next(iter(texts.values()), ""))
    return direction


def _note_department(db: Writer, admin: Colleague, department: Department, before: dict[str, Any]) -> None:
    changed = _changed(before, department)
    if "active" in changed:
        act = "department.reopened" if department.active else "department.closed"
        _note(db, admin, act, department, department.name)
    if "lead_id" in changed:
        was, is_ = (_name(db, id_) for id_ in (before["lead_id"], department.lead_id))
        _note(db, admin, "lead.changed", department, department.name, before=was, now=is_)
    if others := sorted(changed - {"active", "lead_id"}):
        _note(db, admin, "department.changed", department, department.name, fields=others)


def _give_roles(db: Writer, admin: Colleague, person: Person, roles: Collection[str]) -> None:
    held = {role.value for role, column in GIVEN.items() if getattr(person, column)}
    if held == set(roles):
        return
    if person.is_admin and Role.ADMIN not in roles and not people_queries.other_admins(db, person.id or 0):
        raise Invalid(_("This is the last administrator. Make somebody else administrator first."), field="roles")
    people.set_roles(db, person, **{role.value: role in roles for role in GIVEN})
    _note(db, admin, "role.changed", person, person.name, before=sorted(held), now=sorted(roles))


def _ensure_free(db: Writer, person: Person, *, email: str, employee_id: str | None) -> None:
    """Before the person is changed: a refusal must not leave a half-changed row to be written."""
    by_email = people_queries.person_by_email(db, email)
    if by_email and by_email.id != person.id:
        raise Invalid(_("Somebody has this e-mail address already."), field="email")
    by_id = people_queries.person_by_employee_id(db, employee_id) if employee_id else None
    if by_id and by_id.id != person.id:
        raise Invalid(_("Somebody has this employee ID already."), field="employee_id")


def _ensure_department(db: Writer, department_id: int | None) -> None:
    if department_id and department_id not in {row.id for row in people_queries.departments(db, active=False)}:
        raise Invalid(_("Choose one of the departments."), field="department")


def _ensure_named(names: dict[str, str]) -> None:
    if not names:
        raise Invalid(_("Give it a name in at least one language."), field="name_en")


def _name(db: Writer, person_id: int | None) -> str:
    return people_queries.person(db, person_id).name if person_id else ""


def _changed(before: dict[str, Any], row: SQLModel) -> set[str]:
    return {name for name, value in row.model_dump().items() if before[name] != value}


def _note(db: Writer, admin: Colleague, act: str, row: Any, label: str, **detail: Any) -> None:
    audit.note(db, actor=admin, act=act, subject=Subject(row.__tablename__, row.id), label=label, **detail)
