"""Letters: the scripts, what text is cleaned of, and one folding by which two spellings are the same.

Names, departments, addresses and ids are compared by `key`, search and slugs are made of `folded` letters; what is
shown stays as it was typed.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters by the language that most people write in them. Kana before Han, since Japanese has both; Latin last.
SCRIPTS = {
    "ja": "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "zh-Hans": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "ko": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "th": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "lo": "\u0e80-\u0ecf\u0edc-\u0edf",
    "km": "\u1780-\u17d3",
    "my": "\u1000-\u103f\u1050-\u108f",
    "hi": "\u0900-\u0963\u0971-\u097f",
    "bn": "\u0980-\u09fe",
    "ta": "\u0b80-\u0bd7",
    "ar": "\u0620-\u065f\u066e-\u06d3\u0750-\u077f\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc",
    "he": "\u05d0-\u05f2",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ru": "\u0400-\u052f",
    "": "A-Za-z\u00aa\u00ba\u00c0-\u02af\u1e00-\u1eff",
}
# Digits and signs that stand among the letters of scripts whose words only a dictionary knows.
BESIDE = {"th": "\u0e3f\u0e4f-\u0e5b", "lo": "\u0ed0-\u0ed9", "km": "\u17d4-\u17ff", "my": "\u1040-\u104f\u1090-\u109f"}
UNSPACED = frozenset({"zh-Hans", "ja", "ko", *BESIDE})
"""Their words stand without spaces, or with so few that a part of one is asked for."""

CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x9f"
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""They set the text after them in another order."""
WIDTHLESS = "\u00ad\u200b\u200e\u200f\u2060"
JOINERS = "\u200c\u200d"
VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
APOSTROPHES = "'’‘‛ʼʻ′´＇"
# Byte order marks, noncharacters, halves of surrogate pairs.
_NO_TEXT = "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
_FILLERS = "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2061\u2062\u2063\u2064\u2800\u3164\uffa0"
_INVISIBLE = WIDTHLESS + JOINERS + _FILLERS
_BLANK = _INVISIBLE + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())

MOST_MARKS = 4
"""So many accents and vowel signs may stand on one letter; more only serve to bury the lines around it."""

MOST_IN_A_ROW = 30
"""Unicode's own bound for marks after a letter. Putting them in order costs the square of how many there are."""

# Small letters of Cyrillic and Greek that stand, small or large, for what looks like a Latin one.
_LOOKS = str.maketrans("авекмнорстухіјѕαβεζηικμνορτυχ", "abekmhopctyxijsabezhikmnoptyx")

_UNWANTED = re.compile(f"[{CONTROLS}{DIRECTIONS}{_NO_TEXT}]")
_UNSEEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{_NO_TEXT}{_INVISIBLE}{VARIATIONS}]")
# A joiner between letters of a script that joins shapes them; anywhere else it only cannot be seen.
_HIDDEN = re.compile(f"(?<=[^\0-\x7f])([{JOINERS}])(?=[^\0-\x7f])|{_UNSEEN.pattern}")

# Letters that Unicode does not take apart into a plain one and an accent.
_WHOLE = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})
# Greek capitals go without accents, Russian ones mostly without the dots of ё; й is a letter of its own.
_ACCENTED = re.compile("([a-zα-ω])[\u0300-\u036f]+|(?<=е)\u0308+")
_SIGNS = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys("‐‑‒–−﹣－", "-") | dict.fromkeys("·•‧∙・･", "·")
)
# In Thai and Lao the same syllable can be typed in several orders, and เ twice looks like แ. NFKC takes SARA AM apart.
_TYPED = (
    (re.compile("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e39\u0e47]+)"), r"\2\1"),
    (re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32"), "\\1\\2\u0e33"),
    (re.compile("\u0e33([\u0e48-\u0e4b])"), "\\1\u0e33"),
    (re.compile("\u0e40\u0e40"), "\u0e41"),
    (re.compile("([\u0ec8-\u0ecc]+)([\u0eb1\u0eb4-\u0ebb]+)"), r"\2\1"),
    (re.compile("([\u0ec8-\u0ecb]?)\u0ecd([\u0ec8-\u0ecb]?)\u0eb2"), "\\1\\2\u0eb3"),
    (re.compile("\u0eb3([\u0ec8-\u0ecb])"), "\\1\u0eb3"),
    (re.compile("\u0ec0\u0ec0"), "\u0ec1"),
)
_REORDERED = re.compile("[\u0e31-\u0e4d\u0eb1-\u0ecd]")


def folded(text: str) -> str:
    """Letters without the differences that nobody means: case, width, Latin accents, the order of typing in Thai.

    Spaces and signs stay as they are.
    """
    if text.isascii():
        return text.lower()
    text = bounded(text)
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_WHOLE)
    apart = unicodedata.normalize("NFD", plain)
    return ordered(unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", apart)))


@lru_cache(maxsize=10_000)
def key(text: str) -> str:
    """What all spellings of a name, an address or an id have in common: two are the same when their keys are.

    Folded, in one line, without what cannot be seen, each kind of apostrophe, hyphen and middle dot as one.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    return " ".join(folded(seen(text)).translate(_SIGNS).split())


def looks(text: str) -> str:
    """The key of a text in Latin letters wherever others look like these."""
    return key(text).translate(_LOOKS)


def seen(text: str) -> str:
    """In one line, without what cannot be seen, each kind of apostrophe, hyphen and middle dot as one."""
    return " ".join(_UNSEEN.sub("", " ".join(text.split())).translate(_SIGNS).split())


def visible(text: str) -> str:
    """An address or an ID without what nobody sees in it and nobody types."""
    return _HIDDEN.sub(lambda found: found[1] or "", text)


def ordered(text: str) -> str:
    """Thai and Lao with vowel signs, tone marks and SARA AM in the one order that dictionaries know."""
    if not _REORDERED.search(text):
        return text
    for typed, meant in _TYPED:
        text = typed.sub(meant, text)
    return text


def clean(text: str, *, lines: bool) -> str:
    """Typed text as it is stored: a body keeps its lines, a title has none. Cleaning twice is cleaning once.

    Joiners stay inside words, where Indic scripts and emoji need them. Text nobody could see comes out empty.
    """
    rows = [storable(row) for row in text.splitlines()]
    joined = "\n".join(rows) if lines else re.sub("[ \t]+", " ", " ".join(rows))
    normal = unicodedata.normalize("NFC", bounded(joined))
    calm = normal if normal.isascii() else "".join(_unstacked(normal))
    if not any(map(_is_seen, calm)):
        return ""
    return "\n".join(map(_ended, calm.split("\n"))).strip("\n" + _INVISIBLE) if lines else trimmed(calm)


def bounded(text: str) -> str:
    """Without the marks of a letter that no letter has so many of, which only serve to keep a computer busy."""
    if len(text) <= MOST_IN_A_ROW or text.isascii():
        return text
    kept, row = [], 0
    for char in text:
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= MOST_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def storable(text: str) -> str:
    """Without control characters, what reorders the text after it, and what is no text at all."""
    return _UNWANTED.sub("", text)


def trimmed(text: str) -> str:
    """Without what cannot be seen at either end."""
    return text.strip(_BLANK)


def _ended(row: str) -> str:
    """The beginning keeps its indent: it may be code, or a Chinese paragraph."""
    return row.rstrip(_BLANK)


def _unstacked(text: str) -> Iterator[str]:
    stacked = 0
    for char in text:
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            stacked += 1
        elif category != "Cf":
            stacked = 0
        if stacked <= MOST_MARKS:
            yield char


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _INVISIBLE
