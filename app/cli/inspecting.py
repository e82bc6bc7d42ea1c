"""Looking at what is there: is everything as it must be, what follows from what, which addresses exist."""

from collections.abc import Iterator

from app import wiring
from app.cli.common import HERE, Data, cli, opened, out, progress_bar, settings_of_existing, steps
from app.core import deliveries, outgoing
from app.core.db import Database
from app.core.english import so_many
from app.core.errors import Unusable
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
def retry(data: Data = HERE) -> None:
    """Carry out once more what failed so often that it was set aside; the worker does it within a second."""
    with opened(settings_of_existing(data)) as store, store.writing() as db:
        count = deliveries.retry(db) + outgoing.retry(db)
    out.print("Nothing was set aside." if not count else f"Due again: {count}.")


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
