"""Which kind of file it is, by what it holds and not by its name."""

from pathlib import Path
from zipfile import ZipFile, is_zipfile

from app.core.errors import Unusable
from app.core.i18n import _
from app.core.sheets.delimited import delimited
from app.core.sheets.encodings import SAMPLE
from app.core.sheets.sheet import How, Sheet
from app.core.sheets.structured import is_json, structured
from app.core.sheets.workbooks import workbook

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def open_sheet(path: Path, how: How | None = None) -> Sheet:
    """Raises Unusable where there is no table, with what can be done about it."""
    asked, path = how or How(), Path(path)
    start = _start(path)
    if not start.strip():
        raise Unusable(_("The file is empty."))
    if _is_workbook(path, start):
        sheet = workbook(path, asked.sheet)
    elif asked.sheet:
        raise Unusable(_("This is not a workbook, so it has no worksheet “%(name)s”.") % {"name": asked.sheet})
    elif is_json(start):
        return structured(path, asked.encoding)
    else:
        sheet = delimited(path, asked.encoding)
    sheet.head(asked.columns)
    return sheet


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise Unusable(_("%(path)s is a folder, not a file.") % {"path": path})
    if path.exists() and not path.is_file():
        raise Unusable(
            _("%(path)s is not a file, and a table is read more than once. Save it as a file first.") % {"path": path}
        )
    try:
        with path.open("rb") as file:
            return file.read(SAMPLE)
    except FileNotFoundError:
        raise Unusable(_("There is no file %(path)s.") % {"path": path}) from None
    except OSError as error:
        raise Unusable(_("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": error.strerror}) from error


def _is_workbook(path: Path, start: bytes) -> bool:
    if start.startswith(_OLD_WORKBOOK):
        return True
    if not start.startswith(b"PK") or not is_zipfile(path):
        return False
    with ZipFile(path) as archive:
        return bool(set(_BOOKS) & set(archive.namelist()))
