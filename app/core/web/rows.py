"""Rows of a table judged as forms are: the same shapes, the same sentences, with the line they stand in."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import ValidationError

from app.core.i18n import _
from app.core.tabular import Row, RowError, Sheet
from app.core.text import clean
from app.core.web.forms import F, sentence

HEADER = 1


@dataclass(frozen=True)
class Entry(Generic[F]):
    line: int
    value: F


@dataclass(frozen=True)
class Judged(Generic[F]):
    """Every row of a sheet either as an entry or with its errors; `columns` says which column holds which field."""

    entries: list[Entry[F]]
    errors: list[RowError]
    columns: dict[str, str]
    unused: list[str]


def judge(
    sheet: Sheet,
    shape: type[F],
    *,
    names: Mapping[str, Sequence[str]],
    needed: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
    context: object = None,
) -> Judged[F]:
    """What the rows say, cell by cell.

    `names` are what a file may call a field beside its own name, `chosen` which column somebody wants for a field;
    `context` is handed to the validators of the shape.
    """
    columns = _columns(sheet.columns, shape, names, chosen or {})
    has_header = bool(sheet.rows) or not sheet.errors
    missing = [_missing(field, names) for field in needed if field not in columns and has_header]
    errors = [*sheet.errors, *missing]
    entries: list[Entry[F]] = []
    for row in [] if missing else sheet.rows:
        _judge(row, shape, columns, context, entries, errors)
    used = set(columns.values())
    return Judged(entries, sorted(errors, key=_by_line), columns, [name for name in sheet.columns if name not in used])


def repeated(sheet: Sheet, judged: Judged[F], field: str, *, folded: bool = False) -> Iterator[RowError]:
    """An error for each row that says the same in this field as one before it, be the rest of either right or not."""
    column = judged.columns.get(field, "")
    first: dict[str, int] = {}
    for row in sheet.rows if column else []:
        value = clean(row.cells[column], lines=False)
        value = value.lower() if folded else value
        if value and first.setdefault(value, row.line) != row.line:
            yield RowError(row.line, column, _("This stands in line %(line)d already.") % {"line": first[value]})


def spelled(name: str) -> str:
    """A column's name as a sheet spells it."""
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def _columns(
    found: Sequence[str], shape: type[F], names: Mapping[str, Sequence[str]], chosen: Mapping[str, str]
) -> dict[str, str]:
    """The first of a field's names that the sheet has; a column is used once."""
    taken = {spelled(column) for column in chosen.values()}
    columns: dict[str, str] = {}
    for field in shape.model_fields:
        wanted = [chosen[field]] if field in chosen else [field, field.replace("_", " "), *names.get(field, ())]
        name = next((spelled(name) for name in wanted if _is_free(spelled(name), found, taken, field in chosen)), None)
        if name:
            columns[field] = name
            taken.add(name)
    return columns


def _is_free(name: str, found: Sequence[str], taken: set[str], is_chosen: bool) -> bool:
    return name in found and (is_chosen or name not in taken)


def _missing(field: str, names: Mapping[str, Sequence[str]]) -> RowError:
    others = ", ".join(names.get(field, ()))
    message = _("There is no column “%(name)s”. It may also be called: %(others)s.")
    return RowError(HEADER, field, message % {"name": field, "others": others})


def _judge(
    row: Row, shape: type[F], columns: dict[str, str], context: object, entries: list[Entry[F]], errors: list[RowError]
) -> None:
    cells: dict[str, Any] = {field: row.cells[column] for field, column in columns.items()}
    try:
        entries.append(Entry(row.line, shape.model_validate(cells, context=context)))
    except ValidationError as error:
        for found in error.errors():
            field = str(found["loc"][0]) if found["loc"] else ""
            errors.append(RowError(row.line, columns.get(field, field), sentence(found)))


def _by_line(error: RowError) -> int:
    return error.line
