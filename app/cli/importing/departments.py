"""Bringing in the departments of the roster."""

from app.audit import commands as audit
from app.cli.common import HERE, Data, opened, out, settings_for, steps
from app.cli.importing import asking
from app.cli.importing.complaints import Complaints
from app.cli.importing.listing import Listing
from app.cli.importing.opening import Given, begun, open_given
from app.cli.importing.options import DryRun, Encoding, File, importer
from app.cli.importing.pacing import Pace
from app.cli.importing.roster import changed, counts, say_reading, untouched, where
from app.core.db import Database
from app.core.errors import Refusal, Unusable
from app.imports.columns import Columns, matched
from app.imports.commands import add_to_run, finish_run
from app.imports.faults import Faults, place
from app.people import importing
from app.people.importing import Kind, Plan
from app.people.models import Department

PART = 20
"""So many are written in one transaction."""


@importer.command()
def departments(
    file: File,
    columns: asking.Map = asking.NONE,
    header: asking.Header = "",
    sheet: asking.Worksheet = "",
    skip_bad: asking.SkipBad = None,
    dry_run: DryRun = False,
    encoding: Encoding = "",
    data: Data = HERE,
) -> None:
    """Bring in departments.

    Fields: code, name, parent (code or name), path or levels, lead (e-mail or employee id), purpose, serves, hours,
    time_zone, contacts. Departments are found by code, else by path or name; one that is not in the file stays. A lead
    who is not there yet is left out and told: import the people, then this file again.
    """
    told = asking.told(columns=asking.mapping(columns), **{"header": header, "sheet": sheet, "encoding": encoding})
    settings = settings_for(data)
    with opened(settings, begins=True) as store:
        given = open_given(store, "departments", file, "", told, dry_run=dry_run)
        found = matched(
            "departments",
            given.sheet.columns,
            importing.DEPARTMENT_FIELDS,
            chosen=told["columns"],
            before=given.told.get("columns", {}),
            blank=given.sheet.blank,
        )
        with store.reading() as db:
            plan = importing.plan_departments(db, given.sheet, found)
        with Complaints(settings, given.source, given.sheet, None if dry_run else skip_bad) as complaints:
            _complain(given, plan, complaints, skips=bool(skip_bad))
            with Listing(settings, given) as listing:
                _say(given, found, plan, listing, is_real=not dry_run)
        if not dry_run and not plan.is_empty:
            _write(store, given, found, plan)


def _complain(given: Given, plan: Plan[Department], complaints: Complaints, *, skips: bool) -> None:
    faults = Faults()
    faults.add(*plan.errors)
    for refused in plan.refused:
        complaints.refuse(refused)
    complaints.say(given.file, faults, refused=len(plan.refused), skips=skips)


def _say(given: Given, columns: Columns, plan: Plan[Department], listing: Listing, *, is_real: bool) -> None:
    say_reading(given, columns)
    for change in plan.new:
        above = plan.names.get(change.values.get("parent_id") or 0, "")
        listing.add("new", f"new, {where(change)}: {change.name}{f', part of {above}' if above else ''}")
    for change in plan.changed:
        listing.add("changed", changed(change))
    for note in plan.notes:
        listing.add("notes", f"{place(note.row, note.line)}, {note.column}: {note.message}")
    listing.say("new", "changed", "notes")
    numbers = {Kind.NEW: len(plan.new), Kind.CHANGED: len(plan.changed), Kind.SAME: plan.unchanged}
    out.print(counts(numbers, is_real=is_real))
    if plan.gone:
        out.print(f"{untouched(len(plan.gone), 'department', 'departments')}.")
    listing.say_where()


def _write(store: Database, given: Given, columns: Columns, plan: Plan[Department]) -> None:
    """In parts: what a kill in the middle leaves out, the next run brings."""
    with store.writing() as db:
        run = begun(db, "departments", given, columns)
    pace = Pace(PART, breathes=store.is_sqlite)
    with steps("Importing departments") as step:
        done = 0
        for some in pace.portions(plan.deeds, lambda one: 1):
            try:
                with pace.turn(), store.writing() as db:
                    importing.apply_departments(db, plan, some)
                    new = sum(one.target is None for one in some)
                    add_to_run(db, run.id, new=new, changed=len(some) - new)
            except Refusal as refusal:
                raise Unusable(f"{refusal.message} {done} of {len(plan.deeds)} departments were written.") from refusal
            done += len(some)
            step(done, len(plan.deeds))
    with store.writing() as db:
        finish_run(db, run.id)
        numbers = {"new": len(plan.new), "changed": len(plan.changed)}
        audit.note(db, actor=None, act="roster.imported", label=given.file.name, subject=None, **numbers)
    out.print(f"Done: {len(plan.new)} added, {len(plan.changed)} changed.")
