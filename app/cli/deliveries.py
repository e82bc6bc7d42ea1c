"""What failed, and is not done yet: listed, tried again, dropped."""

from typing import Annotated

import typer

from app.cli.common import HERE, Data, cli, opened, out, settings_of_existing
from app.core import deliveries, failing, outgoing
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.failing import Failing
from app.core.tables import identifier
from app.setup import commands

LONGEST_ERROR = 300

verbs = typer.Typer(name="deliveries", help="What failed, such as telling somebody: list it, or drop it.")
cli.add_typer(verbs)


@cli.command()
def retry(data: Data = HERE) -> None:
    """Carry out once more what failed so often that it was set aside; the worker does it within a second."""
    with opened(settings_of_existing(data)) as store, store.writing() as db:
        count = deliveries.retry(db) + outgoing.retry(db)
    out.print("Nothing was set aside." if not count else f"Due again: {count}.")


@verbs.callback(invoke_without_command=True)
def list_(asked: typer.Context, data: Data = HERE) -> None:
    """Print what failed and is not done: its number, since when, how often, and why."""
    if asked.invoked_subcommand:
        return
    said = "Nothing failed."
    with opened(settings_of_existing(data)) as store, store.reading() as db:
        for row in failing.every(db):
            out.print(_in_a_line(row))
            said = "./byline retry tries what was set aside once more."
    out.print(said)


@verbs.command()
def drop(
    numbers: Annotated[list[str] | None, typer.Argument(help="As ./byline deliveries prints them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Drop everything that failed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Really: nobody will do it any more.")] = False,
    data: Data = HERE,
) -> None:
    """Forget what failed: nobody will do it any more. The audit list notes it."""
    if bool(numbers) == every:
        raise Unusable("Say which: numbers as ./byline deliveries prints them, or --all.")
    chosen = [(None, None)] if every else [_parted(one) for one in numbers or ()]
    if not yes:
        raise Unusable("Nobody will do it any more. Say --yes if that is meant.")
    with opened(settings_of_existing(data)) as store, store.writing() as db:
        count = sum(commands.drop_follow_ups(db, admin=None, place=one, number=number) for one, number in chosen)
    out.print(f"Dropped: {count}." if count else "Nothing of it failed, so nothing was dropped.")


def _in_a_line(row: Failing) -> str:
    since = f"since {row.failing_since:%Y-%m-%d %H:%M} UTC" if row.failing_since else "since nobody knows when"
    tried = so_many(row.attempts, "try", "tries") + (", set aside" if row.set_aside_at else "")
    return f"{row.place}-{row.id}  {row.what} {row.how}, {since}, {tried}: {row.last_error[:LONGEST_ERROR]}"


def _parted(number: str) -> tuple[int | None, int | None]:
    place, _, rest = number.partition("-")
    found = identifier(place), identifier(rest)
    if None in found:
        raise Unusable(f"{number} is no number that ./byline deliveries prints, such as 1-25.")
    return found
