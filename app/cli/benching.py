"""How fast it is, on a store of a size that is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.progress import Progress

from app.bench import machine, report, running
from app.bench.filling import Progress as Told
from app.bench.story import Size
from app.cli.common import cli, out, progress_bar

Kept = Annotated[Path | None, typer.Option("--data", help="Folder to keep the filled store in, for the next time.")]
SIZE = Size()
SMALLER = 10


@cli.command()
def bench(
    people: Annotated[int, typer.Option(min=40, help="How many people there are.")] = SIZE.people,
    ideas: Annotated[int, typer.Option(min=10, help="How many ideas they post.")] = SIZE.ideas,
    comments: Annotated[int, typer.Option(min=0, help="How many comments they write.")] = SIZE.comments,
    votes: Annotated[int, typer.Option(min=0, help="How often they back something.")] = SIZE.votes,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long each load lasts.")] = 5.0,
    growth: Annotated[bool, typer.Option("--growth", help="Compare with a tenth of the ideas instead.")] = False,
    flood: Annotated[bool, typer.Option("--flood", help="See what strangers do who try to sign in.")] = False,
    data: Kept = None,
) -> None:
    """Fill a store, put load on it, and print what each request costs."""
    machine.ensure_measurable()
    size = Size(people, ideas, comments, votes)
    with _folder(data) as folder, progress_bar() as bar:
        told = _telling(bar)
        large = running.filled(folder, size, told)
        if flood:
            lines = report.flood_lines(running.flooded(large, seconds))
        elif growth:
            small = Size(people, ideas // SMALLER, comments // SMALLER, votes // SMALLER)
            found = running.grown(running.filled(folder, small, told), large, seconds, told)
            lines = report.growth_lines(found, small.ideas, ideas)
        else:
            lines = report.lines(running.measured(large, size, seconds, told))
    out.print("\n".join(lines))


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data:
        data.mkdir(parents=True, exist_ok=True)
        yield data.absolute()
    else:
        with TemporaryDirectory(prefix="byline-bench-") as made:
            yield Path(made)


def _telling(bar: Progress) -> Told:
    """A bar for each part of the work, when it begins."""
    tasks = {}

    def told(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done)

    return told
