"""Whether what should go on by itself goes on: the worker, the search index, backups."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import inspect, text

from app import wiring
from app.cli.doctor.finding import Case, Finding, bad, well, worth_a_look
from app.core import deliveries, outgoing
from app.core.clock import now
from app.core.db import Database, Reader
from app.core.english import so_many
from app.core.folder_names import FolderName
from app.core.migrating import state
from app.core.runs import JobRun
from app.core.tables import Instant
from app.search import queries as search

MISSED = timedelta(minutes=7)
"""Whoever was not seen for so long does not work: a job is done every five minutes."""
STALE_BACKUP = timedelta(days=2)
BEATS = "heartbeat"
LAST_BEAT = text(f"SELECT max(seen_at) AS seen_at FROM {BEATS} WHERE loop = 'worker'").columns(seen_at=Instant)  # noqa: S608


def worker(case: Case) -> Iterator[Finding]:
    if not (store := _current(case)):
        return
    seen = _last_seen(store)
    with store.reading() as db:
        waiting = deliveries.count_due(db) + outgoing.count_due(db)
    waits = f"{so_many(waiting, 'delivery waits', 'deliveries wait')} for it"
    if case.settings.worker == "none":
        yield bad("BYLINE_WORKER is none, so nobody does the work. Leave it out, or set it to separate.")
    elif seen and now() - seen < MISSED:
        yield well(f"A worker is at work; {waits}.")
    else:
        ago = f"since {seen:%Y-%m-%d %H:%M} UTC" if seen else "yet"
        run = "./byline serve" if case.settings.worker == "thread" else "./byline worker"
        yield worth_a_look(f"No worker was seen {ago}; {waits}. Start it with {run}.")


def set_aside(case: Case) -> Iterator[Finding]:
    if not (store := _current(case)):
        return
    with store.reading() as db:
        count = deliveries.count_set_aside(db) + outgoing.count_set_aside(db)
    if count:
        failed = so_many(count, "delivery", "deliveries")
        yield bad(f"{failed} failed until set aside. Mend the cause, which the log names, then ./byline retry.")
    else:
        yield well("No delivery was set aside.")


def index(case: Case) -> Iterator[Finding]:
    """Never opened, which would begin one, and belong to whoever asks."""
    if not (store := _current(case)):
        return
    names = {FolderName(path.parent).kept() for path in case.settings.index_folder.glob("*/name")} - {""}
    if not names:
        yield worth_a_look("This folder has no search index yet. The worker makes it, or ./byline reindex.")
        return
    with store.reading() as db:
        missing = max(_missing(db, name) for name in names)
    if (case.settings.index_folder / "unsound").exists():
        yield worth_a_look("The search index is damaged. The worker makes it anew, or ./byline reindex.")
    elif missing:
        waits = so_many(missing, "thing waits", "things wait")
        yield worth_a_look(f"{waits} to be found by search. The worker writes them: is one at work?")
    else:
        yield well("The search index of this folder holds everything.")


def backups(case: Case) -> Iterator[Finding]:
    if not (store := _current(case)):
        return
    with store.reading() as db:
        last = db.get(JobRun, "backup")
        made = last.began_at if last else None
    if made is None:
        yield worth_a_look(
            "No backup is known. Make one every night with ./byline backup, onto another machine's disk."
        )
    elif now() - made > STALE_BACKUP:
        yield worth_a_look(f"The last backup is of {made:%Y-%m-%d %H:%M} UTC. See why there is none since.")
    else:
        yield well(f"The last backup is of {made:%Y-%m-%d %H:%M} UTC.")


def _current(case: Case) -> Database | None:
    return case.store if case.store and state(case.store) == "current" else None


def _last_seen(store: Database) -> datetime | None:
    """The last sign of a worker: a beat where beats are kept, and a job that is done every few minutes."""
    with store.reading() as db:
        run = db.get(JobRun, "forget tries")
        beat = db.scalar(LAST_BEAT) if inspect(db.connection()).has_table(BEATS) else None
    return max(filter(None, (beat, run and run.began_at)), default=None)


def _missing(db: Reader, name: str) -> int:
    wanted = sum(1 for refs in wiring.KINDS.findable.values() for _ref in refs(db))
    return max(wanted - len(search.entries(db, name)), search.count_marks(db, name))
