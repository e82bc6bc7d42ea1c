"""What keeps tests of pages brisk: without it most of their time goes into making the same things again."""

import shutil
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine

from app import wiring
from app.core.db import Database
from app.core.web.assets import Assets
from app.people.passwords import Passwords
from tests.cast import Company, founded


class _Kept(BytecodeCache):
    """Jinja compares the source, so a template that was changed is compiled anew."""

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._compiled.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = (bucket.checksum, bucket.bytecode_to_string())


class _Engines:
    """Makes engines that share, as one engine of a process does for as long as it runs, the SQL of their statements."""

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}

    def __call__(self, url: str, **options: Any) -> Engine:
        made = create_engine(url, **options)
        first = self._first.get(made.dialect.name) or self._began(made)
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
        return made

    def _began(self, made: Engine) -> Engine:
        """A dialect knows its server from the first connection on, which the first engine may never make."""
        first = create_engine("sqlite://") if made.dialect.name == "sqlite" else made
        first.connect().close()
        self._first[made.dialect.name] = first
        return first


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Applications of this process share what never changes: compiled templates and statements, packed assets, the
    hash of nobody.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.core.db.create_engine", _Engines())
        patch.setattr("app.core.web.page.Environment", partial(Environment, bytecode_cache=_Kept()))
        patch.setattr("app.main.Assets", cache(Assets))
        patch.setattr("app.main.Passwords", cache(Passwords))
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> Iterator[None]:
    """As in production: structlog's own default paints every frame of a traceback."""
    before = structlog.get_config()
    merge, level = structlog.contextvars.merge_contextvars, structlog.processors.add_log_level
    traceback, json = structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
    structlog.configure(processors=[merge, level, traceback, json])
    with pytest.MonkeyPatch.context() as patch:
        # A verb that is tried in this process would set them up for every test after it.
        patch.setattr("app.cli.serving.set_up_logs", lambda *, development: None)
        yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def begun(migrated, tmp_path_factory) -> tuple[Path, Company]:
    """On SQLite: the database of the small company, to be copied."""
    file = tmp_path_factory.mktemp("begun") / "byline.db"
    shutil.copy(migrated.removeprefix("sqlite:///"), file)
    store = Database(f"sqlite:///{file}", threads=2, info=wiring.INFO)
    with store.writing() as db:
        company = founded(db)
    store.dispose()
    return file, company


@pytest.fixture
def cast(request, settings, store) -> Company:
    """The same small company as everywhere, without being founded anew for every test."""
    if not store.is_sqlite:
        with store.writing() as db:
            return founded(db)
    file, company = request.getfixturevalue("begun")
    store.dispose()
    shutil.copy(file, settings.data / "byline.db")
    return company
