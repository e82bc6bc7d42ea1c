"""Sessions: a Reader may look; a Writer's work is saved when its block ends well."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection, Engine, UniqueConstraint, create_engine, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel

DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


class Reader(Session):
    """Looks. Every statement of one Reader sees the same state of the database on SQLite."""


class Writer(Reader):
    """Looks and changes; only `Database.writing` saves."""


class Database:
    """One engine and two kinds of session.

    `info` is handed to every session, which is how `events.record` finds the reactions.
    """

    def __init__(self, url: str, *, threads: int = 20, info: dict[str, Any] | None = None) -> None:
        self.engine = _engine(url, threads)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.written = Event()
        # Writers queue here rather than poll the file; other processes still meet the busy timeout.
        self._one_at_a_time: AbstractContextManager[Any] = Lock() if self.is_sqlite else nullcontext()
        writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        self._reader = sessionmaker(self.engine, class_=Reader, expire_on_commit=False, info=info)
        self._writer = sessionmaker(writing, class_=Writer, expire_on_commit=False, info=info)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        with self._reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction: saved when the block ends well, undone when it raises."""
        with self._one_at_a_time, self._writer.begin() as session:
            yield session
        self.written.set()

    @property
    def connections_in_use(self) -> int:
        pool: Any = self.engine.pool
        return int(pool.checkedout())

    def dispose(self) -> None:
        self.engine.dispose()


def locked(db: Writer, row: SQLModel) -> None:
    """Read the row anew and keep it for this transaction, so that what is judged by it still holds when it is saved.

    SQLite has one writer at a time anyway.
    """
    db.refresh(row, with_for_update=True)


def together(db: Writer, key: int) -> None:
    """Until this transaction ends nobody is `alone` with the same key; waits for whoever is.

    SQLite has one writer at a time anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock_shared(key)))


def alone(db: Writer, key: int) -> None:
    """Until this transaction ends nobody else is at the same key; waits until everybody there has saved."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(key)))


def insert_once(db: Writer, model: type[SQLModel], **values: Any) -> bool:
    """Insert unless an identical key exists; True when the row is new."""
    return bool(insert_new(db, model, [values]))


def insert_new(
    db: Writer, model: type[SQLModel], values: Sequence[dict[str, Any]], returning: tuple[str, ...] = ()
) -> list[Any]:
    """Insert what does not exist yet by its keys, all at once; of each new row the columns named, or its primary key.

    Asks RETURNING: the row count of an ignored insert is -1 in psycopg.
    """
    if not values:
        return []
    return list(db.execute(_insertion(db.get_bind().dialect.name, model, returning), list(values)))


@cache
def _insertion(dialect: str, model: type[SQLModel], returning: tuple[str, ...]) -> Any:
    """Put together once, and for the table: the way through the mapper costs more than the row."""
    table = inspect(model).local_table
    insert = DIALECTS[dialect].insert(table).on_conflict_do_nothing()
    return insert.returning(*(table.c[name] for name in returning or table.primary_key.columns.keys()))


def once_keyed(db: Writer, row: SQLModel) -> bool:
    """Add a row that carries a key of its own; False when the same key was written in the meantime.

    Raises IntegrityError for whatever else is wrong with it.
    """
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        if not _is_written(db, row):
            raise
        return False
    return True


def _is_written(db: Reader, row: Any) -> bool:
    """Whether there is a row of the same key."""
    table = inspect(type(row)).local_table
    [keyed] = [one for one in table.constraints if isinstance(one, UniqueConstraint) and "key" in one.columns]
    same = [column == getattr(row, column.name) for column in keyed.columns]
    return row.key is not None and db.execute(select(table.c.key).where(*same)).first() is not None


def _engine(url: str, threads: int) -> Engine:
    # Errors stand in the log and beside what failed: neither is to hold what people wrote.
    options: dict[str, Any] = {"pool_size": threads, "max_overflow": 0, "pool_timeout": 20, "hide_parameters": True}
    if url.startswith("sqlite"):
        options["connect_args"] = {"check_same_thread": False, "timeout": 5}
    else:
        options["pool_pre_ping"] = True
        # By which the server's own lists tell them from others'; an address or PGAPPNAME may say otherwise.
        options["connect_args"] = {"fallback_application_name": "byline"}
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # We say BEGIN ourselves.
    # FULL: an answered write survives a power cut, which WAL with NORMAL does not promise.
    # Each connection has a cache of its own, beside the system's for all of them: kilobytes, where it is negative.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-500"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later is refused under load; writers say so at the start.
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
