"""Bringing in what stands elsewhere: people, departments, ideas. First as a plan, with every error at once."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, cli, err, opened, out, progress_bar, settings_for
from app.core.db import Database, Writer
from app.core.errors import Refusal, Unusable
from app.core.tabular import RowError, Sheet, read_table
from app.ideas import importing
from app.ideas.importing.columns import language_tag
from app.ideas.models import StageKind
from app.people import roster
from app.people.models import Department, Person
from app.people.roles import GIVEN

SHOWN = 20
"""So many lines of each sort are printed when it is for real; a dry run prints them all."""
MOST_GONE = 10
"""More than one in so many people at once is worth a second thought."""
COLUMNS = {"department_id": "department", "lead_id": "lead"} | {column: role for role, column in GIVEN.items()}
"""What a file calls a field that is kept under another name."""

File = Annotated[Path, typer.Argument(help="A CSV file, best in UTF-8; commas, semicolons or tabs.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")]
Encoding = Annotated[
    str, typer.Option(help="Which one the file is in, when it is not Unicode: gb18030, cp874, cp1252.")
]
Step = Callable[[int, int], None]

importer = typer.Typer(
    name="import", help="Bring in people, departments or ideas from a CSV file.", no_args_is_help=True
)
cli.add_typer(importer)


@importer.command()
def people(
    file: File,
    dry_run: DryRun = False,
    full: Annotated[
        bool, typer.Option("--full", help="The file names everybody: deactivate whoever is not in it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Also when that is more than a tenth of all people.")] = False,
    encoding: Encoding = "",
    data: Data = HERE,
) -> None:
    """Bring in the people of the roster.

    Columns: employee_id, name, email, title, department (code or name), locale, time_zone, roles (leader, hr, admin).
    People are found by employee id, else by e-mail; nobody is deleted. Locale and time zone count only until somebody
    chooses their own. Import the departments first.
    """
    sheet = _table(file, encoding, dry_run=dry_run)
    with opened(settings_for(data), begins=True) as store, _session(store, dry_run) as db:
        plan = roster.plan_people(db, sheet, full=full)
        are_too_many = full and len(plan.gone) * MOST_GONE > plan.active and not yes
        is_real = not (dry_run or are_too_many)
        _say_plan(file, sheet, plan, whole=dry_run, is_real=is_real)
        _say_gone(plan, full=full, whole=dry_run, is_real=is_real)
        if dry_run:
            return
        if are_too_many:
            sentence = f"{len(plan.gone)} of {plan.active} people would be deactivated. Say --yes if that is meant."
            raise Unusable(f"{sentence} Nothing was changed.")
        with _progress("Importing people") as step:
            roster.apply_people(db, plan, full=full, progress=step)
        if plan.new or plan.changed or (full and plan.gone):
            _note(db, file, new=len(plan.new), changed=len(plan.changed), deactivated=len(plan.gone) if full else 0)


@importer.command()
def departments(file: File, dry_run: DryRun = False, encoding: Encoding = "", data: Data = HERE) -> None:
    """Bring in departments.

    Columns: code, name, lead (e-mail or employee id), purpose, serves, hours, time_zone, contacts. Departments are
    found by code, else by name; one that is not in the file stays. A lead who is not there yet is left out and told:
    import the people, then this file again.
    """
    sheet = _table(file, encoding, dry_run=dry_run)
    with opened(settings_for(data), begins=True) as store, _session(store, dry_run) as db:
        plan = roster.plan_departments(db, sheet)
        _say_plan(file, sheet, plan, whole=dry_run, is_real=not dry_run)
        if plan.gone:
            out.print(f"{len(plan.gone)} departments are not in the file and stay as they are.")
        if dry_run or plan.is_empty:
            return
        with _progress("Importing departments") as step:
            roster.apply_departments(db, plan, progress=step)
        _note(db, file, new=len(plan.new), changed=len(plan.changed))


@importer.command()
def ideas(
    file: File,
    columns: Annotated[
        list[str], typer.Option("--map", help="FIELD=COLUMN, as in title=titulo; may be repeated.")
    ] = [],  # noqa: B006 - Typer reads it
    department: Annotated[str, typer.Option(help="Slug or code of the department they are for.")] = "",
    language: Annotated[str, typer.Option(help="What they are written in, such as es; otherwise guessed.")] = "",
    stages: Annotated[list[str], typer.Option("--stage", help="VALUE=KIND: what a status of the file means.")] = [],  # noqa: B006 - Typer reads it
    source: Annotated[str, typer.Option(help="What the file is called here; its name without .csv if left out.")] = "",
    dry_run: DryRun = False,
    encoding: Encoding = "",
    data: Data = HERE,
) -> None:
    """Bring in ideas with their dates, votes, authors and answers.

    Columns: id, title, in_short, body, author, author_email, author_employee_id, votes, created_at, answer,
    answered_at, updated_at, status, department, language; a title or a body is enough. Authors are matched by employee
    id or e-mail, or kept as a name. A status is one of the kinds of stage (open, deciding, doing, done, declined) or
    what --stage says it means. Dates put the day before
    the month, and are in BYLINE_TIME_ZONE when they name no zone. Doing it again brings only what is not here yet.
    """
    sheet, settings = _table(file, encoding, dry_run=dry_run), settings_for(data)
    asked = importing.Asked(
        source=source.strip() or file.stem,
        columns=dict(_pair(given, "--map title=titulo") for given in columns),
        stages={
            value.casefold(): _kind(kind) for value, kind in (_pair(given, "--stage new=open") for given in stages)
        },
        department=department,
        language=_language(language),
        zone=ZoneInfo(settings.time_zone),
    )
    with opened(settings, begins=True) as store:
        with store.reading() as db, _progress("Reading") as step:
            reading = importing.read_ideas(db, sheet, asked, step)
        _refuse_errors(file, reading.errors)
        _say_reading(file, sheet, reading, asked.source)
        if not dry_run and reading.ideas:
            _write_ideas(store, reading.ideas, asked.source)


def _table(file: Path, encoding: str, *, dry_run: bool) -> Sheet:
    """Short names in one old encoding are names in another as well, so a guess is shown and never written."""
    sheet = read_table(file, encoding)
    if sheet.is_guess and not dry_run:
        raise Unusable(
            f"{file} does not say its encoding, which looks like {sheet.encoding}; nothing was changed. "
            f"See with --dry-run whether the letters are right, then say --encoding {sheet.encoding}, or what it is."
        )
    return sheet


def _note(db: Writer, file: Path, **counts: int) -> None:
    audit.note(db, actor=None, act="roster.imported", label=file.name, subject=None, **counts)


def _write_ideas(store: Database, every: Sequence[importing.Brought], source: str) -> None:
    """In parts: what a kill in the middle leaves out, the next run brings."""
    rest, new = iter(every), 0
    with _progress("Importing ideas") as step:
        while some := list(islice(rest, importing.BATCH)):
            with store.writing() as db:
                new += importing.write_ideas(db, some, source=source)
            step(new, len(every))
    with store.writing() as db:
        audit.note(db, actor=None, act="ideas.imported", label=source, new=new)
    out.print(f"{new} ideas were imported. Search finds them once the index has followed.")


@contextmanager
def _session(store: Database, dry_run: bool) -> Iterator[Writer]:
    """A plan is made and carried out in one transaction; a dry run's holds nobody up and saves nothing."""
    try:
        with store.reading() if dry_run else store.writing() as db:
            yield db  # type: ignore[misc] # a dry run returns before anything is written
    except Refusal as refusal:
        raise Unusable(f"{refusal.message} Nothing was changed.") from refusal


