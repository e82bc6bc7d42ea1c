"""What an earlier release had written into its search index stays, and what waited for the index is written."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from app import wiring
from app.core import migrating
from app.core.db import Database, Reader
from app.core.settings import Settings
from app.core.subjects import Subject
from app.search import commands, jobs, queries
from app.search.index import Document, Index
from app.search.models import SearchEntry, StaleMark
from tests.makers import rows
from tests.migrations import earlier

KEPT = {Subject("idea", 1): 33, Subject("idea", 3): 15, Subject("topic", 6): 23, Subject("person", 1): 4}
"""As far as that release's worker had got, with the marks it wrote them for."""
LAST_MARK = 38
RELEASE = "df9a7e8e8fc4"
ENTRY = "INSERT INTO search_entry (kind, ref, seq) VALUES (:kind, :ref, :seq)"
DONE = "DELETE FROM stale_mark WHERE kind = :kind AND ref = :ref"


@pytest.fixture
def settings(tmp_path: Path, server: str) -> Settings:
    return earlier.settings(tmp_path, server)


@pytest.fixture
def store(settings: Settings) -> Iterator[Database]:
    """Not yet brought forward."""
    opened = Database(settings.url, threads=2)
    earlier.fill(opened)
    with opened.engine.begin() as connection:
        for subject, seq in KEPT.items():
            connection.execute(text(ENTRY), vars(subject) | {"seq": seq})
            connection.execute(text(DONE), vars(subject))
    yield opened
    opened.dispose()


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    """In a folder that keeps no name, which that release gave to none."""
    made = wiring.open_index(settings)
    made.write([(Document(subject=subject, title="Written before"), seq) for subject, seq in KEPT.items()])
    made.close()
    [name] = settings.index_folder.rglob("name")
    name.unlink()
    opened = wiring.open_index(settings)
    yield opened
    opened.close()


def keep_up(store: Database, index: Index) -> set[Subject]:
    """What was described anew."""
    asked: set[Subject] = set()

    def described(kind: str, db: Reader, refs: Sequence[int]) -> list[Document]:
        asked.update(Subject(kind, ref) for ref in refs)
        return wiring.KINDS.describe[kind](db, refs)

    jobs.keep_up(
        store, index, {kind: partial(described, kind) for kind in wiring.KINDS.describe}, wiring.KINDS.findable
    )
    return asked


def test_only_what_waited_is_written(store, index):
    migrating.upgrade(store)
    asked = keep_up(store, index)
    held = index.refs()
    assert Subject("idea", 2) in asked
    assert not asked & KEPT.keys()
    assert held.items() > KEPT.items()
    with store.reading() as db:
        assert held.keys() == {Subject(kind, ref) for kind, refs in wiring.KINDS.findable.items() for ref in refs(db)}
        assert queries.entries(db, index.name) == held
    assert rows(store, StaleMark) == []


def test_numbers_of_marks_go_on(store):
    migrating.upgrade(store)
    with store.writing() as db:
        commands.forget(db, "", [number for number, _subject in queries.marks(db)])
        commands.touch(db, Subject("idea", 1))
    assert [row.id for row in rows(store, StaleMark)] == [LAST_MARK + 1]


def test_going_back_keeps_the_marks_and_their_numbers(store, index):
    migrating.upgrade(store)
    keep_up(store, index)
    with store.writing() as db:
        commands.touch(db, Subject("idea", 1))
    last = max(row.id for row in rows(store, StaleMark))
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), RELEASE)
        connection.commit()
    with store.engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM search_entry")) == 0
        assert connection.execute(text("SELECT id, kind, ref FROM stale_mark")).all() == [(last, "idea", 1)]
        connection.execute(text("INSERT INTO stale_mark (kind, ref) VALUES ('idea', 2)"))
        assert connection.scalar(text("SELECT max(id) FROM stale_mark")) == last + 1
    migrating.upgrade(store)
    assert rows(store, SearchEntry) == []
    assert keep_up(store, index) >= KEPT.keys()
