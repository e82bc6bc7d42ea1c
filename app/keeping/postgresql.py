"""Copying a PostgreSQL database and putting a copy in its place, through PostgreSQL's own programs."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text

from app.core.columns import Value
from app.core.errors import Unusable
from app.core.migrating import make_tables
from app.keeping.written import Encoding, Found, Numbers, Rows, found_in, not_ours

PATIENCE = "4s"
# What an extension brought along is the extension's to bring back.
TABLES = text("""
    SELECT format('%I.%I', current_schema(), relname) FROM pg_class
    WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    ORDER BY 1
""")
SEQUENCES = text("""
    SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind = 'S'
""")
REFERENCES = text("""
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = to_regnamespace(quote_ident(current_schema())) AND contype = 'f'
""")
NUMBERS = text("SELECT setval(quote_ident(:name)::regclass, :last, :is_given)")
# Workers of the server itself have no user.
OTHERS = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()
""")


class PostgreSQL:
    """The database of an address; it is Byline's alone."""

    member = "byline.dump"

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    def exists(self) -> bool:
        with self._looking() as looking:
            return bool(_tables(looking))

    def copy(self, target: Path) -> str:
        """One state of the database, however much is written meanwhile: the revision is of that state as well."""
        with self._looking() as looking:
            snapshot = looking.scalar(text("SELECT pg_export_snapshot()"))
            tables = [f"--table={table}" for table in _tables(looking)]
            self._run_on_database("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", *tables)
            revision = _revision(looking)
        target.chmod(0o600)
        return revision

    def ensure_sound(self, copy: Path, revision: str) -> None:
        """Read the whole copy: its rows are written out, and only they are put in place later."""
        words = ["--data-only", "--no-owner", "--no-privileges", f"--file={_written_out(copy)}"]
        _run("pg_restore", *words, copy, deed="restored")
        for _found in found_in(_written_out(copy)):
            pass

    def keep_aside(self, folder: Path) -> None:
        self.copy(folder / self.member)

    def put_in_place(self, copy: Path, revision: str) -> None:
        """In one transaction: the old tables go when the new ones have come, which are made by our own migrations."""
        with self._engine().begin() as writing:
            writing.execute(text("SELECT set_config('lock_timeout', :patience, true)"), {"patience": PATIENCE})
            _drop(writing, _tables(writing))
            make_tables(writing, revision)
            _fill(writing, found_in(_written_out(copy)))
            if _revision(writing) != revision:
                raise not_ours()

    def ensure_alone(self) -> None:
        """Raises Unusable while anybody is connected to the database."""
        with self._looking() as looking:
            if looking.scalar(OTHERS):
                raise Unusable("Somebody is connected to the database. Stop Byline first; nothing was changed.")

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        """The state at this moment, for as long as one looks."""
        with self._engine(isolation_level="REPEATABLE READ").connect() as looking:
            yield looking

    def _engine(self, **how: str) -> Engine:
        return create_engine(self._url, poolclass=NullPool, **how)

    def _run_on_database(self, program: str, *words: str | Path) -> None:
        """With the password where nobody who lists processes sees it."""
        password = {"PGPASSWORD": self._url.password} if self._url.password else {}
        # `set` would leave the password as it is, and an address with stars in its place counts more than the variable.
        address = self._url._replace(drivername="postgresql", password=None).render_as_string()
        patience = {"PGOPTIONS": f"-c lock_timeout={PATIENCE}"}
        _run(program, f"--dbname={address}", *words, environment=patience | password)


def _run(program: str, *words: str | Path, deed: str = "copied", environment: Mapping[str, str] | None = None) -> None:
    """Raises Unusable with what the program says."""
    found = shutil.which(program)
    if not found:
        raise Unusable(
            f"There is no {program} here. Install PostgreSQL's client programs, of the server's version or newer "
            "(on Debian the package postgresql-client), and try again."
        )
    ended = subprocess.run(  # noqa: S603 - a list of words, no shell
        [found, *words],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise Unusable(f"The database cannot be {deed}: {_complaint(ended.stderr)}.")


def _complaint(said: str) -> str:
    """The line that says what is wrong; what a program says before and after it is about where."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it does not say why"]
    return next((line for line in lines if "error:" in line.lower()), lines[0]).rstrip(".")


def _tables(looking: Connection) -> list[str]:
    return list(looking.scalars(TABLES))


def _drop(writing: Connection, tables: Sequence[str]) -> None:
    if tables:
        writing.exec_driver_sql(f"DROP TABLE {', '.join(tables)} CASCADE")


def _fill(writing: Connection, found: Iterable[Found]) -> None:
    """Rows come in any order, so what they point at is looked for when all have come."""
    tables, sequences = _tables(writing), set(writing.scalars(SEQUENCES))
    references = writing.execute(REFERENCES).all()
    for table, name, _definition in references:
        writing.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    writing.exec_driver_sql(f"TRUNCATE {', '.join(tables)}")
    known = {one.rpartition(".")[2].strip('"') for one in tables}
    for one in found:
        if isinstance(one, Rows) and one.table in known:
            _copy(writing, one)
        elif isinstance(one, Numbers) and one.sequence in sequences:
            writing.execute(NUMBERS, {"name": one.sequence, "last": one.last, "is_given": one.is_given})
        elif isinstance(one, Encoding):
            writing.execute(text("SELECT set_config('client_encoding', :name, true)"), {"name": one.name})
        else:
            raise not_ours()
    for table, name, definition in references:
        writing.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}".replace("%", "%%"))


def _copy(writing: Connection, rows: Rows) -> None:
    # As SQLAlchemy quotes, and not the driver itself: that would be loaded by every server on SQLite as well.
    quoted = writing.dialect.identifier_preparer.quote_identifier
    statement = f"COPY {quoted(rows.table)} ({', '.join(map(quoted, rows.columns))}) FROM STDIN"
    driven: Value = writing.connection.cursor()
    with driven as cursor, cursor.copy(statement) as target:
        for line in rows.lines:
            target.write(line)


def _revision(looking: Connection) -> str:
    """The migrations a database has seen; a database that Byline did not make has none."""
    if looking.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return "empty"
    return "-".join(sorted(looking.scalars(text("SELECT version_num FROM alembic_version")))) or "empty"


def _written_out(copy: Path) -> Path:
    return copy.with_suffix(".sql")
