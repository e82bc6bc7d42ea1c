"""Persons and departments: added, changed, deactivated; never deleted."""

from collections.abc import Collection, Iterator, Sequence

from sqlmodel import col, delete

from app.core.clock import now
from app.core.columns import Value, Values
from app.core.db import Writer, alone, insert_new
from app.core.errors import Conflict, Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.letters import key
from app.core.slugs import slug
from app.people import queries
from app.people.commands.signing_in import end_invitations, end_sessions
from app.people.events import DepartmentChanged, PeopleAdded, PersonChanged
from app.people.models import Department, Person, RoleGiven
from app.people.queries import other_admins, roles_of
from app.people.roles import Colleague, Role

TREE = 0x74726565
"""The number that whoever moves a department locks, lest two together make a ring; it is “tree” in ASCII."""


def add_department(db: Writer, *, name: str, code: str = "", **about: Value) -> Department:
    """Raises Invalid when the name or code is taken. `about` are fields of Department."""
    slug_ = slug(name)
    code = code or _free_code(db, slug_)
    _ensure_free(db, name=name, code=code)
    _ensure_place(db, None, about.get("parent_id"))
    department = Department(name=name, code=code, slug=_free_slug(db, slug_), **about)
    db.add(department)
    return _department_changed(db, department)


def change_department(db: Writer, department: Department, **about: Value) -> Department:
    """A department keeps its address when its name changes. Raises Invalid, also where it would be a part of itself."""
    name, code = about.get("name", department.name), about.get("code", department.code)
    _ensure_free(db, name=name, code=code, but=department.id)
    if (parent_id := about.get("parent_id")) != department.parent_id:
        _ensure_place(db, department, parent_id)
    department.sqlmodel_update(about)
    return _department_changed(db, department)


def set_lead(db: Writer, department: Department, *, lead_id: int | None) -> Department:
    if lead_id is not None and not queries.person(db, lead_id).active:
        raise Invalid(_("This person is no longer active."), field="lead")
    return change_department(db, department, lead_id=lead_id)


def add_person(
    db: Writer, *, name: str, email: str | None = None, roles: Collection[str] = (), **about: Value
) -> Person:
    """Raises Invalid when somebody has this address or employee id already. `about` are fields of Person."""
    person = Person(name=name, **_tidied(about | {"email": email}))
    _ensure_person_free(db, person)
    db.add(person)
    if roles:
        db.flush()
        _put_roles(db, person, [], roles)
    return _person_changed(db, person)


def add_people(db: Writer, people: Sequence[Values]) -> list[int]:
    """Very many at once, as a roster brings them: what `add_person` takes of each. Their numbers, in the same order.

    Raises Invalid when somebody has one of the addresses or ids already.
    """
    added = [Person(**_tidied({name: value for name, value in about.items() if name != "roles"})) for about in people]
    ids, emails = ([value for one in added if (value := getattr(one, name))] for name in ("employee_id", "email"))
    if queries.people_known_by(db, [*ids, *emails], [*emails, *ids]) or not all(one.signs_in_with for one in added):
        raise Invalid(_("Somebody has this e-mail address or employee ID already."), field="email")
    db.add_all(added)
    db.flush()
    given = [(one.id, role) for one, about in zip(added, people, strict=True) for role in about.get("roles", ())]
    insert_new(db, RoleGiven, [{"person_id": id_, "role": role, "by_id": None, "at": now()} for id_, role in given])
    record(db, PeopleAdded(person_ids=[one.id for one in added]))
    return [one.id for one in added]


def change_person(db: Writer, person: Person, *, roles: Collection[str] | None = None, **about: Value) -> Person:
    """Without `roles` these stay. Raises Invalid when somebody else has the new address or employee id."""
    about = _tidied(about)
    _ensure_person_free(db, Person(**{**person.model_dump(), **about}), but=person.id)
    person.sqlmodel_update(about)
    if roles is not None:
        _put_roles(db, person, roles_of(db, person.id), roles)
    return _person_changed(db, person)


def set_roles(db: Writer, person: Person, roles: Collection[str], *, by: Colleague | None = None) -> Person:
    """Exactly these. Raises Conflict rather than take the last administrator away."""
    held = roles_of(db, person.id)
    if Role.ADMIN in held and Role.ADMIN not in roles:
        _ensure_other_admin(db, person)
    _put_roles(db, person, held, roles, by)
    return _person_changed(db, person)


