"""Keeping everything safe: a backup as one file, and back again."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import HERE, Data, cli, out, progress_bar
from app.core.settings import settings_from_environment
from app.keeping import backups

Yes = Annotated[bool, typer.Option("--yes", help="Replace what is there; it is kept aside.")]


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup, a zip file that is not there yet.")],
    data: Data = HERE,
) -> None:
    """Write everything Byline keeps into one file, also while it runs."""
    settings = settings_from_environment(data=data)
    with progress_bar() as bar:
        task = bar.add_task("Packing", total=None)
        manifest = backups.backup(
            settings, file, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    files = len(manifest.members) - 1
    out.print(f"The database and {files} files are in {file}. Keep it where only you can read it.")


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that ./byline backup wrote.")],
    yes: Yes = False,
    data: Data = HERE,
) -> None:
    """Bring back what a backup holds; Byline must not run meanwhile."""
    settings = settings_from_environment(data=data)
    with progress_bar() as bar:
        task = bar.add_task("Unpacking", total=None)
        manifest, aside = backups.restore(
            settings, file, replace=yes, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    out.print(f"{settings.data} is as it was at {manifest.created_at:%Y-%m-%d %H:%M} UTC.")
    if aside:
        out.print(f"What was there before is in {aside}.")
    out.print("./byline serve brings it forward, if it is older, and makes the search index anew.")
