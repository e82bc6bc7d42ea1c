"""Files of thanks brought in as the verb does it, part by part."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from app.core.batches import batches
from app.core.db import Database, Writer
from app.core.errors import Invalid
from app.core.sheets import open_sheet
from app.imports.columns import matched
from app.imports.commands import begin_run, finish_run, mark_undone
from app.recognition import commands, importing, queries
from app.recognition.importing import Brought, Found, How, Reading
from app.recognition.importing.columns import ThanksLine
from app.recognition.importing.matching import Company
from app.recognition.importing.rows import read_row
from app.recognition.models import Recognition


def reading(path: Path, text: str, *, source: str = "old wall", chosen: Any = None, **how: Any) -> Reading:
    file = path / "thanks.csv"
    file.write_text(text, "utf-8")
    sheet = open_sheet(file)
    columns = matched("thanks", sheet.columns, importing.FIELDS, chosen=chosen)
    about: dict[str, Any] = {"source": source, "date_of": date, "others": ()} | how
    return Reading(sheet, columns, How(**about))


def date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def judged(store: Database, path: Path, text: str, **how: Any) -> Found:
    """Of a file that is one part."""
    read = reading(path, text, **how)
    with store.reading() as db:
        [found] = [read.found(db, part) for part in read.parts()]
    return found


def complaints(found: Found) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.message) for one in found.refused for error in one.errors]


def brought(store: Database, path: Path, text: str, *, source: str = "old wall", **how: Any) -> int:
    """Every row has to be right. Returns the run that brought them."""
    read = reading(path, text, source=source, **how)
    with store.writing() as db:
        run = begin_run(db, kind="thanks", source=source, file_name="thanks.csv", digest="", header="", told={}).id
    for part in read.parts():
        with store.reading() as db:
            found = read.found(db, part)
        assert complaints(found) == []
        for some in batches(found.thanks, importing.BATCH):
            with store.writing() as db:
                importing.write_thanks(db, some, importing.spoken(some, "en"), source=source, run_id=run)
    with store.writing() as db:
        finish_run(db, run)
    return run


def brought_row(db: Writer, **cells: Any) -> tuple[int, list[Recognition]]:
    """One row in a run of its own: the run, and what came of it. Raises Invalid for what is wrong with the row."""
    about: dict[str, Any] = {"source": "old wall", "others": (), "date_of": date}
    line = ThanksLine(created_at="2023-04-05", **cells)
    read = read_row(line, Company(db, [line], trusts_names=False), How(**about))
    if read.wrong or read.at is None:
        raise Invalid(str(read.wrong))
    run = begin_run(db, kind="thanks", source="old wall", file_name="", digest="", header="", told={}).id
    whom, kind = read.whom.received, 1 if line.kind else None
    one = Brought(2, read.external_id, kind, read.giver, read.giver_name, whom, read.message, read.at)
    importing.write_thanks(db, [one], importing.spoken([one], "en"), source="old wall", run_id=run)
    return run, list(db.exec(select(Recognition).where(Recognition.run_id == run)))


def undone(store: Database, run_id: int, *, at_once: int = 50) -> int:
    """How many were taken back, and the run with them."""
    with store.reading() as db:
        ids = queries.thanks_of_run(db, run_id)
    count = 0
    for some in batches(ids, at_once):
        with store.writing() as db:
            count += len(commands.undo_thanks(db, some))
    with store.writing() as db:
        if not queries.thanks_of_run(db, run_id):
            mark_undone(db, run_id)
    return count
