"""The numbers as they are printed."""

from collections.abc import Iterator, Sequence

from app.bench.flood import STRANGERS, Flood
from app.bench.load import Load
from app.bench.running import ROUNDS, Cost, Grown, Measured, Result

MOST_MB = 250
MOST_GROWTH = 1.1
MAY_GROW = "Search"
MOST_SLOWER = 2.0
LATEST_ENTRY = 5.0

NAMES = f"{'':<11}{'clients':>8}"
COLUMNS = f"{'CPU ms':>8}{'per s':>8}{'p50':>7}{'p95':>7}{'p99':>7}"


def lines(result: Result) -> Iterator[str]:
    size = result.size
    yield f"{size.people:,} people, {size.ideas:,} ideas, {size.comments:,} comments, {size.votes:,} votes on SQLite"
    yield ""
    yield f"{'':<19}{'Byline':>9}{'':<31}{'SQL alone':>11}"
    yield f"{NAMES}{COLUMNS}   {COLUMNS}"
    for thing in result.things:
        yield from _thing(thing)
    yield ""
    yield "CPU ms is what a request cost all of the server's threads and processes, its share of the worker included;"
    yield "p50, p95 and p99 are milliseconds. SQL alone asks the same of SQLite by hand and sends the same bytes;"
    yield "of a search it only does what is not the index's."
    yield f"Other programs used {result.elsewhere:.0%} of this machine's cores meanwhile, which adds to all of it, so"
    yield "what is compared with a goal is the cheapest number of clients."
    yield ""
    yield from _goals(result)


def growth_lines(rows: Sequence[Grown], small: int, large: int) -> Iterator[str]:
    yield f"CPU ms a request with {small:,} and with {large:,} ideas, 8 clients, the cheapest of {ROUNDS} loads:"
    for row in rows:
        goal = "" if row.name == MAY_GROW else f"  at most {MOST_GROWTH}: {_reached(row.ratio <= MOST_GROWTH)}"
        yield f"{row.name:<11}{row.small_ms:>8.2f}{row.large_ms:>8.2f}   times {row.ratio:.2f}{goal}"


def flood_lines(found: Flood) -> Iterator[str]:
    yield f"While {STRANGERS} strangers tried to sign in without end, {found.tries} times, always from elsewhere:"
    ratio, slowest = f"times {found.ratio:.2f}", f"slowest {found.slowest_ms:.0f} ms"
    reached = _reached(found.ratio <= MOST_SLOWER)
    yield f"A page took {found.quiet_ms:.1f} ms before and {found.flooded_ms:.1f} meanwhile, {ratio}, {slowest}."
    yield f"  at most {MOST_SLOWER:.0f} times: {reached}"
    latest = max(found.entered, default=0.0)
    everybody = len(found.entered) + found.kept_out
    is_in = not found.kept_out and latest <= LATEST_ENTRY
    yield f"{len(found.entered)} of {everybody} people got in from an address of nobody, the last after {latest:.1f} s."
    yield f"  all of them within {LATEST_ENTRY:.0f} s: {_reached(is_in)}"


def _thing(thing: Measured) -> Iterator[str]:
    for n, (ours, its) in enumerate(zip(thing.byline.loads, thing.bare.loads, strict=True)):
        name = thing.ask.name if n == 0 else ""
        yield f"{name:<11}{ours.clients:>8}{_columns(thing.byline, ours, n)}   {_columns(thing.bare, its, n)}"


def _columns(cost: Cost, load: Load, n: int) -> str:
    times = "".join(f"{load.percentile(share):>7.1f}" for share in (0.5, 0.95, 0.99))
    return f"{cost.per_request[n]:>8.2f}{load.per_second:>8.0f}{times}"


def _goals(result: Result) -> Iterator[str]:
    for thing in result.things:
        if thing.ask.most_ms is not None:
            cost = thing.byline.at_best
            reached = _reached(cost <= thing.ask.most_ms)
            yield f"{thing.ask.name:<11}{cost:>8.2f} ms CPU, at most {thing.ask.most_ms:.0f}: {reached}"
    for name, (now, peak) in result.memory.items():
        goal = f", at most {MOST_MB}: {_reached(now <= MOST_MB)}" if name == "Byline" else ""
        yield f"{name:<11}{now:>8.0f} MB resident after all that{goal} (peak {peak:.0f})"


def _reached(yes: bool) -> str:
    return "reached" if yes else "NOT REACHED"