@contextmanager
def _progress(words: str) -> Iterator[Step]:
    with progress_bar() as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _say_plan(file: Path, sheet: Sheet, plan: Any, *, whole: bool, is_real: bool) -> None:
    """What is new and changed, line by line; errors end it here."""
    _refuse_errors(file, plan.errors)
    _say_reading_of(sheet, plan.unused)
    _say_some([f"new, line {change.line}: {change.name}" for change in plan.new], whole=whole)
    _say_some([_changed(change) for change in plan.changed], whole=whole)
    for note in plan.notes:
        out.print(_where(note))
    would = "" if is_real else "would be "
    out.print(f"{len(plan.new)} {would}new, {len(plan.changed)} {would}changed, {plan.unchanged} unchanged.")


def _changed(change: roster.Change[Person] | roster.Change[Department]) -> str:
    what = ", ".join(
        f"{COLUMNS.get(field, field)} from “{before}” to “{after}”" for field, before, after in change.differences
    )
    return f"changed, line {change.line}: {change.name}: {what}"


def _say_gone(plan: roster.Plan[Person], *, full: bool, whole: bool, is_real: bool) -> None:
    _say_some([f"not in the file: {person.name} <{person.email}>" for person in plan.gone], whole=whole)
    if full:
        out.print(f"{len(plan.gone)} {'' if is_real else 'would be '}deactivated.")
    elif plan.gone:
        out.print(f"{len(plan.gone)} are not in the file and stay as they are; --full deactivates them.")
    if plan.kept:
        out.print(f"{plan.kept.name} is not in the file, but is the last administrator and stays active.")


