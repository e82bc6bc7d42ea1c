"""Copies of everything Byline keeps: before a migration, as one file, and back again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.runtime.migration import MigrationContext

from app.core.clock import now
from app.core.db import Database
from app.core.settings import Settings


def copy_before_migrating(settings: Settings, store: Database) -> Path:
    """A copy of the SQLite database in the folder `backups`, named for the version it is at."""
    with store.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision() or "empty"
    folder = settings.data / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = folder / f"before-{revision}-{now():%Y-%m-%d-%H%M%S}.db"
    with closing(sqlite3.connect(settings.data / "byline.db")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
