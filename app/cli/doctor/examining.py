"""The verb itself, and every check in the order in which they are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import wiring
from app.cli.common import HERE, Data, cli, out
from app.cli.doctor import database, machine, places, site, upkeep
from app.cli.doctor.finding import Case, Check, Finding, bad
from app.core.db import Database
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.settings import Settings, settings_from_environment
from app.core.whereabouts import is_there

PATIENCE_SECONDS = 5
CHECKS: tuple[Check, ...] = (
    machine.program,
    places.settings_file,
    places.folder,
    places.file_system,
    places.room,
    database.answers,
    database.migrations,
    database.connections,
    database.programs,
    database.clock,
    machine.zones,
    machine.words,
    machine.descriptors,
    upkeep.worker,
    upkeep.set_aside,
    upkeep.index,
    upkeep.backups,
    site.site,
)


@cli.command()
def doctor(data: Data = HERE) -> None:
    """Try what Byline stands on, from file modes to the proxy, and say what to do; 1 when something is wrong."""
    found = []
    for finding in _examined(data):
        out.print(f"{finding.mark} {finding.said}")
        found.append(finding)
    wrong = sum(finding.is_bad for finding in found)
    out.print("Nothing is wrong." if not wrong else f"{so_many(wrong, 'thing is', 'things are')} wrong.")
    if wrong:
        raise SystemExit(1)


def _examined(data: Path | None) -> Iterator[Finding]:
    try:
        settings = settings_from_environment(data=data)
    except Unusable as refusal:
        # Which folder and which database is meant is then not known.
        yield bad(str(refusal))
        return
    with _looking(settings) as store:
        for check in CHECKS:
            try:
                yield from check(Case(settings, store))
            except SQLAlchemyError as error:
                reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
                yield bad(f"The database {settings.place} cannot be asked: {reason}. Is it running, may you use it?")
                store = None
            except OSError as error:
                yield bad(f"{error.filename or 'A connection'} cannot be looked at: {error.strerror or error}.")


@contextmanager
def _looking(settings: Settings) -> Iterator[Database | None]:
    """Never makes a database where there is none."""
    if not settings.database_url and not is_there(settings.database_file):
        yield None
        return
    address = make_url(settings.url)
    if settings.database_url:
        address = address.update_query_dict({"connect_timeout": str(PATIENCE_SECONDS)})
    store = Database(address.render_as_string(hide_password=False), threads=2, info=wiring.INFO)
    try:
        yield store
    finally:
        store.dispose()
