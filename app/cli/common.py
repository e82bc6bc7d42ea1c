"""What every verb shares: `--data`, an opened store, and how something that cannot be done is said."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import DatabaseError

from app import wiring
from app.core.db import Database
from app.core.errors import Refusal, Unusable
from app.core.migrating import require_current, state, upgrade
from app.core.settings import Settings, settings_from_environment

cli = typer.Typer(
    name="byline",
    help="Byline: share ideas, talk them over, back what is good, and get the credit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    # Wide enough for every verb's whole sentence.
    context_settings={"terminal_width": 120, "max_content_width": 120},
)

# Left out, it is what byline.toml says; the program's own default must not be stronger than that.
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="BYLINE_DATA",
        show_default=str(Settings.model_fields["data"].default),
        help="Folder of the database, the index and files.",
    ),
]
HERE = None

# Names are written as they are, brackets and all.
out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def settings_for(data: Path | None, **more: object) -> Settings:
    """Raises Unusable when a setting is wrong or the folder cannot be written."""
    settings = settings_from_environment(data=data, **more)
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unusable(f"The folder {settings.data} cannot be made: {error.strerror}.") from error
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise Unusable(f"The folder {settings.data} cannot be written to.")
    return settings


def settings_of_existing(data: Path | None, **more: object) -> Settings:
    """Raises Unusable where no database is, before a mistyped folder is made one."""
    settings = settings_from_environment(data=data, **more)
    if not settings.database_url and not settings.database_file.exists() and not settings.data.is_file():
        raise Unusable(f"There is no Byline in {settings.data}. Start one with ./byline serve, admin or import.")
    return settings_for(data, **more)


@contextmanager
def opened(settings: Settings, *, begins: bool = False, current: bool = True) -> Iterator[Database]:
    """The store of these settings, closed afterwards. Raises Unusable for one that is not up to date.

    `begins`: what has never been a Byline becomes one.
    """
    store = Database(settings.url, threads=settings.threads, info={"reactions": wiring.REACTIONS})
    try:
        if begins and state(store) == "empty":
            begin(store)
        if current:
            require_current(store)
        yield store
    except DatabaseError as error:
        raise Unusable(f"The database cannot be used: {str(error.orig).strip()}.") from error
    finally:
        store.dispose()


def begin(store: Database) -> None:
    """Bring it forward, with what every company starts with."""
    if state(store) != "current":
        upgrade(store)
    with store.writing() as db:
        wiring.first_rows(db)


def progress_bar() -> Progress:
    """Shown on a terminal for whatever may take more than two seconds."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def refusing() -> Iterator[None]:
    """What cannot be done is one sentence on standard error and exit code 2."""
    try:
        yield
    except (Unusable, Refusal) as refusal:
        sys.stdout.flush()
        err.print(str(refusal) or "There is no such thing.", style="bold")
        raise SystemExit(2) from None
