"""Bringing in thanks and awards."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, opened, out, settings_for, steps
from app.cli.importing import asking, telling
from app.cli.importing.complaints import Complaints, refuse
from app.cli.importing.opening import Given, begun, open_given
from app.cli.importing.options import DryRun, Encoding, File, importer, pair
from app.cli.importing.pacing import Pace
from app.cli.importing.tally import Tally, of_columns, of_tally
from app.core.db import Database
from app.core.english import so_many
from app.discussion.importing import Asked, told_of_any
from app.imports.commands import finish_run
from app.imports.models import ImportRun
from app.recognition import importing

KeepNames = Annotated[
    bool | None,
    typer.Option(
        "--keep-names/--no-keep-names",
        help="Beside somebody who is here, receivers whom nobody matches stand by their names, without credit.",
    ),
]


@importer.command()
def thanks(
    file: File,
    columns: asking.Map = asking.NONE,
    awards: Annotated[
        list[str], typer.Option("--award", help="VALUE=KIND: which kind of award a kind in the file is.")
    ] = asking.NONE,
    source: asking.Source = "",
    match_names: asking.MatchNames = None,
    keep_names: KeepNames = None,
    dates: asking.Dates = "",
    date: asking.Day = "",
    text: asking.Text = "",
    encoding: Encoding = "",
    header: asking.Header = "",
    sheet: asking.Worksheet = "",
    skip_bad: asking.SkipBad = None,
    leave: asking.Leave = asking.NONE,
    leave_rest: asking.LeaveRest = False,
    again: asking.Again = False,
    dry_run: DryRun = False,
    data: Data = HERE,
) -> None:
    """Bring in thanks and awards with their dates, givers and receivers.

    Fields: id, giver, giver_email, giver_employee_id, receivers, receiver_email, receiver_employee_id, department,
    message, created_at, kind, link, points; somebody who is thanked and a message are enough. People are matched by
    employee id, else by e-mail. A giver whom nobody matches stays as a name; whoever is thanked has to be here. A kind
    that is a kind of award here makes an award. Points are not kept. Nobody is told. Doing it again brings only what
    is not here yet.
    """
    told = asking.told(
        columns=asking.mapping(columns),
        awards=dict(pair(one, "--award Hero=Quiet hero") for one in awards),
        **{"dates": dates, "text": text, "date": date, "header": header, "sheet": sheet, "encoding": encoding},
        **{"leave": leave, "match_names": match_names, "keep_names": keep_names},
    )
    settings = settings_for(data)
    with opened(settings, begins=True) as store:
        given = open_given(store, "thanks", file, source, told, dry_run=dry_run)
        asked = Asked(
            source=given.source, zone=ZoneInfo(settings.time_zone), **told_of_any(given.told, told["columns"])
        )
        said = importing.Said(
            awards=given.told["awards"], keep_names=bool(given.told.get("keep_names")), site=settings.base_url
        )
        with store.reading() as db, steps("Looking at the columns") as step:
            learnt = importing.learn(db, given.sheet, asked, said, step)
        with Complaints(settings, given.source, given.sheet, None if dry_run else skip_bad) as complaints:
            tally = _judged(store, learnt, complaints)
            stops = _stops(given, learnt, tally, is_dated=asked.day is not None, leaves_rest=leave_rest, again=again)
            complaints.say(file, tally.faults, refused=tally.refused, skips=bool(skip_bad), stops=stops)
            _tell(given, learnt, tally, asked.zone)
            refuse(stops)
        if not dry_run and tally.new:
            _write(store, given, learnt, tally, likely=settings.language)


def _judged(store: Database, learnt: importing.Learnt, complaints: Complaints) -> Tally:
    tally = Tally()
    tally.faults.add(*learnt.errors)
    done = 0
    with steps("Judging the rows") as step:
        for part in learnt.reading.parts() if not learnt.errors else ():
            with store.reading() as db:
                found = learnt.reading.found(db, part)
            tally.take(found)
            for one in found.refused:
                complaints.refuse(one)
            done += len(part)
            step(done, learnt.rows)
    return tally


def _stops(
    given: Given, learnt: importing.Learnt, tally: Tally, *, is_dated: bool, leaves_rest: bool, again: bool
) -> list[str]:
    """Nothing that matters is dropped unsaid, and nothing comes twice."""
    suspects = telling.unless_left(given, learnt.suspects, leaves_rest)
    return [
        *telling.stops_at_columns(suspects, importing.LOOKED_FOR),
        *telling.stops_at_dates(learnt.is_undated and not (suspects or learnt.errors), is_dated, learnt.rows),
        *([] if again else _presence(given, tally)),
    ]


def _presence(given: Given, tally: Tally) -> Iterator[str]:
    return telling.stops_at_presence(
        given, tally.elsewhere, new=tally.new, present=tally.present, of=("thanks", "thanks")
    )


def _tell(given: Given, learnt: importing.Learnt, tally: Tally, zone: ZoneInfo) -> None:
    used = {name: str(one) for name, one in learnt.columns.sources.items()}
    for line in (
        *telling.of_file(given, learnt.rows, learnt.columns.system),
        *telling.of_columns(given.sheet, used, learnt.columns.unused),
        *of_columns(learnt),
        *of_tally(tally, zone),
    ):
        out.print(line)


def _write(store: Database, given: Given, learnt: importing.Learnt, tally: Tally, *, likely: str) -> None:
    """In parts: what a kill in the middle leaves out, the next run brings."""
    with store.writing() as db:
        run = begun(db, "thanks", given, learnt.columns)
    new = _write_thanks(store, learnt.reading, run, tally.new, likely)
    with store.writing() as db:
        finish_run(db, run.id)
        audit.note(db, actor=None, act="thanks.imported", label=given.source, new=new)
    brought = so_many(new, "thanks was imported. Search finds it", "thanks were imported. Search finds them")
    out.print(f"{brought} once the index has followed.")
    if tally.refused:
        left = so_many(tally.refused, "row that could not be taken is", "rows that could not be taken are")
        out.print(f"{left} left to be mended.")


def _write_thanks(store: Database, reading: importing.Reading, run: ImportRun, total: int, likely: str) -> int:
    new, done, pace = 0, 0, Pace(importing.BATCH, breathes=store.is_sqlite)
    with steps("Importing thanks") as step:
        for part in reading.parts():
            with store.reading() as db:
                thanks = reading.found(db, part).thanks
            for some in pace.portions(thanks, weight=lambda one: len(one.received)):
                languages = importing.spoken(some, likely)
                with pace.turn(), store.writing() as db:
                    new += importing.write_thanks(db, some, languages, source=run.source, run_id=run.id)
                done += len(some)
                step(done, total)
    return new
