"""The database is brought forward once, whole, and never by a program that is older than it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, String, inspect, text

from app.core import migrating
from app.core.db import Database
from app.core.errors import Unusable
from app.core.settings import Settings
from tests.servers import worker_database

UPGRADE = "import sys; from app.core import db, migrating; migrating.upgrade(db.Database(sys.argv[1]))"
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"""
FAMILY = (
    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE)",
    "INSERT INTO parent VALUES (1)",
    "INSERT INTO child VALUES (1, 1)",
)


@pytest.fixture
def store(tmp_path: Path, server: str) -> Iterator[Database]:
    """An empty database, which the usual one is not."""
    name = f"migrating_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    opened = Database(Settings(data=tmp_path, database_url=worker_database(server, name) if server else "").url)
    yield opened
    opened.dispose()


def revision(store: Database) -> str:
    with store.engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def move_to(store: Database, unknown: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :unknown"), {"unknown": unknown})


def test_an_empty_database_is_brought_to_what_the_code_expects(store: Database) -> None:
    assert migrating.state(store) == "empty"
    migrating.upgrade(store)
    assert migrating.state(store) == "current"
    assert "delivery" in inspect(store.engine).get_table_names()


def test_an_upgrade_of_a_current_database_changes_nothing(store: Database) -> None:
    migrating.upgrade(store)
    before = revision(store)
    migrating.upgrade(store)
    assert revision(store) == before


def test_several_programs_that_upgrade_at_once_all_end_well(store: Database) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    started = [subprocess.Popen([sys.executable, "-c", UPGRADE, url]) for _ in range(2)]
    assert [program.wait(120) for program in started] == [0, 0]
    assert migrating.state(store) == "current"


@pytest.mark.postgres
def test_an_upgrade_waits_for_the_one_that_is_under_way(store: Database) -> None:
    with ThreadPoolExecutor(1) as aside:
        with store.engine.connect() as other:
            other.execute(text("SELECT pg_advisory_lock(:key)"), {"key": migrating.LOCK})
            waiting = aside.submit(migrating.upgrade, store)
            while not waiting.done() and not other.scalar(text(WAITING)):
                pass
            assert not waiting.done()
            other.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": migrating.LOCK})
        waiting.result()
    assert migrating.state(store) == "current"


def test_an_empty_database_is_not_used(store: Database) -> None:
    with pytest.raises(Unusable, match=r"Run \./byline migrate first"):
        migrating.require_current(store)


def test_a_current_database_is_used(store: Database) -> None:
    migrating.upgrade(store)
    migrating.require_current(store)
    assert migrating.state(store) == "current"


@pytest.mark.parametrize("attempt", [migrating.require_current, migrating.upgrade], ids=["use", "upgrade"])
def test_a_database_made_by_a_newer_byline_is_left_alone(store: Database, attempt) -> None:
    migrating.upgrade(store)
    move_to(store, "from_the_future")
    assert migrating.state(store) == "ahead"
    with pytest.raises(Unusable, match="made by a newer Byline"):
        attempt(store)
    assert revision(store) == "from_the_future"


def test_the_steps_together_make_what_the_models_say(store: Database) -> None:
    migrating.upgrade(store)
    with migrating.connection(store) as connection:
        command.check(migrating.config(connection))


def test_every_step_can_be_undone_and_taken_again(store: Database) -> None:
    migrating.upgrade(store)
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), "base")
    assert inspect(store.engine).get_table_names() == ["alembic_version"]
    migrating.upgrade(store)
    assert migrating.state(store) == "current"


@pytest.mark.sqlite
def test_a_table_that_is_copied_keeps_what_points_at_it(store: Database) -> None:
    with migrating.connection(store) as connection, connection.begin():
        for statement in FAMILY:
            connection.execute(text(statement))
        steps = Operations(MigrationContext.configure(connection))
        with steps.batch_alter_table("parent", recreate="always") as parent:
            parent.add_column(Column("name", String))
        assert connection.scalar(text("SELECT count(*) FROM child")) == 1


@pytest.mark.sqlite
def test_the_reference_watch_is_back_after_an_upgrade(store: Database) -> None:
    migrating.upgrade(store)
    with store.reading() as db:
        assert db.connection().exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
