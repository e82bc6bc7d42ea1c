"""Tables as files: read with every error and its line, written so that no spreadsheet runs what a person typed."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from charset_normalizer import from_bytes

from app.core.errors import Unusable
from app.core.i18n import _

CSV_BOM = "\ufeff"
"""Excel takes a file that does not begin with this for one in the machine's old encoding."""

LONGEST_CELL = 1_000_000
SEPARATORS = ",;\t"

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_QUOTES = "'\"`´‘’‚‛“”„‟«»‹›＇＂"
_STARTERS = "=+-@−"
# The limit is one for the whole process, and no other module reads tables.
csv.field_size_limit(LONGEST_CELL)


def defused(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula; plain negative numbers stay numbers.

    A program set to semicolons begins a cell at each of them, so every piece is looked at.
    """
    text = "" if cell is None else str(cell)
    return ";".join(map(_as_text, text.split(";")))


def _as_text(piece: str) -> str:
    """Programs skip what stands before a formula, so this looks behind quotes, spaces and what cannot be seen."""
    if _PLAIN_NUMBER.fullmatch(piece):
        return piece
    first = next((char for char in piece if not _is_skipped(char)), "")
    starts_formula = any(char in _STARTERS for char in unicodedata.normalize("NFKC", first)[:1])
    return f"'{piece}" if starts_formula or piece.startswith(("\t", "\r", "\n")) else piece


def csv_line(cells: Iterable[object]) -> str:
    """One line of RFC 4180, its end included, every cell defused."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return out.getvalue()


@dataclass(frozen=True)
class Row:
    """`line` is the first one the row takes up in the file; `cells` are by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class RowError:
    """`column` is empty where the whole row is at fault."""

    line: int
    column: str
    message: str


@dataclass
class Sheet:
    """A table as read; a row is either in `rows` or has an entry in `errors`."""

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    encoding: str = "utf-8"
    separator: str = ","
    is_guess: bool = False
    """Whether neither the file nor anybody said its encoding, so that somebody has to look at the letters."""


def read_table(source: Path | str | bytes, encoding: str = "") -> Sheet:
    """A CSV file, or its content, with all its errors at once; columns without a name are left out.

    Raises Unusable where there is no table.
    """
    content = source if isinstance(source, bytes) else _content(Path(source))
    text, found = (_decoded_as(encoding, content), encoding) if encoding else _decoded(content)
    if not text.strip():
        raise Unusable(_("The file is empty."))
    guessed = not encoding and not found.startswith("utf")
    sheet = Sheet(encoding=found, separator=_separator(text), is_guess=guessed)
    records = _records(text, sheet)
    line, header = next(records, (1, []))
    names = [_plain(name) for name in header]
    sheet.columns = [name for name in names if name]
    if _has_usable_header(sheet, line):
        for number, cells in records:
            _add_row(sheet, number, names, cells)
    return sheet


def _is_skipped(char: str) -> bool:
    return char in _QUOTES or char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Mn", "Zs"}


# Workbooks and archives, old workbooks, PDF, pictures, compressed files.
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LIKELY = ["gb18030", "cp874", "cp1252"]
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise Unusable(_("%(path)s is a folder, not a file.") % {"path": path})
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unusable(_("There is no file %(path)s.") % {"path": path}) from None
    except OSError as error:
        raise Unusable(_("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": error.strerror}) from error


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: Unicode where it is, else a guess we can stand by."""
    if content.startswith(_UTF_16):
        return _decoded_as("utf-16", content), "utf-16"
    if _is_binary(content):
        raise Unusable(_("This is a workbook or another binary file, not CSV. Save it as CSV in UTF-8 first."))
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged(content, error.start)
    best = from_bytes(content, cp_isolation=_LIKELY, threshold=0.1).best()
    if best is None:
        raise Unusable(_("The encoding of this file cannot be told. Save it as CSV in UTF-8 first."))
    return _decoded_as(best.encoding, content), best.encoding


def _decoded_as(encoding: str, content: bytes) -> str:
    try:
        return content.decode(encoding).removeprefix(CSV_BOM)
    except LookupError:
        raise Unusable(_("There is no encoding called %(name)s.") % {"name": encoding}) from None
    except UnicodeDecodeError:
        raise Unusable(_("The encoding of this file cannot be told. Save it as CSV in UTF-8 first.")) from None


def _is_binary(content: bytes) -> bool:
    sample = content[:8192]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return content.startswith(_BINARY) or controls * 10 > len(sample)


def _refuse_damaged(content: bytes, start: int) -> None:
    """A few wrong bytes in UTF-8 must not make the whole file be read as something else."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(map(len, re.findall("[^\0-\x7f\ufffd]+", text)))
    if right > wrong * 10:
        line = content.count(b"\n", 0, start) + 1
        raise Unusable(_("The file is UTF-8, but line %(line)d has bytes that are not.") % {"line": line})


_FIRST_RECORD = re.compile(r'\s*((?:[^"\r\n]+|"[^"]*")*)')
_QUOTED = re.compile('"[^"]*"')


def _separator(text: str) -> str:
    """What stands most often between the names of the first line; quoted names may contain any of them."""
    first = _FIRST_RECORD.match(text)
    unquoted = _QUOTED.sub("", first[1] if first else "")
    return max(SEPARATORS, key=unquoted.count)


def _records(text: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, with their first line; what cannot be read becomes an error of the sheet."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=sheet.separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message, is_last = _reason(error)
            sheet.errors.append(RowError(line, "", message))
            if is_last:
                return
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _reason(error: csv.Error) -> tuple[str, bool]:
    """What is wrong, and whether it hides where the next row begins; only the words tell these errors apart."""
    if "field limit" in str(error):
        message = _("A cell has more than %(limit)d characters, so this row and those after it were not read.")
        return message % {"limit": LONGEST_CELL}, True
    elif "end of data" in str(error):
        return _("A quotation mark is opened in this row and never closed, so nothing after it was read."), True
    else:
        return _("A quotation mark stands inside a cell. Inside quotes it must be written twice."), False


def _plain(name: str) -> str:
    visible = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C")
    return " ".join(visible.lower().split())


def _has_usable_header(sheet: Sheet, line: int) -> bool:
    """Notes what is wrong with it: no cell below then has a column to belong to."""
    twice = [name for name, count in Counter(sheet.columns).items() if count > 1]
    for name in twice:
        message = _("There is more than one column “%(name)s”.") % {"name": name}
        sheet.errors.append(RowError(line, name, message))
    if not sheet.errors and not any(char.isalpha() for name in sheet.columns for char in name):
        sheet.errors.append(RowError(line, "", _("The first line must name the columns.")))
    return not sheet.errors


def _add_row(sheet: Sheet, line: int, names: list[str], cells: list[str]) -> None:
    """Empty cells behind the last column are what spreadsheets leave when a column was emptied."""
    if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
        message = _("This row does not have a cell for each column: it has %(found)d, the first line has %(wanted)d.")
        sheet.errors.append(RowError(line, "", message % {"found": len(cells), "wanted": len(names)}))
        return
    row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    broken = [name for name, cell in row.items() if "\0" in cell]
    sheet.errors += [RowError(line, name, _("This cell has a NUL character, which no text has.")) for name in broken]
    if not broken:
        sheet.rows.append(Row(line, row))
