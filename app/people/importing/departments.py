"""Departments of the roster: found by code, else by place or name; one that is not in the file stays as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.columns import Values
from app.core.db import Reader, Writer
from app.core.i18n import _
from app.core.letters import key
from app.core.sheets import RowError, Sheet
from app.imports.columns import Columns
from app.imports.judging import Refused, fault, standing
from app.people import commands, queries
from app.people.importing.columns import DEPARTMENT_STANDS
from app.people.importing.nodes import Node, Nodes, read_nodes
from app.people.importing.plan import Change, Plan, compared
from app.people.models import Department, Person

TEXTS = ("purpose", "serves", "hours", "time_zone", "contacts")


def open_departments(db: Reader) -> dict[str, int]:
    """Ids by the keys of code, slug and name."""
    found: dict[str, int] = {}
    for row in sorted(queries.every_department(db), key=lambda one: one.name):
        for name in (row.code, row.slug, row.name) if row.active else ():
            found.setdefault(key(name), row.id)
    return found


def plan_departments(db: Reader, sheet: Sheet, columns: Columns) -> Plan[Department]:
    """What importing these departments would do, each after what it is a part of.

    A lead who is not there yet is a note, not an error.
    """
    plan = Plan[Department](unused=columns.unused, errors=[*sheet.errors])
    if "name" not in columns.sources and not {"path", "levels"} & columns.sources.keys() and not sheet.errors:
        plan.errors.append(RowError(1, 1, "name", _lacking(sheet)))
        return plan
    nodes = read_nodes(sheet, columns, queries.every_department(db))
    plan.names = nodes.names
    for refused in nodes.refused:
        plan.refuse(refused)
    for node in nodes.top_down():
        _plan_node(db, plan, node, nodes)
    met = {node.target.id for node in nodes.every if node.target}
    every = [one for one in nodes.known.values() if one.active]
    plan.active, plan.gone = len(every), [row for row in every if row.id not in met]
    plan.errors.sort(key=lambda error: error.row)
    return plan


def apply_departments(db: Writer, plan: Plan[Department], some: Sequence[Change[Department]] | None = None) -> None:
    """Do what the plan says, or a part of it; those that are new are remembered for the next part."""
    for change in plan.deeds if some is None else some:
        values = dict(change.values)
        if "parent_id" in values:
            values["parent_id"] = plan.made.get(values["parent_id"], values["parent_id"])
        if change.target is None:
            plan.made[change.number] = commands.add_department(db, **values).id
        else:
            _free_name(db, plan, values.get("name", ""), change.target)
            commands.change_department(db, queries.department(db, change.target.id), **values)


def _plan_node(db: Reader, plan: Plan[Department], node: Node, nodes: Nodes) -> None:
    lead = _lead(db, node.line.lead) if node.line and node.line.lead else None
    errors = list(_errors(node, nodes, lead))
    if errors:
        plan.refuse(Refused(node.row, errors))
        return
    if node.line and node.line.lead and lead is None:
        message = _(
            "Nobody has the e-mail address or employee ID “%(lead)s” yet. Import the people, then this file again."
        )
        plan.notes.append(fault(node.row, nodes.columns.where("lead"), message % {"lead": node.line.lead}))
    leads = {person.id: person.name for person in (lead, _lead_of(db, node.target)) if person}
    values = _values(node, nodes, lead)
    before = {name: getattr(node.target, name, None) for name in values}
    shown = {"lead_id": leads, "parent_id": nodes.names}
    change = compared(node.row, node.name, values, node.target, before, shown)
    plan.add(replace(change, number=node.id))


def _errors(node: Node, nodes: Nodes, lead: Person | None) -> Iterator[RowError]:
    for name, message in node.faults:
        yield fault(node.row, standing(node.row, nodes.columns, name, DEPARTMENT_STANDS) if name else "", message)
    if lead and not lead.active:
        yield fault(node.row, nodes.columns.where("lead"), _("%(name)s is no longer active.") % {"name": lead.name})


def _values(node: Node, nodes: Nodes, lead: Person | None) -> Values:
    """Only what the file has a column for; an empty cell takes neither the code nor the lead away."""
    values: Values = {"name": node.name}
    if node.line:
        values |= {name: getattr(node.line, name) for name in TEXTS if name in nodes.columns.sources}
        values |= {"code": node.line.code} if node.line.code else {}
    values |= {"lead_id": lead.id} if lead else {}
    return values | ({"parent_id": node.parent} if node.is_placed else {})


def _free_name(db: Writer, plan: Plan[Department], name: str, target: Department) -> None:
    """Two that swap their names cannot both have one on the way there: whoever has it now is called otherwise."""
    holder = queries.department_named(db, name) if name else None
    if holder and holder.id != target.id and holder.id in {one.target.id for one in plan.changed if one.target}:
        commands.change_department(db, holder, name=f"{name} → {holder.id}")


def _lead(db: Reader, wished: str) -> Person | None:
    return queries.person_by_employee_id(db, wished) or queries.person_by_email(db, wished)


def _lead_of(db: Reader, department: Department | None) -> Person | None:
    return queries.person(db, department.lead_id) if department and department.lead_id else None


def _lacking(sheet: Sheet) -> str:
    what, has = _("There is no column of names."), _("The file has: %(columns)s.")
    how = _("Say which it is, as in --map %(field)s=%(column)s.")
    said = {"columns": ", ".join(sheet.columns), "field": "name", "column": sheet.columns[0]}
    return f"{what} {has % said} {how % said}"
