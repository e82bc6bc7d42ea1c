"""A store as an earlier release left it, from the rows that release wrote itself."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import JSON, Boolean, Column, Connection, DateTime, MetaData, Table, text

from app.core import migrating
from app.core.db import Database
from app.core.settings import Settings
from tests.servers import worker_database

RELEASE = Path(__file__).with_name("release_0_1.json")
"""Written by that release's own commands: six people, eleven posts in every state, what waits for the worker."""


def settings(folder: Path, server: str = "") -> Settings:
    """Of an empty database, on this PostgreSQL or else on SQLite."""
    name = f"earlier_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    url = worker_database(server, name) if server else ""
    return Settings(data=folder, database_url=url, worker="none", base_url="http://testserver")


def fill(store: Database) -> None:
    """Make an empty database that release's, at the step it knew, with its rows."""
    kept: dict[str, dict[str, Any]] = json.loads(RELEASE.read_text("utf-8"))
    [[revision]] = kept.pop("alembic_version")["rows"]
    with migrating.connection(store) as connection:
        command.upgrade(migrating.config(connection), revision)
        connection.commit()
    with store.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name in kept:
                _write(connection, table, **kept[table.name])


def rows_of(table: str) -> list[dict[str, Any]]:
    """What that release kept in one table, as it stood in its file."""
    kept = json.loads(RELEASE.read_text("utf-8"))[table]
    return [dict(zip(kept["columns"], row, strict=True)) for row in kept["rows"]]


def _write(connection: Connection, table: Table, *, columns: list[str], rows: list[list[Any]]) -> None:
    made = [{name: _value(table.c[name], value) for name, value in zip(columns, row, strict=True)} for row in rows]
    connection.execute(table.insert(), made)
    if connection.dialect.name == "postgresql" and "id" in table.c:
        last = {"table": table.name, "last": max(row["id"] for row in made)}
        connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"), last)


def _value(column: Column[Any], value: Any) -> Any:
    """As that column takes it: SQLite, which wrote these, has neither instants nor truth nor JSON of its own."""
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(column.type, Boolean):
        return bool(value)
    return json.loads(value) if isinstance(column.type, JSON) else value
