"""Bringing in ideas."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, opened, out, settings_for, steps
from app.cli.importing import asking, telling
from app.cli.importing.comments import write_comments
from app.cli.importing.complaints import Complaints, refuse
from app.cli.importing.opening import Given, begun, open_given
from app.cli.importing.options import DryRun, Encoding, File, importer, pair
from app.cli.importing.pacing import Pace
from app.cli.importing.saying import first_of
from app.cli.importing.updating import write_changes
from app.core.db import Database
from app.core.english import so_many
from app.discussion.importing import CommentReading, Comments, read_comments
from app.ideas import importing
from app.imports.commands import finish_run
from app.imports.faults import Faults, place
from app.imports.models import ImportRun

Department = Annotated[str, typer.Option(help="Slug or code of the department they are for.")]
Stages = Annotated[
    list[str], typer.Option("--stage", help="VALUE=KIND: what a status of the file means; may be repeated.")
]
Answered = Annotated[str, typer.Option(help="The kind of stage that an answer without a status means.")]
Update = Annotated[
    bool,
    typer.Option("--update", help="Votes, status and answer of ideas that are here already become as the file says."),
]


@importer.command()
def ideas(
    file: File,
    columns: asking.Map = asking.NONE,
    department: Department = "",
    language: asking.Language = "",
    stages: Stages = asking.NONE,
    answered: Answered = "",
    source: asking.Source = "",
    dates: asking.Dates = "",
    text: asking.Text = "",
    date: asking.Day = "",
    header: asking.Header = "",
    sheet: asking.Worksheet = "",
    leave: asking.Leave = asking.NONE,
    leave_rest: asking.LeaveRest = False,
    skip_bad: asking.SkipBad = None,
    shorten: asking.Shorten = None,
    match_names: asking.MatchNames = None,
    again: asking.Again = False,
    update: Update = False,
    dry_run: DryRun = False,
    encoding: Encoding = "",
    data: Data = HERE,
) -> None:
    """Bring in ideas with their dates, votes, authors, answers, comments, tags and links.

    Fields: id, title, in_short, body, author, author_email, author_employee_id, votes, votes_against, net_votes,
    created_at, updated_at, status, answer, answered_at, answered_by, department, language, tags, category, link,
    comments, row_kind, parent_id; a title or a body is enough. Authors are matched by employee id or e-mail, or kept
    as a name.
    Times that name no zone are in BYLINE_TIME_ZONE. What is told of a file is kept with its source, so that the next
    one needs no word. Doing it again brings only what is not here yet.
    """
    told = asking.told(
        columns=asking.mapping(columns),
        stages=dict(pair(one, "--stage new=open") for one in stages),
        **{"department": department, "language": language, "answered": answered, "dates": dates, "text": text},
        **{"date": date, "header": header, "sheet": sheet, "encoding": encoding, "leave": leave},
        **{"shorten": shorten, "match_names": match_names},
    )
    settings = settings_for(data)
    with opened(settings, begins=True) as store:
        given = open_given(store, "ideas", file, source, told, dry_run=dry_run)
        zone = ZoneInfo(settings.time_zone)
        asked = importing.asked_of(given.source, given.told, columns=told["columns"], zone=zone)
        with Complaints(settings, given.source, given.sheet, None if dry_run else skip_bad) as complaints:
            found = _judged(store, given, asked, complaints)
            stops = _stops(given, found, leaves_rest=leave_rest, again=again)
            complaints.say(file, found.faults, refused=found.refused, skips=bool(skip_bad), stops=stops)
            _tell(given, found)
            for line in telling.of_changes(found.ideas, updates=update):
                out.print(line)
            refuse(stops)
        changed = update and found.ideas.changed
        if not dry_run and (found.is_anything_new or changed):
            _write(store, given, found, updates=bool(changed))


@dataclass
class _Found:
    """What came of judging; `among` are comments that stand among the rows."""

    ideas: importing.Reading
    among: Comments | None = None
    comments: CommentReading | None = None

    @property
    def faults(self) -> Faults:
        return self.ideas.faults + self.comments.faults if self.comments else self.ideas.faults

    @property
    def refused(self) -> int:
        return self.ideas.refused + (self.comments.refused if self.comments else 0)

    @property
    def count_of_comments(self) -> int:
        return self.ideas.comments + (self.comments.new if self.comments else 0)

    @property
    def is_anything_new(self) -> bool:
        return bool(self.ideas.new or (self.comments and self.comments.new))


def _judged(store: Database, given: Given, asked: importing.Asked, complaints: Complaints) -> _Found:
    with store.reading() as db, steps("Looking at the columns") as step:
        learnt = importing.learn(db, given.sheet, asked, step)
    with store.reading() as db, steps("Judging the rows") as step:
        found = _Found(importing.read_ideas(db, given.sheet, learnt, step, complaints.refuse))
    found.among = importing.comments_among(given.sheet, found.ideas)
    if found.among:
        with store.reading() as db, steps("Judging the comments") as step:
            found.comments = read_comments(db, found.among, step, complaints.refuse)
    return found


def _tell(given: Given, found: _Found) -> None:
    reading = found.ideas
    out_of = telling.of_file(given, reading.learnt.rows, reading.learnt.columns.system)
    for line in (*out_of, *telling.of_columns(given.sheet, reading.used, reading.unused), *telling.of_reading(reading)):
        out.print(line)
    repeats = [f"{place(one.row, one.line)}: {one.message}" for one in reading.repeats]
    new = telling.of_new(reading, found.count_of_comments)
    for line in (*first_of(repeats, reading.repeated), *new, *telling.of_presence(reading)):
        out.print(line)


def _stops(given: Given, found: _Found, *, leaves_rest: bool, again: bool) -> list[str]:
    """Nothing that matters is dropped unsaid, and nothing comes twice."""
    reading = found.ideas
    learnt = reading.learnt
    suspects = telling.unless_left(given, learnt.suspects, leaves_rest)
    is_undated = learnt.is_undated and not (suspects or learnt.errors)
    return [
        *telling.stops_at_columns(suspects, importing.LOOKED_FOR),
        *telling.stops_at_dates(is_undated, learnt.asked.day is not None, learnt.rows),
        *([] if again else _presence(given, reading)),
    ]


def _presence(given: Given, reading: importing.Reading) -> Iterator[str]:
    return telling.stops_at_presence(
        given, reading.elsewhere, new=reading.new, present=reading.present, of=("idea", "ideas")
    )


def _write(store: Database, given: Given, found: _Found, *, updates: bool) -> None:
    """In parts: what a kill in the middle leaves out, the next run brings."""
    if orders := found.ideas.learnt.orders:
        given.told["dates_found"] = next(iter(orders.values())).value
    with store.writing() as db:
        run = begun(db, "ideas", given, found.ideas.learnt.columns)
    changed = write_changes(store, given, found.ideas, run) if updates else 0
    new = _write_ideas(store, given, found.ideas, run)
    said = write_comments(store, found.among, run) if found.among else 0
    with store.writing() as db:
        finish_run(db, run.id)
        note = partial(audit.note, db, actor=None, act="ideas.imported", label=given.source, new=new)
        note(changed=changed) if updates else note()
    if new or not (changed or said):
        brought = so_many(new, "idea was imported. Search finds it", "ideas were imported. Search finds them")
        out.print(f"{brought} once the index has followed.")
    if said:
        out.print(f"{so_many(said, 'comment', 'comments')} came with them.")
    if found.comments and said < found.comments.new:
        out.print(
            f"{so_many(found.comments.new - said, 'comment is', 'comments are')} about what is not here, and left out."
        )
    if found.refused:
        left = so_many(found.refused, "row that could not be taken is", "rows that could not be taken are")
        out.print(f"{left} left to be mended.")


def _write_ideas(store: Database, given: Given, reading: importing.Reading, run: ImportRun) -> int:
    new, done, pace = 0, 0, Pace(importing.BATCH, breathes=store.is_sqlite)
    with steps("Importing ideas") as step:
        for part in importing.parts(given.sheet, reading, importing.BATCH):
            with store.reading() as db:
                made = part.ideas(db)
            for some in pace.portions(made, weight=lambda idea: 1 + len(idea.comments)):
                with pace.turn(), store.writing() as db:
                    new += importing.write_ideas(db, some, run=run)
                done += len(some)
                step(done, reading.new)
    return new
