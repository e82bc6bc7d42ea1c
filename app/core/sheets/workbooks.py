"""Workbooks of Excel and LibreOffice: values only, dates as dates."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from app.core.errors import Unusable
from app.core.i18n import _
from app.core.sheets.sheet import Record, Sheet
from app.core.sheets.trying import is_bearable

MOST_BYTES = 60_000_000
"""Unpacked: the whole of a workbook is held in memory, several times over."""
# A spreadsheet has a million rows; to unpack one that is said to have more takes half a minute to find out.
_ENDLESS = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'][0-9]{8}")
LOCKED = "EncryptedPackage".encode("utf-16-le")
Value = int | float | str | bool | time | date | datetime | timedelta


def workbook(path: Path, wished: str) -> Sheet:
    """Raises Unusable for one that is locked, broken or too large, or has no such sheet."""
    _ensure_bearable(path)
    _ensure_open(path)
    try:
        with path.open("rb") as file:
            # By what it holds: many programs give a workbook of today the ending of the old ones.
            book = CalamineWorkbook.from_filelike(file)
            name, others = _chosen(book, wished)
            found = book.get_sheet_by_name(name)
    except PasswordError:
        raise _locked() from None
    except (CalamineError, ZipError) as error:
        raise Unusable(_("This workbook cannot be read: %(reason)s.") % {"reason": str(error)}) from error
    sheet = Sheet("workbook", lambda: _records(found.iter_rows()), encoding="")
    if others:
        message = _("The worksheet “%(name)s” was read; there are also %(others)s. --sheet chooses another.")
        sheet.notes.append(message % {"name": name, "others": ", ".join(others)})
    return sheet


def _ensure_open(path: Path) -> None:
    """A locked workbook is an old container with the packed one inside of it, or says so in its manifest."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
    if LOCKED in start or (start.startswith(b"PK") and b"encryption-data" in _manifest(path)):
        raise _locked()


def _manifest(path: Path) -> bytes:
    return _member(path, "META-INF/manifest.xml")


def _member(path: Path, name: str) -> bytes:
    try:
        with ZipFile(path) as archive:
            return archive.read(name)
    except (BadZipFile, KeyError, NotImplementedError):
        return b""


def _locked() -> Unusable:
    return Unusable(_("This workbook is locked with a password. Save it without one first."))


def _ensure_bearable(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml"))
    except (BadZipFile, NotImplementedError, OSError):
        size = path.stat().st_size
    if size > MOST_BYTES or _ENDLESS.search(_member(path, "content.xml")) or not is_bearable(path):
        raise Unusable(_("This workbook is too large to be read as one. Save the worksheet as CSV in UTF-8 first."))


def _chosen(book: CalamineWorkbook, wished: str) -> tuple[str, list[str]]:
    """The worksheet to read and the others that could be: hidden and empty ones are none of them."""
    if wished:
        if wished not in book.sheet_names:
            message = _("The workbook has no worksheet “%(name)s”. It has: %(others)s.")
            raise Unusable(message % {"name": wished, "others": ", ".join(book.sheet_names)})
        return wished, []
    shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    filled = [name for name in shown if book.get_sheet_by_name(name).height]
    if not filled:
        raise Unusable(_("The file is empty."))
    return filled[0], filled[1:]


def _records(rows: Iterator[list[Value]]) -> Iterator[Record]:
    """The rows above the first that holds anything are among them, so that numbers are a spreadsheet's."""
    for number, cells in enumerate(rows, 1):
        yield Record(number, 0, list(map(said, cells)))


def said(value: Value) -> str:
    """A cell's value as it would be typed: numbers without an empty fraction, dates with the year first."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value)
