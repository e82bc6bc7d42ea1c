"""Keeping everything safe: a backup as one file, and back again."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import HERE, Data, cli, err, opened, out, say_where, steps
from app.core.clock import now
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.migrating import state
from app.core.runs import BACKUP, note_done
from app.core.settings import Settings, settings_from_environment
from app.keeping import backups
from app.keeping.archive import Manifest
from app.keeping.places import STANDARD
from app.keeping.pruning import Keep, dated, prune

Yes = Annotated[bool, typer.Option("--yes", help="Replace what is there; it is kept aside.")]
Days = Annotated[int, typer.Option(min=0, help="With --to, keep the last backup of so many days.")]
Weeks = Annotated[int, typer.Option(min=0, help="And of so many weeks.")]
Months = Annotated[int, typer.Option(min=0, help="And of so many months. Whatever is older is removed.")]
NOT_PRUNED = 1
"""The exit code when the backup is whole, but what is too old could not be removed."""
Demo = Annotated[bool, typer.Option("--demo", help="Take the backup of a demo, where nobody needs a password.")]


@cli.command()
def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to write the backup, a file that is not there yet; - for standard output."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--to", help="Write a dated file into this folder, and remove what is too old.")
    ] = None,
    keep_days: Days = 7,
    keep_weeks: Weeks = 4,
    keep_months: Months = 12,
    recipients: Annotated[
        list[str] | None,
        typer.Option("--age-recipient", help="A public key of age to encrypt for; may be said more than once."),
    ] = None,
    data: Data = HERE,
) -> None:
    """Write everything Byline keeps into one file, also while it runs."""
    settings = settings_from_environment(data=data, backup_recipient=" ".join(recipients or []) or None)
    if (file is None) == (folder is None):
        raise Unusable("Name one file, or - for standard output, or a folder with --to.")
    target, began = file or _dated_in(folder or Path(), settings), now()
    with _cleaning_up():
        if file == STANDARD:
            _to_standard_output(settings)
        else:
            _to_file(settings, target)
    _note(settings, began)
    if folder:
        _prune(folder, Keep(keep_days, keep_weeks, keep_months), target)


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that ./byline backup wrote; - for standard input.")],
    yes: Yes = False,
    identity: Annotated[
        Path | None, typer.Option("--age-identity", help="The file with the key of age, for one that is encrypted.")
    ] = None,
    demo: Demo = False,
    data: Data = HERE,
) -> None:
    """Bring back what a backup holds; Byline must not run meanwhile."""
    settings = settings_from_environment(data=data)
    with _cleaning_up(), steps("Unpacking") as step:
        manifest, aside = backups.restore(settings, file, identity=identity, replace=yes, demo=demo, progress=step)
    say_where(settings)
    out.print(f"{settings.data} is as it was at {manifest.created_at:%Y-%m-%d %H:%M} UTC.")
    if manifest.is_demo:
        out.print("It is a demo: anybody signs in there as anybody, without a password.")
    if aside:
        out.print(f"What was there before is in {aside}.")
    out.print("./byline serve brings it forward, if it is older, and makes the search index anew.")


@contextmanager
def _cleaning_up() -> Iterator[None]:
    """Told to end, it takes away what is half done: that holds everything, unencrypted. `nohup` is heeded."""
    found = ((each, signal.getsignal(each)) for each in (signal.SIGTERM, signal.SIGHUP))
    before = {each: handler for each, handler in found if handler is not signal.SIG_IGN}
    try:
        for each in before:
            signal.signal(each, lambda number, _frame: sys.exit(128 + number))
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _to_standard_output(settings: Settings) -> None:
    if sys.stdout.isatty():
        raise Unusable("A backup is nothing to read. Send it on, as in ./byline backup - > FILE.")
    manifest = backups.stream(settings, sys.stdout.buffer, recipients=settings.backup_recipients)
    err.print(f"{_held(manifest)} were written to standard output{_how(settings)}.")


def _to_file(settings: Settings, target: Path) -> None:
    with steps("Packing") as step:
        manifest = backups.backup(settings, target, recipients=settings.backup_recipients, progress=step)
    advice = "" if settings.backup_recipients else " Keep it where only you can read it."
    out.print(f"{_held(manifest)} are in {target}{_how(settings)}.{advice}")


def _dated_in(folder: Path, settings: Settings) -> Path:
    """Never makes the folder: where a disk is not mounted, backups would fill the one that they are to be kept from."""
    if not folder.is_dir():
        raise Unusable(f"There is no folder {folder}. Make it, or mount what it is on, and try again.")
    return folder / dated(now(), sealed=bool(settings.backup_recipients))


def _note(settings: Settings, began: datetime) -> None:
    """Into the database, for whoever watches it; one that an older program left has no place for it yet.

    Where that fails the backup is as good as ever: the next one is noted again.
    """
    try:
        with opened(settings, current=False) as store:
            if state(store) == "current":
                note_done(store, BACKUP, began)
    except Unusable as error:
        err.print(f"The backup is whole, but the database could not be told of it: {error}")


def _prune(folder: Path, keep: Keep, newest: Path) -> None:
    try:
        kept, gone = prune(folder, keep, newest)
    except OSError as error:
        err.print(f"The backup is whole, but an older one cannot be removed: {error.strerror}, {error.filename}.")
        raise SystemExit(NOT_PRUNED) from None
    removed = f" Removed: {', '.join(path.name for path in gone)}." if gone else ""
    out.print(f"{so_many(len(kept), 'backup is', 'backups are')} in {folder}.{removed}")


def _held(manifest: Manifest) -> str:
    return f"The database and {so_many(len(manifest.members) - 1, 'file')}"


def _how(settings: Settings) -> str:
    return ", encrypted" if settings.backup_recipients else ""
