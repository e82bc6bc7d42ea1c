"""People of the roster: found by employee id, else by e-mail; nobody is deleted."""

from collections.abc import Iterator
from typing import Any

from app.core.db import Reader, Writer
from app.core.i18n import _
from app.core.tabular import RowError, Sheet
from app.core.web.rows import Entry, judge, repeated
from app.people import commands, queries
from app.people.models import Person
from app.people.roles import GIVEN
from app.people.roster.columns import PERSON_NAMES, PersonLine
from app.people.roster.departments import open_departments
from app.people.roster.plan import Change, Plan, Progress, counted

OWN_CHOICE = ("locale", "time_zone")
"""What people choose for themselves: the roster only says it first."""
CHUNK = 5_000


def plan_people(db: Reader, sheet: Sheet, *, full: bool = False) -> Plan[Person]:
    """What importing these people would do; with `full`, whoever is not among them is to be deactivated."""
    known = _Known(db)
    judged = judge(sheet, PersonLine, names=PERSON_NAMES, needed=("name", "email"), context=known.departments)
    plan = Plan[Person](errors=judged.errors, unused=judged.unused)
    for field in ("email", "employee_id"):
        plan.errors += repeated(sheet, judged, field, folded=field == "email")
    wrong = {error.line for error in plan.errors}
    plan.active = len(known.active)
    met: dict[int, int] = {}
    for entry in judged.entries:
        if entry.line not in wrong:
            _plan_line(plan, known, entry, judged.columns, met, full=full)
    _plan_gone(plan, known, met, full=full)
    plan.errors.sort(key=lambda error: error.line)
    return plan


def apply_people(
    db: Writer, plan: Plan[Person], *, full: bool = False, progress: Progress = lambda done, total: None
) -> None:
    """Do what the plan says, in the transaction it was made in."""
    total = len(plan.new) + len(plan.changed)
    for change in counted(plan.new, progress, total):
        commands.add_person(db, **change.values)
    for change in counted(plan.changed, progress, total, len(plan.new)):
        if change.target:
            commands.change_person(db, change.target, **change.values)
    for person in plan.gone if full else []:
        commands.set_active(db, person, active=False)


class _Known:
    """Who and what there is, looked up once."""

    def __init__(self, db: Reader) -> None:
        self.db = db
        ids = [row.id for row in queries.person_rows(db)]
        chunks = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
        self.active = [person for some in chunks for person in queries.people(db, some).values()]
        self._by_email = {person.email: person for person in self.active}
        self._by_employee_id = {person.employee_id: person for person in self.active if person.employee_id}
        self.departments = open_departments(db)
        self.department_names = {row.id: row.name for row in queries.departments(db, active=False)}

    def of_email(self, email: str) -> Person | None:
        """Active or not."""
        return self._by_email.get(email) or queries.person_by_email(self.db, email)

    def of_employee_id(self, employee_id: str) -> Person | None:
        """Active or not."""
        if not employee_id:
            return None
        return self._by_employee_id.get(employee_id) or queries.person_by_employee_id(self.db, employee_id)


def _plan_line(
    plan: Plan[Person],
    known: _Known,
    entry: Entry[PersonLine],
    columns: dict[str, str],
    met: dict[int, int],
    *,
    full: bool,
) -> None:
    line = entry.value
    target = known.of_employee_id(line.employee_id) or known.of_email(line.email)
    errors = list(_line_errors(known, entry, columns, target, met))
    plan.errors += errors
    if target and target.id:
        met.setdefault(target.id, entry.line)
    if not errors:
        values = _values(known, line, columns, target, full=full)
        plan.add(entry.line, line.name, values, target, {"department_id": known.department_names})


def _line_errors(
    known: _Known, entry: Entry[PersonLine], columns: dict[str, str], target: Person | None, met: dict[int, int]
) -> Iterator[RowError]:
    line = entry.value
    owner = known.of_email(line.email)
    if target and owner and owner.id != target.id:
        message = _("This e-mail address belongs to %(name)s, who has another employee ID.")
        yield RowError(entry.line, columns["email"], message % {"name": owner.name})
    if target and target.id in met:
        message = _("This is the same person as in line %(line)d.")
        yield RowError(entry.line, "", message % {"line": met[target.id]})


def _values(
    known: _Known, line: PersonLine, columns: dict[str, str], target: Person | None, *, full: bool
) -> dict[str, Any]:
    """Only what the file has a column for."""
    values: dict[str, Any] = {field: getattr(line, field) for field in ("name", "email", "title") if field in columns}
    if line.employee_id:
        values["employee_id"] = line.employee_id
    if "department" in columns:
        values["department_id"] = known.departments.get(line.department)
    if "roles" in columns:
        values |= {column: role in line.roles.split() for role, column in GIVEN.items()}
    for field in OWN_CHOICE:
        if getattr(line, field) and not (target and getattr(target, field)):
            values[field] = getattr(line, field)
    return values | ({"active": True} if full and target else {})


def _plan_gone(plan: Plan[Person], known: _Known, met: dict[int, int], *, full: bool) -> None:
    """The last administrator stays, whatever the file says."""
    plan.gone = sorted((person for person in known.active if person.id not in met), key=lambda person: person.name)
    held = {person.id: person for person in known.active if person.is_admin}
    changed = {change.target.id: change for change in plan.changed if change.target}
    demoted = [id_ for id_ in held if id_ in changed and changed[id_].values.get("is_admin") is False]
    raised = any(_makes_admin(change) for change in [*plan.new, *plan.changed])
    gone = [person.id for person in plan.gone if full and person.id in held]
    if held and not raised and len(demoted) + len(gone) == len(held):
        if gone:
            plan.kept = held[gone[0]]
            plan.gone.remove(plan.kept)
        else:
            message = _("This is the last administrator. Make somebody else administrator first.")
            plan.errors.append(RowError(changed[demoted[0]].line, "roles", message))


def _makes_admin(change: Change[Person]) -> bool:
    """An administrator who can sign in, which somebody inactive cannot."""
    after = Person(**(change.target.model_dump() if change.target else {}) | change.values)
    return after.is_admin and after.active
