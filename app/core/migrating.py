"""Bringing the database forward to what this code expects, and saying where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from app.core.db import Database
from app.core.errors import Unusable

ROOT = Path(__file__).parents[2]
LOCK = 0x42796C696E65
"""The number all Bylines lock while they migrate; it is the name in ASCII."""
PATIENCE = "4s"
"""How long a migration waits for a table; while it waits, everybody else does."""

State = Literal["empty", "current", "behind", "ahead"]


def upgrade(store: Database, *, to: str = "head") -> None:
    """Bring the database forward; whoever comes at the same time waits, and then finds nothing left to do."""
    if state(store) == "ahead":
        raise made_by_newer()
    with _alone(store), connection(store) as migrating:
        command.upgrade(config(migrating), to)


def make_tables(empty: Connection, revision: str) -> None:
    """Those of a revision, in the transaction that is open."""
    command.upgrade(config(empty), revision)


def state(store: Database) -> State:
    """Where the database stands beside this code; ahead means that it holds a step this code does not know."""
    with store.engine.connect() as looking:
        reached = set(MigrationContext.configure(looking).get_current_heads())
    script = ScriptDirectory.from_config(config())
    if not reached:
        return "empty"
    if reached == set(script.get_heads()):
        return "current"
    return "behind" if reached <= {step.revision for step in script.walk_revisions()} else "ahead"


def require_current(store: Database) -> None:
    """Raises Unusable with what to do, unless the database is what this code expects."""
    match state(store):
        case "ahead":
            raise made_by_newer()
        case "empty" | "behind":
            raise Unusable("The database is not up to date. Run ./byline migrate first.")


@contextmanager
def connection(store: Database) -> Iterator[Connection]:
    """One for migrations alone, which goes back to no pool: they need other promises than requests do."""
    if store.is_sqlite:
        with store.engine.connect() as opened:
            opened.detach()
            # A table that SQLite can't alter is copied and dropped, which must not delete what points at it.
            # Asked of the driver, since this is only heard outside of a transaction.
            opened.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            yield opened.execution_options(sqlite_begin="IMMEDIATE")
    else:
        patience = {"options": f"-c lock_timeout={PATIENCE}"}
        with create_engine(store.engine.url, poolclass=NullPool, connect_args=patience).connect() as opened:
            yield opened


def config(connection: Connection | None = None) -> Config:
    """What Alembic's commands ask for: where the steps stand, and which database to take them on."""
    made = Config(toml_file=str(ROOT / "pyproject.toml"))
    made.attributes["connection"] = connection
    return made


@contextmanager
def _alone(store: Database) -> Iterator[None]:
    """SQLite has one writer at a time anyway."""
    if store.is_sqlite:
        yield
        return
    # No transaction stays open around the lock: an index made CONCURRENTLY would wait for its end.
    apart = create_engine(store.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with apart.connect() as lock:
        lock.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        yield


def made_by_newer() -> Unusable:
    """What is said of a database that this code is too old for."""
    return Unusable("The database was made by a newer Byline. Update the program, nothing was changed.")
