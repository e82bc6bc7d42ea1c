"""The database: whether it answers, is sound, is of this version, and can be copied."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence

from sqlalchemy import TextClause, text

from app.cli.doctor.finding import Case, Finding, bad, well, worth_a_look
from app.core.clock import now
from app.core.columns import Value
from app.core.db import Database
from app.core.migrating import state
from app.core.runs import JobRun

OLDEST = 13
"""Of PostgreSQL, that its makers still mend or did so lately."""
PROGRAMS = ("pg_dump", "pg_restore", "psql")
CLOCKS_APART = 5
ABOUT_SERVER = text("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
ROOM_AT_SERVER = text("""
    SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
           (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user)
""")
STEPS = {
    "current": well("The database is what this version expects."),
    "empty": worth_a_look("There is no Byline in the database yet. ./byline serve, admin or import begin one."),
    "behind": worth_a_look("The database is older than this version. ./byline serve or migrate bring it forward."),
    "ahead": bad("The database was made by a newer Byline. Update the program."),
}


def answers(case: Case) -> Iterator[Finding]:
    if case.store and case.store.is_sqlite:
        yield from _of_sqlite(case, case.store)
    elif case.store:
        yield _of_postgresql(case)
    else:
        yield worth_a_look(
            f"There is no database {case.settings.place} yet. ./byline serve, admin or import begin one."
        )


def _of_sqlite(case: Case, store: Database) -> Iterator[Finding]:
    with store.engine.connect() as asked:
        version = asked.scalar(text("SELECT sqlite_version()"))
        is_sound = asked.scalar(text("PRAGMA quick_check(1)")) == "ok"
        mode = asked.scalar(text("PRAGMA journal_mode"))
    if not is_sound:
        yield bad(f"The database {case.settings.place} is damaged. Stop Byline and ./byline restore a backup.")
    elif mode != "wal":
        yield bad(f"SQLite keeps no write-ahead log here, but “{mode}”. Move the folder to a local disk.")
    else:
        yield well(f"The database {case.settings.place} answers and is sound (SQLite {version}).")


def _of_postgresql(case: Case) -> Finding:
    number, encoding = _asked(case, ABOUT_SERVER) or (0, "")
    version = number // 10_000
    if encoding != "UTF8":
        return bad(f"PostgreSQL keeps this database in {encoding}. Make one with ENCODING 'UTF8', and move to it.")
    if version < OLDEST:
        return worth_a_look(f"PostgreSQL {version} answers, which nobody mends any more. Move to a newer one.")
    return well(f"PostgreSQL {version} answers.")


def connections(case: Case) -> Iterator[Finding]:
    """Each process holds as many as it works on requests at once, and a few beside them."""
    if asked := _asked(case, ROOM_AT_SERVER):
        most, own = asked
        allowed, wanted = most if own < 0 else min(most, own), 2 * case.settings.threads + 2
        said = f"PostgreSQL lets {allowed} connect at once; a server and a worker want {wanted}"
        advice = f"Raise max_connections, or lower BYLINE_THREADS from {case.settings.threads}."
        yield well(f"{said}.") if allowed >= wanted else worth_a_look(f"{said}. {advice}")


def programs(case: Case) -> Iterator[Finding]:
    """Backups on PostgreSQL go through its own programs, and an older pg_dump refuses a newer server."""
    if asked := _asked(case, ABOUT_SERVER):
        server = asked[0] // 10_000
        versions = {program: _version(program) for program in PROGRAMS}
        unfit = [f"{name} is {found or 'not there'}" for name, found in versions.items() if found < server]
        if unfit:
            advice = f"Install postgresql-client-{server} or newer."
            yield bad(f"No backup can be made: PostgreSQL is {server}, but {', '.join(unfit)}. {advice}")
        else:
            yield well(f"{', '.join(PROGRAMS)} are of version {min(versions.values())} and fit the server.")


def _asked(case: Case, question: TextClause) -> Sequence[Value] | None:
    """None where there is no PostgreSQL to ask."""
    if case.store is None or case.store.is_sqlite:
        return None
    with case.store.engine.connect() as asked:
        return asked.execute(question).one()


def _version(program: str) -> int:
    """0 for one that is not there."""
    found = shutil.which(program)
    if not found:
        return 0
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0


def migrations(case: Case) -> Iterator[Finding]:
    if case.store:
        yield STEPS[state(case.store)]


def clock(case: Case) -> Iterator[Finding]:
    """A database elsewhere has another clock; one that is here tells whether ours was set back."""
    if case.store is None or state(case.store) != "current":
        return
    with case.store.reading() as db:
        if case.store.is_sqlite:
            last = db.get(JobRun, "forget tries")
            seconds = (last.began_at - now()).total_seconds() if last else 0.0
        else:
            seconds = abs((db.execute(text("SELECT clock_timestamp()")).scalar_one() - now()).total_seconds())
    said = f"This machine's clock says {now():%Y-%m-%d %H:%M} UTC"
    if seconds > CLOCKS_APART:
        other = "behind the last job in the database" if case.store.is_sqlite else "apart from PostgreSQL's"
        yield bad(f"{said}, {seconds:.0f} seconds {other}. Let NTP set it.")
    else:
        yield well(f"{said}.")
