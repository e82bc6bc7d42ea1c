"""What every verb shares: `--data`, an opened store, and how something that cannot be done is said."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import DatabaseError

from app import wiring
from app.core.columns import Value
from app.core.db import Database
from app.core.errors import Refusal, Unusable
from app.core.letters import storable
from app.core.migrating import require_current, state, upgrade
from app.core.settings import Settings, settings_from_environment, version
from app.core.whereabouts import is_there

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


def _say_version(is_asked: bool) -> None:
    if is_asked:
        out.print(f"Byline {version()}")
        raise typer.Exit


@cli.callback()
def _every(
    is_asked: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print which Byline this is.")
    ] = False,
) -> None:
    """Byline: share ideas, talk them over, back what is good, and get the credit."""


# Left out, it is what BYLINE_DATA or byline.toml says; the program's own default must not be stronger than that.
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        show_default="data beside the launcher",
        help="Folder of the database, the index and files; else BYLINE_DATA, else what byline.toml says.",
    ),
]
HERE = None
OURS = ("byline.db*", "index", "imports", "arriving", "backups")
"""What a Byline makes in its folder."""
Step = Callable[[int, int], None]
"""Told how much is done, of how much."""


class Terminal(Console):
    """Names are written as they are, brackets and all, but for what would tell the terminal what to do.

    A verb has done its work when nobody can hear on standard error that it has; what it answers must be heard.
    """

    def print(self, *said: object, **how: Value) -> None:
        with suppress(OSError) if self.stderr else nullcontext():
            super().print(*(storable(one) if isinstance(one, str) else one for one in said), **how)


out = Terminal(highlight=False, soft_wrap=True, markup=False)
err = Terminal(stderr=True, highlight=False, soft_wrap=True, markup=False)


def settings_for(data: Path | None, **more: object) -> Settings:
    """Raises Unusable when a setting is wrong or the folder cannot be written."""
    settings = settings_from_environment(data=data, **more)
    _ensure_no_other_database(settings)
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unusable(
            f"The folder {settings.data} cannot be made: {error.strerror}. Name another one with --data or BYLINE_DATA."
        ) from error
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise Unusable(f"The folder {settings.data} cannot be written to.")
    _close_to_others(settings.data)
    return settings


def _ensure_no_other_database(settings: Settings) -> None:
    """Where the address of its database is not known, as in a job of cron's, a company is not begun beside it."""
    is_without = not settings.database_url and not is_there(settings.database_file)
    if is_without and is_there(settings.index_folder):
        raise Unusable(
            f"The folder {settings.data} belongs to a database elsewhere: it holds a search index, but no byline.db. "
            "Set BYLINE_DATABASE_URL, best in byline.toml, or take the folder index away to begin anew."
        )


def _close_to_others(folder: Path) -> None:
    """What is made from now on, and what an earlier version left open in a folder that others may look into."""
    os.umask(0o077)
    for path in (one for pattern in OURS for one in folder.glob(pattern) if not one.is_symlink()):
        # It may be somebody else's, who has to close it, or gone, as SQLite's own files come and go.
        with suppress(OSError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & 0o077:
                path.chmod(mode & ~0o077)


def settings_of_existing(data: Path | None, **more: object) -> Settings:
    """Raises Unusable where no database is, before a mistyped folder is made one."""
    settings = settings_from_environment(data=data, **more)
    # A file in the folder's place is told as such, further on.
    is_begun = is_there(settings.database_file) or settings.data.is_file()
    if not settings.database_url and not is_begun:
        raise Unusable(f"There is no Byline in {settings.data}. Start one with ./byline serve, admin or import.")
    return settings_for(data, **more)


def say_where(settings: Settings) -> None:
    """Which of all Bylines on this machine a verb works on: it may be called from anywhere."""
    folder = f", folder {settings.data}" if settings.database_url else ""
    err.print(f"Database {settings.place}{folder}, settings {settings.file or 'of no file'}.", style="dim")


@contextmanager
def opened(settings: Settings, *, begins: bool = False, current: bool = True) -> Iterator[Database]:
    """The store of these settings, closed afterwards. Raises Unusable for one that is not up to date.

    `begins`: what has never been a Byline becomes one.
    """
    store = Database(settings.url, threads=settings.threads, info=wiring.INFO)
    try:
        if begins and state(store) == "empty":
            begin(store)
        if current:
            require_current(store)
        say_where(settings)
        yield store
    except DatabaseError as error:
        reason = str(error.orig).strip()
        hint = " Is the disk full?" if reason == "disk I/O error" else ""
        raise Unusable(f"The database {settings.place} cannot be used: {reason}.{hint}") from error
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
def steps(words: str) -> Iterator[Step]:
    """A bar for one task, which is moved on by what this yields."""
    with progress_bar() as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def refusing() -> Iterator[None]:
    """What cannot be done is one sentence on standard error and exit code 2."""
    try:
        yield
    except (Unusable, Refusal) as refusal:
        sys.stdout.flush()
        err.print(str(refusal) or "There is no such thing.", style="bold")
        raise SystemExit(2) from None
    except OSError as error:
        # Where a verb reads or writes a file it says so itself; what is left is its own output, and a full disk.
        where = error.filename or "What this verb says"
        err.print(f"{where} cannot be read or written: {error.strerror or error}.", style="bold")
        raise SystemExit(2) from None
