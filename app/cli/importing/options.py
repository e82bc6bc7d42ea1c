"""What every import is asked and opens alike."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import cli
from app.core.errors import Unusable

File = Annotated[Path, typer.Argument(help="A file of any kind: CSV, a workbook (XLSX, ODS), JSON or JSON Lines.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")]
Encoding = Annotated[
    str,
    typer.Option(help="Where it is not Unicode: gb18030, big5, cp932, cp949, cp874 or cp1252."),
]

importer = typer.Typer(
    name="import",
    help="Bring in people, departments, ideas, comments or thanks from a file, or take them back.",
    no_args_is_help=True,
)
cli.add_typer(importer)


def pair(given: str, example: str) -> tuple[str, str]:
    name, equals, value = given.rpartition("=") if example.startswith(("--stage", "--award")) else given.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise Unusable(f"“{given}” does not say what is what. Write it as in {example}.")
    return name.strip(), value.strip()
