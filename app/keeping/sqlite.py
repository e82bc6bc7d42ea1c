"""Copying an SQLite database and putting a copy in its place."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.core.db import Database
from app.core.errors import Unusable
from app.core.migrating import upgrade
from app.keeping.archive import damaged, sync

PLAIN = {"table", "index"}
SCHEMA = "SELECT type, name, rootpage FROM {}.sqlite_schema"
SEQUENCES = "sqlite_sequence"
BYLINE_IS_RUNNING = "Byline is running on this folder. Stop it first; nothing was changed."


class SQLite:
    """The database file of a folder."""

    member = "byline.db"

    def __init__(self, data: Path) -> None:
        self._file = data / self.member

    def exists(self) -> bool:
        return self._file.is_file()

    def copy(self, target: Path) -> str:
        """Through SQLite, which sees one state of the database however much is written meanwhile."""
        with closing(_looking_at(self._file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # One plain file, without the log beside it that a database in use has.
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Unusable(f"The database {self._file} is damaged; ask SQLite with PRAGMA integrity_check.")
        target.chmod(0o600)
        return _revision(target)

    def ensure_sound(self, copy: Path, revision: str) -> None:
        """Nothing but its rows is taken, into tables of our own: a trigger would act for whoever made it."""
        with closing(_looking_at(copy)) as looking:
            is_sound = looking.execute("PRAGMA quick_check").fetchone() == ("ok",)
        if not is_sound or _revision(copy) != revision or revision == "empty":
            raise damaged(self.member)
        anew = copy.with_name(f"anew-{copy.name}")
        store = Database(f"sqlite:///{anew}", threads=2)
        upgrade(store, to=revision)
        store.dispose()
        with closing(_looking_at(anew)) as writing:
            _take_rows(writing, copy)
        anew.chmod(0o600)
        sync(anew)
        anew.replace(copy)

    def keep_aside(self, folder: Path) -> None:
        """The old database stays whole until the new one takes its place; what is no database is moved away."""
        if self._is_at_rest():
            shutil.copy2(self._file, folder / self.member)
            sync(folder / self.member)
            return
        for path in [self._file, *(self._file.with_name(self.member + end) for end in ("-wal", "-shm", "-journal"))]:
            if path.exists():
                path.replace(folder / path.name)

    def put_in_place(self, copy: Path, revision: str) -> None:
        copy.replace(self._file)
        sync(self._file.parent)

    def ensure_alone(self) -> None:
        """Raises Unusable while Byline runs."""
        if self.exists():
            self._is_at_rest()

    def _is_at_rest(self) -> bool:
        """Fold the log into the database, so that no log of the old one meets the new; False when it is no database.

        SQLite leaves this mode only for the last one who has the database open.
        """
        try:
            with closing(_looking_at(self._file)) as alone:
                return bool(alone.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise Unusable(BYLINE_IS_RUNNING) from error
            return False
        except sqlite3.DatabaseError:
            return False


def _looking_at(database: Path) -> sqlite3.Connection:
    """Never makes an empty database where there is none."""
    looking = sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=5)
    # What stands in a schema may have been put there by anybody.
    looking.execute("PRAGMA trusted_schema=OFF")
    return looking


def _take_rows(writing: sqlite3.Connection, copy: Path) -> None:
    writing.execute("PRAGMA foreign_keys=OFF")
    writing.execute("ATTACH ? AS given", (f"{copy.absolute().as_uri()}?mode=ro",))
    tables = _ensure_ours(writing)
    with writing:
        for table in sorted(tables, key=SEQUENCES.__eq__):  # The sequences last, for rows that come move them.
            names = ", ".join(f'"{name}"' for name in _columns(writing, "main", table))
            writing.execute(f'DELETE FROM main."{table}"')  # noqa: S608 - a name of ours
            writing.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM given."{table}"')  # noqa: S608
    writing.execute("DETACH given")
    writing.execute("PRAGMA journal_mode=DELETE")


def _ensure_ours(writing: sqlite3.Connection) -> set[str]:
    """The names of the tables, which are those that our migrations made."""
    ours = {(kind, name) for kind, name, _page in writing.execute(SCHEMA.format("main"))}
    for kind, name, page in writing.execute(SCHEMA.format("given")).fetchall():
        is_known = (kind, name) in ours or name.startswith("sqlite_")
        if kind not in PLAIN or not page or not is_known:
            raise _not_ours(f"{kind} {name}")
    tables = {name for kind, name in ours if kind == "table"}
    for table in tables:
        found, own = _columns(writing, "given", table), _columns(writing, "main", table)
        if found != own:
            raise _not_ours(f"table {table} with {'other' if found else 'no'} columns")
    return tables


def _columns(looking: sqlite3.Connection, where: str, table: str) -> list[str]:
    """Those that hold something of their own."""
    rows = looking.execute(f'PRAGMA {where}.table_xinfo("{table}")').fetchall()
    return sorted(name for _n, name, _type, _not_null, _default, _key, hidden in rows if not hidden)


def _not_ours(what: str) -> Unusable:
    return Unusable(f"The database in the backup holds the {what}, which Byline did not make. Nothing was changed.")


def _revision(database: Path) -> str:
    """The migrations a database has seen; a database that Byline did not make has none."""
    with closing(_looking_at(database)) as looking:
        if not looking.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return "empty"
        seen = looking.execute("SELECT version_num FROM alembic_version")
        return "-".join(sorted(str(version) for (version,) in seen)) or "empty"
