"""What an import of posts or of comments is asked, and what is kept of it for the next file."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.importing.options import pair
from app.core.columns import Values

NONE: list[str] = []
Map = Annotated[list[str], typer.Option("--map", help="FIELD=COLUMN, as in title=titulo; COLUMN+COLUMN joins two.")]
Source = Annotated[str, typer.Option(help="What the file is called here; its name without the ending if left out.")]
Language = Annotated[str, typer.Option(help="What it is written in, such as es; otherwise guessed.")]
Dates = Annotated[str, typer.Option(help="Where day, month and year stand: dmy, mdy or ymd; otherwise found out.")]
Text = Annotated[
    str, typer.Option(help="What texts are written in: html, markdown, jira or plain; otherwise found out.")
]
Day = Annotated[str, typer.Option("--date", help="When that was which has no date: today, or 2024-01-31.")]
Header = Annotated[str, typer.Option("--columns", help="Names of the columns, with commas, where the file has none.")]
Worksheet = Annotated[str, typer.Option("--sheet", help="Which worksheet of a workbook; the first one if left out.")]
Leave = Annotated[list[str], typer.Option(help="A column that is left out on purpose; may be repeated.")]
LeaveRest = Annotated[
    bool, typer.Option("--leave-rest", help="All columns that were not used are left out on purpose.")
]
SkipBad = Annotated[
    Path | None, typer.Option(help="Bring the rest where rows are wrong, and write those into this file to be mended.")
]
Shorten = Annotated[
    bool | None,
    typer.Option("--shorten/--no-shorten", help="Cut what is too long, and keep the whole of it elsewhere."),
]
MatchNames = Annotated[
    bool | None,
    typer.Option("--match-names/--no-match-names", help="A name is that of the one person here who is so called."),
]
Again = Annotated[
    bool, typer.Option("--again", help="Also bring what is here already from another file, a second time.")
]


def mapping(given: list[str]) -> dict[str, str]:
    return dict(pair(one, "--map title=titulo") for one in given)


def told(**said: object) -> Values:
    """As it is kept, with what stands in a row of names as a list."""
    header = said.get("header")
    names = [name.strip() for name in header.split(",") if name.strip()] if isinstance(header, str) else []
    return dict(said) | {"header": names}
