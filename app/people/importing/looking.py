"""What a file of people lacks, and columns nobody asked for that look like it."""

from collections.abc import Collection, Iterator, Sequence
from shlex import quote

from app.core.i18n import _
from app.core.letters import clean, key
from app.core.sheets import Row, RowError, Sheet
from app.imports.columns import Columns
from app.imports.suspects import SEEN, Suspect, header_faults, suspects
from app.people.importing.standing import words

HEADER = 1
STANDING = ("enabled", "disabled", "status", "left_on")
KINDS = {"name": "name", "email": "address", "employee_id": "code"}
"""What the columns of a field look like, as suspects are looked for."""


def lacking(columns: Columns) -> list[str]:
    """What no roster can do without: a name, and an ID or an address. Either of the two is enough."""
    has = columns.sources.keys()
    found = [] if has & {"name", "given_name", "family_name"} else ["name"]
    return [*found, *([] if has & {"employee_id", "email", "account"} else ["employee_id", "email"])]


def faults_of(sheet: Sheet, columns: Columns) -> Iterator[RowError]:
    """What is wrong with the whole file: its header cannot be read, or lacks what is needed."""
    missing = [] if sheet.errors else lacking(columns)
    yield from header_faults("people", sheet, columns, list(_lacks(sheet, columns, missing)))
    if "email" not in missing and not sheet.errors and not columns.sources.keys() & {"employee_id", "email"}:
        yield from _accounts(sheet, columns)


def _lacks(sheet: Sheet, columns: Columns, missing: Sequence[str]) -> Iterator[RowError]:
    if "name" in missing:
        yield _lack(sheet, columns, ["name"], _("There is no column of names."))
    if "email" in missing:
        what = _("There is no column of employee IDs or e-mail addresses.")
        yield _lack(sheet, columns, ["employee_id", "email"], what)


def overlooked(sheet: Sheet, columns: Columns) -> list[Suspect]:
    """Columns of addresses where none is used, and of words for who has left where nothing says that."""
    has = columns.sources.keys()
    found = [] if has & {"email", "account"} else suspects(sheet.rows(), columns.unused, {"email": "address"})
    return found + ([] if has & set(STANDING) else _who_left(sheet, columns.unused))


def _accounts(sheet: Sheet, columns: Columns) -> Iterator[RowError]:
    """They will do where they look like addresses."""
    if not suspects(sheet.rows(), list(columns.sources["account"].columns), {"email": "address"}):
        column = columns.where("account")
        message = _("The accounts are not e-mail addresses. Say --map email=%(column)s@example.com, with your domain.")
        yield RowError(HEADER, HEADER, column, message % {"column": column})


def _lack(sheet: Sheet, columns: Columns, fields: list[str], what: str) -> RowError:
    """With what the file has, and a guess to copy."""
    found = suspects(sheet.rows(), columns.unused, {field: KINDS[field] for field in fields})
    has = _("The file has: %(columns)s.") % {"columns": ", ".join(sheet.columns)}
    if found:
        how = _("It may be “%(column)s” (%(example)s): say --map %(field)s=%(quoted)s.")
        how %= vars(found[0]) | {"quoted": quote(found[0].column)}
    else:
        how = _("Say which it is, as in --map %(field)s=%(column)s.")
        how %= {"field": fields[0], "column": quote(sheet.columns[0])}
    return RowError(HEADER, HEADER, fields[-1], f"{what} {has} {how}")


def _who_left(sheet: Sheet, columns: Collection[str]) -> list[Suspect]:
    """The first column in which some cell says outright that somebody has left."""
    for number, row in enumerate(sheet.rows()):
        if number == SEEN:
            break
        if isinstance(row, Row):
            for column in columns:
                if key(row.cells[column]) in words("left"):
                    return [Suspect("status", column, clean(row.cells[column], lines=False))]
    return []
