"""Runs migrations: for `app.core.migrating` on its connection, for the `alembic` command on the database that is set."""

from collections.abc import Iterable
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, TypeDecorator, text
from sqlmodel import SQLModel

import app.wiring  # noqa: F401 - imports every model, so that none is forgotten
from app.core import migrating
from app.core.db import Database
from app.core.errors import Unusable
from app.core.settings import settings_from_environment


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
    else:
        with migrating.connection(Database(settings_from_environment().url)) as connection:
            migrate(connection)


def migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=plain_type,
        compare_type=True,
        # We begin transactions ourselves on SQLite, so that it undoes a step that fails as PostgreSQL does.
        transactional_ddl=True,
        transaction_per_migration=not is_sqlite,
        on_version_apply=[check_references] if is_sqlite else [],
    )
    with context.begin_transaction():
        context.run_migrations()


def plain_type(kind: str, item: Any, _context: object) -> str | bool:
    """What a migration says is SQLAlchemy's alone, and does not change with our code."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def check_references(ctx: MigrationContext, step: MigrationInfo, heads: Iterable[str], run_args: object) -> None:
    """SQLite does not watch references while tables are copied, so we look once they are."""
    broken = context.get_bind().execute(text("PRAGMA foreign_key_check")).first()
    if broken:
        raise Unusable(f"A migration left a row of {broken[0]} pointing at nothing. Nothing was changed.")


run()