def set_active(db: Writer, person: Person, *, active: bool) -> Person:
    """Deactivating ends sessions, invitations and what somebody leads; their contributions and credit stay."""
    if not active:
        if person.active and Role.ADMIN in roles_of(db, person.id):
            _ensure_other_admin(db, person)
        end_sessions(db, person_id=person.id)
        end_invitations(db, person_id=person.id)
        for department_id in queries.departments_led_by(db, person.id):
            set_lead(db, queries.department(db, department_id), lead_id=None)
    return change_person(db, person, active=active)


def _put_roles(
    db: Writer, person: Person, held: Collection[str], roles: Collection[str], by: Colleague | None = None
) -> None:
    """What is given or taken by two at once is given or taken once; what was not held a moment ago is not taken."""
    row = {"person_id": person.id, "by_id": by.id if by else None, "at": now()}
    insert_new(db, RoleGiven, [row | {"role": role} for role in sorted(set(roles) - set(held))])
    if taken := set(held) - set(roles):
        theirs = delete(RoleGiven).where(col(RoleGiven.person_id) == person.id)
        db.execute(theirs.where(col(RoleGiven.role).in_(taken)))


def _ensure_other_admin(db: Writer, person: Person) -> None:
    if not other_admins(db, person.id):
        raise Conflict(_("This is the last administrator. Make somebody else administrator first."))


def _ensure_free(db: Writer, *, name: str, code: str, but: int | None = None) -> None:
    for field, value, found in (
        ("name", name, queries.department_named(db, name)),
        ("code", code, queries.department_coded(db, code)),
    ):
        if found and found.id != but:
            raise Invalid(_("There is a department called “%(name)s” already.") % {"name": value}, field=field)


def _free_code(db: Writer, wished: str) -> str:
    """Where nobody says a code, two names that are written alike in addresses are told apart."""
    return next(one for one in _numbered(wished) if not queries.department_coded(db, one))


def _numbered(wished: str) -> Iterator[str]:
    yield wished
    yield from (f"{wished}-{number}" for number in range(2, 10_000))


def _ensure_place(db: Writer, department: Department | None, parent_id: int | None) -> None:
    """In an open department, and not in one that is a part of it."""
    if parent_id is None:
        return
    alone(db, TREE)
    parent = queries.department(db, parent_id)
    if not parent.active:
        raise Invalid(_("This department is closed. Choose one that is open."), field="parent")
    if department and department.id in {parent.id, *(row.id for row in queries.above(db, parent))}:
        raise Invalid(_("A department cannot be a part of itself, or of what is a part of it."), field="parent")


def _free_slug(db: Writer, wished: str) -> str:
    taken = queries.slugs_beginning(db, wished)
    return next(one for one in _numbered(wished) if one not in taken)


def _tidied(about: Values) -> Values:
    """What is empty is none; an address has small letters."""
    tidy = {name: (about[name] or "").strip() for name in ("email", "employee_id") if name in about}
    if "email" in tidy:
        tidy["email"] = tidy["email"].lower()
    return about | {name: value or None for name, value in tidy.items()}


def _ensure_person_free(db: Writer, person: Person, but: int | None = None) -> None:
    """Everybody active can sign in, and nobody's name for that is another's."""
    email, employee_id = person.email or "", person.employee_id or ""
    if person.active and not email and not employee_id:
        raise Invalid(_("Give an e-mail address or an employee ID: one of them is needed to sign in."), field="email")
    for field, typed, found_by, message in (
        ("email", email, queries.person_by_email, _("Somebody has this e-mail address already.")),
        ("email", email, queries.person_by_employee_id, _("This is somebody's employee ID already.")),
        ("employee_id", employee_id, queries.person_by_employee_id, _("Somebody has this employee ID already.")),
        ("employee_id", employee_id, _by_address, _("This is somebody's e-mail address already.")),
    ):
        same = found_by(db, typed) if typed else None
        if same and same.id != but:
            raise Invalid(message, field=field)


def _by_address(db: Writer, employee_id: str) -> Person | None:
    """Whose address an employee ID is; few look like one."""
    return queries.person_by_email(db, employee_id) if "@" in key(employee_id) else None


def _department_changed(db: Writer, department: Department) -> Department:
    db.flush()
    record(db, DepartmentChanged(department_id=department.id))
    return department


def _person_changed(db: Writer, person: Person) -> Person:
    db.flush()
    record(db, PersonChanged(person_id=person.id))
    return person
