"""LibreOffice, where it is: what a spreadsheet makes of a file is asked of one."""

import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from tests import debian

PACKAGES = ("libreoffice-calc-nogui",)
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
WORDS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
UTF8, COMMA, SEMICOLON, TAB = 76, 44, 59, 9
LONGEST_RUN = 300
"""Seconds."""


def found() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def found_or_fetched() -> str | None:
    """Debian's package is added where root may do that; it takes a minute, so only what is allowed to be long asks."""
    if not found() and debian.may_install():
        debian.install(*PACKAGES)
    return found()


def opened(table: Path, *, separator: int = COMMA) -> list[list[tuple[str, str]]]:
    """The cells of a CSV file as LibreOffice reads them, each with its formula, empty where it is none, and text."""
    program = found()
    assert program
    beside = table.parent / "office"
    words = ["--headless", "--norestore", f"-env:UserInstallation={(beside / 'profile').as_uri()}"]
    filters = f"--infilter=CSV:{separator},34,{UTF8},1,,1033,false,true"
    made = ["--convert-to", "ods", "--outdir", str(beside), filters, str(table)]
    subprocess.run([program, *words, *made], check=True, capture_output=True, timeout=LONGEST_RUN)
    with zipfile.ZipFile(beside / f"{table.stem}.ods") as packed:
        root = ElementTree.fromstring(packed.read("content.xml"))
    return [_cells(row) for row in root.iter(f"{{{TABLE}}}table-row")]


def _text(part: ElementTree.Element) -> str:
    """Where several spaces, a tab or the end of a line stand as elements of their own."""
    signs = {f"{{{WORDS}}}s": " " * int(part.get(f"{{{WORDS}}}c", 1)), f"{{{WORDS}}}tab": "\t"}
    signs[f"{{{WORDS}}}line-break"] = "\n"
    inner = "".join(_text(one) + (one.tail or "") for one in part)
    return signs.get(part.tag, "") + (part.text or "") + inner


def _cells(row: ElementTree.Element) -> list[tuple[str, str]]:
    found = []
    for cell in row.iter(f"{{{TABLE}}}table-cell"):
        text = "\n".join(_text(part) for part in cell.iter(f"{{{WORDS}}}p"))
        times = min(int(cell.get(f"{{{TABLE}}}number-columns-repeated", 1)), 50)
        found += [(cell.get(f"{{{TABLE}}}formula", ""), text)] * times
    return found
