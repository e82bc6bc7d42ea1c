"""Text in two or four bytes a letter that does not begin with the mark of its byte order."""

import codecs
import unicodedata

SEEN = 1 << 16
ORDERS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_ENDS = ("\n", "\r")
_NO_TEXT = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_SPACES = frozenset("\t\r\n\f\u200b\u200c\u200d\ufeff\xad")
MOST_ODD = 20
"""One letter in so many may be none, such as a NUL where a program has lost something."""


def unmarked(sample: bytes) -> str:
    """Which of these a file is in that begins so, in any language; empty for what is in none of them."""
    start = sample[:SEEN]
    if b"\0" not in start:
        return ""
    if even_or_odd := _mostly_ascii(start):
        return even_or_odd
    found = {name: text for name in ORDERS if (text := _text(start, name))}
    return max(found, key=lambda name: _plain(found[name]), default="")


def _mostly_ascii(start: bytes) -> str:
    """Names of columns and numbers are ASCII somewhere, and every second byte of theirs is nothing."""
    even, odd = start[:2048:2].count(0), start[1:2048:2].count(0)
    if max(even, odd) * 4 > len(start[:2048:2]) and min(even, odd) * 20 < max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _text(start: bytes, name: str) -> str:
    """What it says in this encoding, where that is a text with lines and it is not plainly one of single bytes."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(start)
    except UnicodeDecodeError:
        return ""
    odd = sum(unicodedata.category(char) in _NO_TEXT and char not in _SPACES for char in text)
    if odd * MOST_ODD > len(text) or not any(end in text for end in _ENDS):
        return ""
    return "" if _is_narrow(start, text) else text


def _is_narrow(start: bytes, text: str) -> bool:
    """In UTF-8 a NUL is a mishap: few controls, and ends of lines that are none in the wider reading."""
    try:
        narrow = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    controls = sum(char < " " and char not in _SPACES for char in narrow)
    return controls * 10 < len(narrow) and any(narrow.count(end) > text.count(end) for end in _ENDS)


def _plain(text: str) -> int:
    """What parts cells and lines is the same in every language."""
    return sum(text.count(char) for char in '\n\r\t,;|" 0123456789')
