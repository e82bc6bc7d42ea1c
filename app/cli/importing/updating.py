"""Ideas that are here already, brought up to date by a later file of their source."""

from app.cli.common import out, steps
from app.cli.importing.opening import Given
from app.cli.importing.pacing import Pace
from app.core.db import Database
from app.core.english import so_many
from app.ideas import importing
from app.imports.models import ImportRun


def write_changes(store: Database, given: Given, reading: importing.Reading, run: ImportRun) -> int:
    done, pace = 0, Pace(importing.BATCH, breathes=store.is_sqlite)
    with steps("Bringing ideas up to date") as step:
        for part in importing.parts(given.sheet, reading, importing.BATCH):
            with store.reading() as db:
                free, _touched = importing.differing(db, part.changes(db))
            for some in pace.portions(free, weight=lambda change: 1):
                with pace.turn(), store.writing() as db:
                    done += importing.update_ideas(db, some, run=run)
            step(part.first, reading.learnt.rows)
    out.print(f"{so_many(done, 'idea was', 'ideas were')} brought up to date.")
    return done
