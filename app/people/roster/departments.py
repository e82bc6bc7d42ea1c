"""Departments of the roster: found by code, else by name; one that is not in the file stays as it is."""

from collections.abc import Iterator
from typing import Any

from app.core.db import Reader, Writer
from app.core.i18n import _
from app.core.tabular import RowError, Sheet
from app.core.web.rows import Entry, judge, repeated
from app.people import commands, queries
from app.people.models import Department, Person
from app.people.roster.columns import DEPARTMENT_NAMES, DepartmentLine
from app.people.roster.plan import Plan, Progress, counted

TEXTS = ("name", "purpose", "serves", "hours", "time_zone", "contacts")


def open_departments(db: Reader) -> dict[str, int]:
    """Ids by code, slug and name, in small letters."""
    found: dict[str, int] = {}
    for row in queries.departments(db):
        for name in (queries.department(db, row.id).code, row.slug, row.name):
            found.setdefault(name.casefold(), row.id)
    return found


def plan_departments(db: Reader, sheet: Sheet) -> Plan[Department]:
    """What importing these departments would do. A lead who is not there yet is a note, not an error."""
    judged = judge(sheet, DepartmentLine, names=DEPARTMENT_NAMES, needed=("name",))
    plan = Plan[Department](errors=judged.errors, unused=judged.unused)
    for field in ("code", "name"):
        plan.errors += repeated(sheet, judged, field)
    wrong = {error.line for error in plan.errors}
    met: dict[int, int] = {}
    for entry in judged.entries:
        if entry.line not in wrong:
            _plan_line(db, plan, entry, judged.columns, met)
    every = [queries.department(db, row.id) for row in queries.departments(db)]
    plan.active, plan.gone = len(every), [row for row in every if row.id not in met]
    plan.errors.sort(key=lambda error: error.line)
    return plan


def apply_departments(db: Writer, plan: Plan[Department], *, progress: Progress = lambda done, total: None) -> None:
    """Do what the plan says, in the transaction it was made in."""
    total = len(plan.new) + len(plan.changed)
    for change in counted(plan.new, progress, total):
        commands.add_department(db, **change.values)
    for change in counted(plan.changed, progress, total, len(plan.new)):
        if change.target:
            commands.change_department(db, change.target, **change.values)


def _plan_line(
    db: Reader, plan: Plan[Department], entry: Entry[DepartmentLine], columns: dict[str, str], met: dict[int, int]
) -> None:
    line = entry.value
    target = (queries.department_coded(db, line.code) if line.code else None) or queries.department_named(db, line.name)
    lead = _lead(db, line.lead) if line.lead else None
    errors = list(_line_errors(db, entry, columns, target, lead, met))
    plan.errors += errors
    if target and target.id:
        met.setdefault(target.id, entry.line)
    if line.lead and lead is None:
        message = _(
            "Nobody has the e-mail address or employee ID “%(lead)s” yet. Import the people, then this file again."
        )
        plan.notes.append(RowError(entry.line, columns["lead"], message % {"lead": line.lead}))
    if not errors:
        leads = {person.id: person.name for person in (lead, _lead_of(db, target)) if person}
        plan.add(entry.line, line.name, _values(line, columns, lead), target, {"lead_id": leads})


def _line_errors(
    db: Reader,
    entry: Entry[DepartmentLine],
    columns: dict[str, str],
    target: Department | None,
    lead: Person | None,
    met: dict[int, int],
) -> Iterator[RowError]:
    named = queries.department_named(db, entry.value.name)
    if target and named and named.id != target.id:
        message = _("The department with the code %(code)s has this name already.")
        yield RowError(entry.line, columns["name"], message % {"code": named.code})
    if lead and not lead.active:
        yield RowError(entry.line, columns["lead"], _("%(name)s is no longer active.") % {"name": lead.name})
    if target and target.id in met:
        message = _("This is the same department as in line %(line)d.")
        yield RowError(entry.line, "", message % {"line": met[target.id]})


def _values(line: DepartmentLine, columns: dict[str, str], lead: Person | None) -> dict[str, Any]:
    """Only what the file has a column for; an empty cell takes neither the code nor the lead away."""
    values: dict[str, Any] = {field: getattr(line, field) for field in TEXTS if field in columns}
    if line.code:
        values["code"] = line.code
    if lead:
        values["lead_id"] = lead.id
    return values


def _lead(db: Reader, wished: str) -> Person | None:
    return queries.person_by_employee_id(db, wished) or queries.person_by_email(db, wished)


def _lead_of(db: Reader, department: Department | None) -> Person | None:
    return queries.person(db, department.lead_id) if department and department.lead_id else None
