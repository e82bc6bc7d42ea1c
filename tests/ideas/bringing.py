"""Files of ideas for tests: read whole, and brought."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.db import Database
from app.core.sheets import RowError, open_sheet
from app.ideas import importing
from app.imports.commands import begin_run


@dataclass
class Found:
    """What came of reading a file, with everything that would come in."""

    reading: importing.Reading
    ideas: list[importing.Brought]
    errors: list[RowError]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reading, name)


def read(store: Database, content: str, folder: Path = Path(), **asked: Any) -> Found:
    """The file stands in the working folder, or in another, since it is read more than once."""
    file = folder / "given.csv"
    file.write_text(content, "utf-8")
    sheet, errors = open_sheet(file), list[RowError]()
    with store.reading() as db:
        learnt = importing.learn(db, sheet, importing.Asked(**({"source": "test"} | asked)))
        reading = importing.read_ideas(db, sheet, learnt, refuse=lambda refused: errors.extend(refused.errors))
        ideas = [] if reading.faults else [one for part in importing.parts(sheet, reading, 7) for one in part.ideas(db)]
    return Found(reading, ideas, [*learnt.errors, *errors])


def write(store: Database, ideas: list[importing.Brought], source: str = "test") -> int:
    """How many were new."""
    with store.writing() as db:
        run = begin_run(db, kind="ideas", source=source, file_name="given.csv", digest="", header="", told={})
        return importing.write_ideas(db, ideas, run=run)


def bring(store: Database, content: str, **asked: Any) -> Found:
    found = read(store, content, **asked)
    assert found.errors == []
    write(store, found.ideas, asked.get("source", "test"))
    return found
