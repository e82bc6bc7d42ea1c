"""Looking at what is there: is everything as it must be, what follows from what, which addresses exist."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from app import wiring
from app.cli.common import HERE, Data, cli, opened, out, progress_bar, settings_of_existing, steps
from app.core.db import Database
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.heartbeats import WORKER, is_missed, silences, this_node
from app.core.settings import Settings
from app.home.queries import figures, warnings
from app.search import jobs as search_jobs


@cli.command()
def check(data: Data = HERE) -> None:
    """Prove what must be true of credit, counts and threads, and print what is wrong with where."""
    settings = settings_of_existing(data)
    with opened(settings) as store:
        found = list(_problems(store))
    for problem in found:
        out.print(problem)
    out.print("Everything adds up." if not found else f"{so_many(len(found), 'problem')}.")
    if found:
        raise SystemExit(1)


@cli.command()
def reindex(data: Data = HERE) -> None:
    """Make the search index anew from the database."""
    settings = settings_of_existing(data)
    with opened(settings) as store, steps("Indexing") as step:
        index = wiring.open_index(settings)
        count = search_jobs.rebuild(store, index, wiring.KINDS.describe, wiring.KINDS.findable, step)
        index.close()
    out.print(f"{so_many(count, 'thing')} can be found.")


@cli.command()
def healthy(
    data: Data = HERE,
    worker: Annotated[
        bool, typer.Option("--worker", help="Ask only whether a worker of this machine is at work.")
    ] = False,
) -> None:
    """Say what needs somebody, as a sentence each; exit code 1 when anything does. For a container's health check."""
    settings = settings_of_existing(data)
    try:
        with opened(settings) as store:
            found = _unwell_worker(store) if worker else _unwell(settings, store)
    except Unusable as refusal:  # Whoever asks knows two answers only.
        found = [str(refusal)]
    for sentence in found:
        out.print(sentence)
    if found:
        raise SystemExit(1)
    out.print("A worker of this machine is at work." if worker else "Everything is well.")


def _unwell_worker(store: Database) -> list[str]:
    with store.reading() as db:
        silence = silences(db, node=this_node()).get(WORKER)
    return [_of_worker(silence, "of this machine ")] if is_missed(silence) else []


def _unwell(settings: Settings, store: Database) -> list[str]:
    index = wiring.open_index(settings)
    with store.reading() as db:
        found = figures(db, index.name)
    index.close()
    silence = found.loops.get(WORKER)
    late = [_of_worker(silence)] if is_missed(silence) else []
    return late + [_UNWELL[name] for name in warnings(found, settings.data)]


def _of_worker(silence: timedelta | None, whose: str = "") -> str:
    since = f" for {so_many(round(silence.total_seconds() / 60), 'minute')}" if silence else ""
    return f"No worker {whose}was seen at work{since}."


_UNWELL = {
    "index": "The search index lacks what was written some minutes ago, or was never filled.",
    "deliveries": "What is to follow from what people did has been waiting for some minutes.",
    "outgoing": "What is to leave the house has been waiting for some minutes.",
    "failing": "Something failed again and again: ./byline deliveries lists it.",
    "disk": "The disk of the data folder is nearly full.",
}


@cli.command()
def test(data: Data = HERE) -> None:
    """Check everything: format, lint, types, contracts, tests on both databases, journeys in a browser."""
    raise Unusable("The launcher makes what tests need: run ./byline test in the project's folder.")


@cli.command()
def reactions(data: Data = HERE) -> None:
    """Print what follows from which fact, together with it or afterwards."""
    for fact, together, afterwards in wiring.REACTIONS.table():
        out.print(fact)
        for word, names in (("together", together), ("afterwards", afterwards)):
            for name in names:
                out.print(f"  {word:<11} {name}")


@cli.command()
def routes(data: Data = HERE) -> None:
    """Print every address with its name."""
    for router in wiring.ROUTERS:
        for route in router.routes:
            methods = ",".join(sorted(set(getattr(route, "methods", ())) - {"HEAD"}))
            out.print(f"{methods:<8} {getattr(route, 'path', ''):<45} {getattr(route, 'name', '')}")


def _problems(store: Database) -> Iterator[str]:
    with store.reading() as db, progress_bar() as bar:
        for problems in bar.track(wiring.PROBLEMS, description="Checking"):
            yield from problems(db)