def _say_reading(file: Path, sheet: Sheet, reading: importing.Reading, source: str) -> None:
    used = ", ".join(
        field if field == column else f"{field} from {column}" for field, column in reading.columns.items()
    )
    out.print(f"{file.name} has {reading.rows} rows; the source is “{source}”. Used: {used}.")
    _say_reading_of(sheet, reading.unused)
    statuses = ", ".join(f"{status} ({count})" for status, count in reading.statuses.most_common(SHOWN))
    if statuses:
        out.print(f"Statuses without a stage of their own (--stage VALUE=KIND gives one): {statuses}.")
    _say_some([_where(repeat) for repeat in reading.repeats], whole=False)
    new = reading.ideas
    out.print(f"{len(new)} are new, {reading.present} are here already and stay as they are.")
    if new:
        matched, answered = (
            sum(map(bool, found)) for found in zip(*((i.author_id, i.answer) for i in new), strict=True)
        )
        languages = ", ".join(f"{tag} {n}" for tag, n in Counter(idea.language for idea in new).most_common())
        votes = sum(idea.votes for idea in new)
        out.print(
            f"They bring {votes} votes and {answered} responses; {matched} have an author who is here. {languages}."
        )


def _say_reading_of(sheet: Sheet, unused: Sequence[str]) -> None:
    if sheet.is_guess:
        out.print(
            f"The file does not say its encoding; it was read as {sheet.encoding}. Look whether the letters are right, "
            f"and say --encoding {sheet.encoding}, or what it is."
        )
    if unused:
        out.print(f"Columns that were not used: {', '.join(unused)}.")


def _say_some(lines: Sequence[str], *, whole: bool) -> None:
    for line in lines if whole else lines[:SHOWN]:
        out.print(line)
    if not whole and len(lines) > SHOWN:
        out.print(f"… and {len(lines) - SHOWN} more like this.")


def _refuse_errors(file: Path, errors: Sequence[RowError]) -> None:
    """A file with an error in it changes nothing; exit code 1, since the command itself was right."""
    if errors:
        for error in errors:
            err.print(_where(error))
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        err.print(f"{count} in {file}. Nothing was changed.", style="bold")
        raise SystemExit(1)


def _where(error: RowError) -> str:
    return (
        f"line {error.line}, {error.column}: {error.message}" if error.column else f"line {error.line}: {error.message}"
    )


def _pair(given: str, example: str) -> tuple[str, str]:
    name, equals, value = given.rpartition("=") if example.startswith("--stage") else given.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise Unusable(f"“{given}” does not say what is what. Write it as in {example}.")
    return name.strip(), value.strip()


def _kind(given: str) -> StageKind:
    try:
        return StageKind(given.lower())
    except ValueError:
        raise Unusable(f"“{given}” is not a kind of stage. There are: {', '.join(StageKind)}.") from None


def _language(given: str) -> str:
    try:
        return language_tag(given)
    except ValueError as error:
        raise Unusable(str(error)) from None
