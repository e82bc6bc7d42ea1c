"""Keeping everything safe: a backup as one file, and back again."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import HERE, Data, cli, out, steps
from app.core.english import so_many
from app.core.settings import settings_from_environment
from app.keeping import backups

Yes = Annotated[bool, typer.Option("--yes", help="Replace what is there; it is kept aside.")]
Demo = Annotated[bool, typer.Option("--demo", help="Take the backup of a demo, where nobody needs a password.")]


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup, a zip file that is not there yet.")],
    data: Data = HERE,
) -> None:
    """Write everything Byline keeps into one file, also while it runs."""
    settings = settings_from_environment(data=data)
    with steps("Packing") as step:
        manifest = backups.backup(settings, file, progress=step)
    files = so_many(len(manifest.members) - 1, "file")
    out.print(f"The database and {files} are in {file}. Keep it where only you can read it.")


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that ./byline backup wrote.")],
    yes: Yes = False,
    demo: Demo = False,
    data: Data = HERE,
) -> None:
    """Bring back what a backup holds; Byline must not run meanwhile."""
    settings = settings_from_environment(data=data)
    with steps("Unpacking") as step:
        manifest, aside = backups.restore(settings, file, replace=yes, demo=demo, progress=step)
    out.print(f"{settings.data} is as it was at {manifest.created_at:%Y-%m-%d %H:%M} UTC.")
    if manifest.is_demo:
        out.print("It is a demo: anybody signs in there as anybody, without a password.")
    if aside:
        out.print(f"What was there before is in {aside}.")
    out.print("./byline serve brings it forward, if it is older, and makes the search index anew.")
