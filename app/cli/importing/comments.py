"""Bringing in comments, as a file of their own or with the ideas that they are about."""

from zoneinfo import ZoneInfo

from app.audit import commands as audit
from app.cli.common import HERE, Data, opened, out, settings_for, steps
from app.cli.importing import asking, telling
from app.cli.importing.complaints import Complaints, refuse
from app.cli.importing.opening import Given, begun, open_given
from app.cli.importing.options import DryRun, Encoding, File, importer
from app.cli.importing.pacing import Pace
from app.core.db import Database
from app.core.english import so_many
from app.discussion import commands
from app.discussion.importing import (
    COMMENT_LOOKED_FOR,
    Asked,
    CommentReading,
    Comments,
    LearntComments,
    comment_parts,
    comments_of,
    learn_comments,
    read_comments,
    told_of_any,
)
from app.imports.commands import add_to_run, finish_run
from app.imports.models import ImportRun

BATCH = 100


@importer.command()
def comments(
    file: File,
    source: asking.Source = "",
    columns: asking.Map = asking.NONE,
    header: asking.Header = "",
    dates: asking.Dates = "",
    date: asking.Day = "",
    sheet: asking.Worksheet = "",
    text: asking.Text = "",
    language: asking.Language = "",
    leave: asking.Leave = asking.NONE,
    shorten: asking.Shorten = None,
    leave_rest: asking.LeaveRest = False,
    match_names: asking.MatchNames = None,
    skip_bad: asking.SkipBad = None,
    encoding: Encoding = "",
    dry_run: DryRun = False,
    data: Data = HERE,
) -> None:
    """Bring in comments on ideas that were brought in before; say --source as it was said for these.

    Fields: idea_id, which is the id that the idea had in its file, id, parent_id for the comment that is replied to,
    body, author, author_email, author_employee_id, created_at, language. Nobody is told of them. Doing it again brings
    only what is not here yet.
    """
    told = asking.told(
        columns=asking.mapping(columns),
        **{"language": language, "dates": dates, "text": text, "date": date, "header": header, "sheet": sheet},
        **{"encoding": encoding, "leave": leave, "shorten": shorten, "match_names": match_names},
    )
    settings = settings_for(data)
    with opened(settings, begins=True) as store:
        given = open_given(store, "comments", file, source, told, dry_run=dry_run)
        about = told_of_any(given.told, told["columns"])
        asked = Asked(source=given.source, zone=ZoneInfo(settings.time_zone), **about)
        with Complaints(settings, given.source, given.sheet, None if dry_run else skip_bad) as complaints:
            with steps("Looking at the columns") as step:
                learnt = learn_comments(given.sheet, asked, step)
            with store.reading() as db, steps("Judging the rows") as step:
                found = read_comments(db, learnt.given, step, complaints.refuse)
            stops = _stops(given, learnt, found, leaves_rest=leave_rest)
            complaints.say(file, found.faults, refused=found.refused, skips=bool(skip_bad), stops=stops)
            _tell(given, learnt, found)
            refuse(stops)
        if not dry_run and found.new:
            _write(store, given, learnt.given)


def _tell(given: Given, learnt: LearntComments, found: CommentReading) -> None:
    columns = learnt.given.columns
    used = {name: str(one) for name, one in columns.sources.items()}
    for line in (
        *telling.of_file(given, learnt.given.count, columns.system),
        *telling.of_columns(given.sheet, used, columns.unused),
        *telling.of_comments(found),
    ):
        out.print(line)


def _stops(given: Given, learnt: LearntComments, found: CommentReading, *, leaves_rest: bool) -> list[str]:
    suspects = telling.unless_left(given, learnt.suspects, leaves_rest)
    is_dated = learnt.given.asked.day is not None
    return [
        *telling.stops_at_columns(suspects, COMMENT_LOOKED_FOR),
        *telling.stops_at_dates(learnt.is_undated and not suspects, is_dated, found.new),
    ]


def _write(store: Database, given: Given, comments_given: Comments) -> None:
    """In parts: what a kill in the middle leaves out, the next run brings."""
    with store.writing() as db:
        run = begun(db, "comments", given, comments_given.columns)
    new = write_comments(store, comments_given, run)
    with store.writing() as db:
        finish_run(db, run.id)
        audit.note(db, actor=None, act="comments.imported", label=given.source, new=new)
    out.print(f"{so_many(new, 'comment was', 'comments were')} imported.")


def write_comments(store: Database, given: Comments, run: ImportRun) -> int:
    new, done, pace = 0, 0, Pace(BATCH, breathes=store.is_sqlite)
    with steps("Importing comments") as step:
        for part in comment_parts(given, BATCH):
            with store.reading() as db:
                made = comments_of(db, given, part)
            for some in pace.portions(made, weight=lambda said: 1):
                with pace.turn(), store.writing() as db:
                    count = commands.bring_comments(db, some, run_id=run.id)
                    add_to_run(db, run.id, new=count)
                new += count
            done += len(part)
            step(done, given.count)
    return new
