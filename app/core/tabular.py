"""Tables written so that no spreadsheet runs what a person typed. How they are read: `app.core.sheets`."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from io import StringIO

CSV_BOM = "\ufeff"
"""Excel takes a file that does not begin with this for one in the machine's old encoding."""

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PARTED = re.compile(r"([;\t\r\n])")
_QUOTES = "'\"`´‘’‚‛“”„‟«»‹›＇＂"
_STARTERS = "=+-@−"


def defused(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula; plain numbers stay as they are, with their sign.

    A program set to semicolons or tabs begins a cell at each of them, and takes no quotes for such where it finds them
    in the middle, so that a line that ends inside a cell ends there: every piece is looked at.
    """
    text = "" if cell is None else str(cell)
    guarded = "".join(map(_as_text, _PARTED.split(text)))
    return f"'{guarded}" if guarded.startswith(("\t", "\r", "\n")) else guarded


def _as_text(piece: str) -> str:
    """Programs skip what stands before a formula, so this looks behind quotes, spaces and what cannot be seen."""
    if _PLAIN_NUMBER.fullmatch(piece):
        return piece
    first = next((char for char in piece if not _is_skipped(char)), "")
    starts_formula = any(char in _STARTERS for char in unicodedata.normalize("NFKC", first)[:1])
    return f"'{piece}" if starts_formula else piece


def csv_line(cells: Iterable[object]) -> str:
    """One line of RFC 4180, its end included, every cell defused."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return out.getvalue()


def _is_skipped(char: str) -> bool:
    return char in _QUOTES or char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Mn", "Zs"}
