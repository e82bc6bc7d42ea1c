"""Every change of the setup, noted on the audit list in the transaction that makes it."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlmodel import SQLModel

from app.audit import commands as audit
from app.campaigns import commands as campaigns
from app.campaigns.models import Direction
from app.core import failing
from app.core.columns import Value, Values
from app.core.db import Writer
from app.core.errors import Invalid, NotFound
from app.core.i18n import LANGUAGES, _, ngettext
from app.core.letters import key
from app.core.policy import ensure
from app.core.subjects import Subject
from app.ideas import commands as ideas
from app.ideas import queries as ideas_queries
from app.ideas.models import Stage, StageKind
from app.people import commands as people
from app.people import policy
from app.people import queries as people_queries
from app.people.models import KEYS, Department, Person
from app.people.roles import Colleague, Role
from app.recognition import commands as recognition
from app.recognition import queries as recognition_queries
from app.recognition.models import AwardKind
from app.setup import queries

Named = TypeVar("Named", Stage, AwardKind)
Noted = Department | Person | Stage | AwardKind | Direction


def add_department(db: Writer, *, admin: Colleague, lead_id: int | None, **about: Value) -> Department:
    ensure(policy.set_up(admin))
    _ensure_known_parent(db, about.get("parent_id"))
    department = people.add_department(db, **about)
    if lead_id:
        _set_lead(db, department, lead_id)
    _note(db, admin, "department.added", department, department.name)
    return department


def change_department(
    db: Writer, *, admin: Colleague, department_id: int, lead_id: int | None, **about: Value
) -> Department:
    """Without a code it keeps the one it has. It is closed only when nobody is left in it."""
    ensure(policy.set_up(admin))
    department = people_queries.department(db, department_id)
    if department.active and not about.get("active", True):
        _ensure_empty(db, department_id)
    before = department.model_dump()
    _ensure_known_parent(db, about.get("parent_id"))
    if lead_id != department.lead_id:
        _set_lead(db, department, lead_id)
    people.change_department(db, department, **about | {"code": about.get("code") or department.code})
    _note_department(db, admin, department, before)
    return department


def add_person(db: Writer, *, admin: Colleague, roles: Collection[str], **about: Value) -> Person:
    ensure(policy.set_up(admin))
    _ensure_department(db, about["department_id"])
    person = people.add_person(db, **about)
    _note(db, admin, "person.added", person, person.name)
    _give_roles(db, admin, person, roles)
    return person


def change_person(db: Writer, *, admin: Colleague, person_id: int, roles: Collection[str], **about: Value) -> Person:
    ensure(policy.set_up(admin))
    person = people_queries.person(db, person_id)
    _ensure_department(db, about["department_id"])
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
    _ensure_named(names, ideas_queries.stages(db))
    return _noted(db, admin, "stage.added", ideas.add_stage(db, kind=kind, names=names, position=position))


def change_stage(db: Writer, *, admin: Colleague, stage_id: int, names: dict[str, str], **about: Value) -> Stage:
    ensure(policy.set_up(admin))
    _ensure_named(names, ideas_queries.stages(db) if about["active"] else (), but=stage_id)
    return _noted(db, admin, "stage.changed", ideas.change_stage(db, stage_id=stage_id, names=names, **about))


def add_award_kind(db: Writer, *, admin: Colleague, names: dict[str, str], position: int) -> AwardKind:
    ensure(policy.set_up(admin))
    _ensure_named(names, recognition_queries.award_kinds(db))
    return _noted(db, admin, "award_kind.added", recognition.add_award_kind(db, names=names, position=position))


def change_award_kind(
    db: Writer, *, admin: Colleague, award_kind_id: int, names: dict[str, str], **about: Value
) -> AwardKind:
    ensure(policy.set_up(admin))
    _ensure_named(names, recognition_queries.award_kinds(db) if about["active"] else (), but=award_kind_id)
    kind = recognition.change_award_kind(db, award_kind_id=award_kind_id, names=names, **about)
    return _noted(db, admin, "award_kind.changed", kind)


def set_direction(db: Writer, *, admin: Colleague, texts: dict[str, str]) -> Direction:
    ensure(policy.set_up(admin))
    direction = campaigns.set_direction(db, texts=texts)
    _note(db, admin, "direction.changed", direction, next(iter(texts.values()), ""))
    return direction


def try_again(
    db: Writer, *, admin: Colleague | None, place: int | None = None, number: int | None = None, label: str = ""
) -> int:
    """One follow-up that failed, or all of them, at once; how many. Without an admin the terminal does it."""
    count = failing.try_again(db, place=place, id_=number)
    _note_follow_ups(db, admin, "follow_up.tried", label, count)
    return count


def drop_follow_ups(
    db: Writer, *, admin: Colleague | None, place: int | None = None, number: int | None = None, label: str = ""
) -> int:
    """One follow-up that failed, or all of them, for ever; how many."""
    count = failing.drop(db, place=place, id_=number)
    _note_follow_ups(db, admin, "follow_up.dropped", label, count)
    return count


def _note_follow_ups(db: Writer, admin: Colleague | None, act: str, label: str, count: int) -> None:
    """Raises Forbidden, and then nothing was done."""
    if admin:
        ensure(policy.set_up(admin))
    if count:
        audit.note(db, actor=admin, act=act, label=label, follow_ups=count)


def _set_lead(db: Writer, department: Department, lead_id: int | None) -> None:
    try:
        people.set_lead(db, department, lead_id=lead_id)
    except NotFound:
        raise Invalid(_("Choose somebody from the list."), field="lead") from None


def _ensure_known_parent(db: Writer, parent_id: int | None) -> None:
    if parent_id and parent_id not in {row.id for row in people_queries.departments(db, active=False)}:
        raise Invalid(_("Choose a department from the list."), field="parent")


def _ensure_empty(db: Writer, department_id: int) -> None:
    if count := queries.people_count(db, department_id=department_id):
        still = ngettext(
            "%(num)s person still belongs to this department. Move them to another, then close it.",
            "%(num)s people still belong to this department. Move them to another, then close it.",
            count,
        )
        raise Invalid(still % {"num": count}, field="active")


def _note_department(db: Writer, admin: Colleague, department: Department, before: Values) -> None:
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
    held = people_queries.roles_of(db, person.id)
    if set(held) == set(roles):
        return
    if Role.ADMIN in held and Role.ADMIN not in roles and not people_queries.other_admins(db, person.id):
        raise Invalid(_("This is the last administrator. Make somebody else administrator first."), field="roles")
    people.set_roles(db, person, roles, by=admin)
    _note(db, admin, "role.changed", person, person.name, before=sorted(held), now=sorted(roles))


def _ensure_department(db: Writer, department_id: int | None) -> None:
    if department_id and department_id not in {row.id for row in people_queries.departments(db, active=False)}:
        raise Invalid(_("Choose one of the departments."), field="department")


def _ensure_named(names: dict[str, str], offered: Sequence[Stage | AwardKind], *, but: int = 0) -> None:
    """Nobody who chooses could tell apart what is only spelled otherwise, and no import could match it."""
    if not names:
        raise Invalid(_("Give it a name in at least one language."), field="name_en")
    kept = next((row.names for row in offered if row.id == but), {})
    changed = {tag: name for tag, name in names.items() if key(name) != key(kept.get(tag, ""))}
    for other in (row.names for row in offered if row.id != but):
        if taken := next((tag for tag in changed if key(changed[tag]) == key(other.get(tag, ""))), ""):
            said = _("“%(name)s” is offered already. Choose another name.") % {"name": other[taken]}
            # A field of the form is called after the folder of its language.
            raise Invalid(said, field=f"name_{LANGUAGES[taken].folder.lower()}")


def _name(db: Writer, person_id: int | None) -> str:
    return people_queries.person(db, person_id).name if person_id else ""


def _changed(before: Values, row: SQLModel) -> set[str]:
    """What was typed anew, and not what follows from it."""
    folded = set(KEYS.get(type(row), {}).values())
    return {name for name, value in row.model_dump().items() if before[name] != value} - folded


def _noted(db: Writer, admin: Colleague, act: str, row: Named) -> Named:
    _note(db, admin, act, row, row.name)
    return row


def _note(db: Writer, admin: Colleague, act: str, row: Noted, label: str, **detail: object) -> None:
    audit.note(db, actor=admin, act=act, subject=Subject(str(row.__tablename__), row.id), label=label, **detail)
