"""Which encoding a file is in: what it says, what it can only be, else a guess that somebody has to look at."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from app.core.errors import Unusable
from app.core.i18n import _, either
from app.core.sheets.wide import ORDERS, unmarked

PIECE = 1 << 20
SAMPLE = 1 << 18

LIKELY = {
    "gb18030": "简体中文",
    "big5": "繁體中文",
    "cp932": "日本語",
    "cp949": "한국어",
    "cp874": "ไทย",
    "cp1252": "Western European",
}
"""What spreadsheets save in besides Unicode, by whose letters."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Old workbooks, PDF, pictures, compressed files; workbooks of today are met before anybody asks for letters.
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")


@dataclass(frozen=True)
class Encoding:
    name: str
    is_guess: bool = False


def encoding_of(path: Path, said: str = "") -> Encoding:
    """Raises Unusable where the file is in none, or not in the one that was said."""
    if said:
        return Encoding(_ensured(path, said))
    sample = _sample(path)
    if marked := next((name for mark, name in _MARKS if sample.startswith(mark)), ""):
        return Encoding(_ensured(path, marked))
    if not sample.startswith(_BINARY) and (wide := unmarked(sample)):
        return Encoding(_ensured(path, wide))
    if _is_binary(sample):
        raise Unusable(_("This is not a table: it is a picture, an archive or another binary file."))
    if _decodes(path, "utf-8"):
        return Encoding("utf-8")
    _refuse_damaged(path)
    return Encoding(_guessed(path), is_guess=True)


def pieces(path: Path) -> Iterator[bytes]:
    """The file in parts, so that its size does not matter."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _ensured(path: Path, name: str) -> str:
    if not _is_encoding(name):
        raise Unusable(_("There is no encoding called %(name)s.") % {"name": name})
    if not _decodes(path, name):
        orders = _orders(path, name)
        if (found := unmarked(_sample(path))) in orders:
            return found
        others = either(orders or [other for other in LIKELY if other != name and _decodes(path, other)])
        message = _("The file is not in the encoding %(name)s.") % {"name": name}
        hint = _("It could be read with --encoding %(others)s.") % {"others": others} if others else ""
        raise Unusable(f"{message} {hint}".strip())
    return name


def _orders(path: Path, name: str) -> list[str]:
    """UTF-16 and UTF-32 say in their marks which byte comes first; without one, those in which it can be read."""
    wide = codecs.lookup(name).name
    return [order for order in ORDERS if order.startswith(f"{wide}-") and _decodes(path, order)]


def _sample(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SAMPLE)


def _is_encoding(name: str) -> bool:
    """Python's codecs also turn letters round and pack bytes, which is no encoding of a text."""
    try:
        b"a".decode(name)
    except UnicodeDecodeError:
        return True
    except (LookupError, ValueError):
        return False
    return True


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_binary(sample: bytes) -> bool:
    head = sample[:8192]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.startswith(_BINARY) or controls * 10 > len(head)


def _refuse_damaged(path: Path) -> None:
    """A few wrong bytes in UTF-8 must not make the whole file be read as something else."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    wrong = right = line = first = 0
    for piece in pieces(path):
        text = decoder.decode(piece)
        here = text.count("\ufffd")
        if here and not wrong:
            first = line + text.count("\n", 0, text.index("\ufffd")) + 1
        wrong, line = wrong + here, line + text.count("\n")
        right += sum(map(len, re.findall("[^\0-\x7f\ufffd]+", text)))
    if right > wrong * 10:
        raise Unusable(_("The file is UTF-8, but line %(line)d has bytes that are not.") % {"line": first})


def _guessed(path: Path) -> str:
    """A guess from the lines that have other letters than ASCII, among what decodes the whole file."""
    possible = [name for name in LIKELY if _decodes(path, name)]
    best = from_bytes(_telling(path), cp_isolation=possible, threshold=0.1).best() if possible else None
    if best and best.encoding in possible:
        return best.encoding
    shown = either([f"{name} ({LIKELY[name]})" for name in possible or LIKELY])
    raise Unusable(_("The encoding of this file is unclear. Name it with --encoding: %(names)s.") % {"names": shown})


def _telling(path: Path) -> bytes:
    """Web addresses and numbers say nothing of the letters around them and would only outweigh them."""
    found = bytearray()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                found += re.sub(rb"[\x21-\x7e]{6,}", b"", line)
            if len(found) > SAMPLE:
                break
    return bytes(found)
