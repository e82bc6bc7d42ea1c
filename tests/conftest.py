"""A database a test, with real commits, on SQLite or on the PostgreSQL that BYLINE_TEST_DATABASE_URL names."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import SQLModel

from app import wiring
from app.core.db import Database
from app.core.deliveries import deliver_due
from app.core.migrating import upgrade
from app.core.settings import Settings
from app.main import create_app
from app.people import commands as people
from app.people.queries import person
from tests.brisk import begun, cast, compiled_once, plain_logs
from tests.servers import worker_database

POSTGRES = os.environ.get("BYLINE_TEST_DATABASE_URL", "")
__all__ = ["begun", "cast", "compiled_once", "plain_logs"]
Visitor = Callable[[int], TestClient]


@pytest.fixture(scope="session")
def server() -> str:
    """The PostgreSQL that is tested, empty on SQLite. Only what asks for it, by itself or by a fixture, is run on both."""
    return POSTGRES


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, worker_id, server) -> str:
    """The address of a migrated, empty database that tests copy, or on PostgreSQL empty again and again."""
    if server:
        url = worker_database(server, f"byline_{worker_id}")
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'byline.db'}"
    store = Database(url.replace("postgresql://", "postgresql+psycopg://"), threads=2)
    upgrade(store)
    if store.is_sqlite:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.dispose()
    return url


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    """xdist's name of this process; `main` without xdist."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def settings(tmp_path, migrated) -> Settings:
    """Of a company that has not begun: nobody is there, and no stage."""
    data = tmp_path / "data"
    data.mkdir()
    if POSTGRES:
        emptied(migrated).dispose()
    else:
        shutil.copy(migrated.removeprefix("sqlite:///"), data / "byline.db")
    url = migrated if POSTGRES else ""
    return Settings(data=data, database_url=url, worker="none", password_rounds=1, base_url="http://testserver")


@pytest.fixture
def create() -> Callable[[Settings], FastAPI]:
    """What makes the application, for tests with routes of their own to put another in its place."""
    return create_app


@pytest.fixture
def application(settings, create) -> Iterator[FastAPI]:
    made = create(settings)
    yield made
    made.state.parts.index.close()
    made.state.parts.store.dispose()


@pytest.fixture
def store(application) -> Database:
    return application.state.parts.store


@pytest.fixture
def as_(application, store) -> Visitor:
    """A browser that somebody is signed in with; 0 is a stranger's. It follows no redirects."""

    def visitor(person_id: int) -> TestClient:
        client = TestClient(application, follow_redirects=False, raise_server_exceptions=False)
        if person_id:
            with store.writing() as db:
                token = people.start_session(db, person=person(db, person_id), browser="A test")
            client.cookies.set("byline", token)
        return client

    return visitor


@pytest.fixture
def work(application, store) -> Callable[[], None]:
    """What the worker does in one round, here and now."""

    def round_() -> None:
        deliver_due(store, wiring.REACTIONS)
        for job in wiring.jobs(application.state.parts.settings, store, application.state.parts.index):
            job.run()

    return round_


def emptied(url: str, *, info: dict[str, Any] | None = None) -> Database:
    """A database on PostgreSQL, open, with nothing in it."""
    tables = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    store = Database(url.replace("postgresql://", "postgresql+psycopg://"), threads=2, info=info)
    with store.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    return store


def pytest_collection_modifyitems(config, items) -> None:
    """What is meant for one engine is left out on the other, and on PostgreSQL what asks no database at all."""
    wanted = _asks_postgresql if POSTGRES else (lambda item: not item.get_closest_marker("postgres"))
    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = kept


def _asks_postgresql(item: pytest.Item) -> bool:
    """Any other test would only do again what it did on SQLite."""
    if item.get_closest_marker("postgres"):
        return True
    return not item.get_closest_marker("sqlite") and "server" in getattr(item, "fixturenames", ())


@pytest.fixture
def sound(store):
    """Asked after a test: nothing is there that cannot be."""
    yield
    with store.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []
