"""Taking out what people then correct and bring in again."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, cli, opened, out, settings_of_existing
from app.core.db import Reader
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.tabular import CSV_BOM, csv_line
from app.people import queries

exporter = typer.Typer(name="export", help="Take out what stands here, as files.", no_args_is_help=True)
cli.add_typer(exporter)
HEAD = ("employee_id", "name", "email", "title", "department", "roles", "enabled")


@exporter.callback()
def _export() -> None:
    """A verb of its own beside others to come."""


@exporter.command()
def people(
    file: Annotated[Path, typer.Argument(help="A CSV file that is not there yet.")],
    data: Data = HERE,
) -> None:
    """Take out everybody who is here or was, as `import people` takes them in again."""
    with opened(settings_of_existing(data)) as store:
        with store.reading() as db:
            rows = list(_rows(db))
        write_privately(file, HEAD, rows)
        with store.writing() as db:
            audit.note(db, actor=None, act="roster.exported", label=file.name, rows=len(rows))
    out.print(f"{so_many(len(rows), 'person is', 'people are')} in {file}.")


def write_privately(file: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for its maker's eyes only. Raises Unusable where there is a file already, or none can be made."""
    if str(file) == "-":
        # What this verb says would stand among the lines.
        raise Unusable("This is written into a file of its own, not to standard output. Name one instead of -.")
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="utf-8", newline="") as table:
            table.write(CSV_BOM)
            table.writelines(map(csv_line, [head, *rows]))
    except FileExistsError:
        raise Unusable(f"There is a file {file} already. Name another one.") from None
    except OSError as error:
        raise Unusable(f"The file {file} cannot be written: {error.strerror}.") from error


def _rows(db: Reader) -> Iterable[Sequence[object]]:
    roles = queries.roles_of_all(db)
    called = {unit.id: unit.code or unit.name for unit in queries.every_department(db)}
    for one in queries.everybody(db):
        held = ", ".join(sorted(roles.get(one.id, [])))
        enabled = "yes" if one.active else "no"
        yield one.employee_id, one.name, one.email, one.title, called.get(one.department_id or 0, ""), held, enabled
