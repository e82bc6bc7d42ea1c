"""The company's history from before it had Byline, brought in as any company would bring it."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.core import clock
from app.core.db import Database
from app.core.letters import key
from app.core.sheets import open_sheet
from app.demo.company import Entry
from app.imports.columns import matched
from app.imports.commands import begin_run, finish_run
from app.recognition import importing, queries

SOURCE = "Cork board, Lat Krabang"
FIELDS = ("giver", "receivers", "kind", "message", "created_at")


def bring_thanks(store: Database, wall: Sequence[Entry], end: datetime) -> None:
    """Raises ValueError for a note that names nobody of the company: the story tells of all of them."""
    with TemporaryDirectory() as folder:
        reading = _reading(store, _file(Path(folder), wall, end))
        for part in reading.parts():
            with store.reading() as db:
                found = reading.found(db, part)
            if found.refused:
                raise ValueError(found.refused)
            _write(store, found.thanks)


def _file(folder: Path, wall: Sequence[Entry], end: datetime) -> Path:
    """Somebody typed it into a spreadsheet."""
    path = folder / "wall.csv"
    with path.open("x", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([FIELDS, *_rows(wall, end)])
    return path


def _rows(wall: Sequence[Entry], end: datetime) -> Iterator[tuple[str, ...]]:
    for one in wall:
        day = clock.local_day(end - timedelta(days=one["days_ago"]), UTC)
        receivers = "; ".join(one["receivers"])
        yield one.get("giver", ""), receivers, one.get("kind", ""), one["message"], day.isoformat()


def _reading(store: Database, path: Path) -> importing.Reading:
    sheet = open_sheet(path)
    with store.reading() as db:
        awards = {key(name): kind.id for kind in queries.award_kinds(db) for name in kind.names.values()}
    how = importing.How(source=SOURCE, others=(), date_of=_day, awards=awards)
    return importing.Reading(sheet, matched("thanks", sheet.columns, FIELDS), how)


def _day(written: str) -> datetime:
    return clock.on_day(date.fromisoformat(written))


def _write(store: Database, thanks: Sequence[importing.Brought]) -> None:
    with store.writing() as db:
        run = begin_run(db, kind="thanks", source=SOURCE, file_name="wall.csv", digest="", header="", told={})
        importing.write_thanks(db, thanks, importing.spoken(thanks, "en"), source=SOURCE, run_id=run.id)
        finish_run(db, run.id)
