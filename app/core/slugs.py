"""The readable part of an address: `plant-trees` in `/ideas/142-plant-trees`."""

import re
import unicodedata
from functools import lru_cache

from icu4py.breakers import CharacterBreaker

# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})
# Apostrophes, soft hyphens and joiners stand inside words without parting them.
_SILENT = re.compile("['’ʼ\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
_EMPTY = "post"


@lru_cache(maxsize=10_000)
def slug(title: str, limit: int = 60) -> str:
    """Small letters of any script with hyphens between words, never empty, at most `limit` characters.

    Latin loses its accents; Chinese and Thai stay whole, vowel and tone marks included. To be percent-encoded by
    whoever builds the address.
    """
    plain = _SILENT.sub("", unicodedata.normalize("NFC", title).casefold()).translate(_PLAIN)
    kept = _bare("".join(map(_letter, unicodedata.normalize("NFC", plain))))
    hyphenated = unicodedata.normalize("NFC", re.sub("-+", "-", kept)).strip("-")
    return _shortened(hyphenated, limit) or _EMPTY


def _letter(char: str) -> str:
    """Only Latin is taken apart: compatibility forms would tear Thai's ำ in two."""
    parts = unicodedata.normalize("NFKD", char).casefold()
    if parts[0].isascii():
        return "".join(part for part in parts if part.isalnum() and part.isascii()) or "-"
    return char if unicodedata.category(char)[0] in "LM" or char.isdecimal() else "-"


def _bare(letters: str) -> str:
    """Marks that stood on a second accent would settle on the plain letter that is left; they go with it."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", letters):
        if not (unicodedata.combining(char) and kept and kept[-1].isascii()):
            kept.append(char)
    return "".join(kept)


def _shortened(words: str, limit: int) -> str:
    """Cut at a hyphen unless that loses more than half, never between a letter and its marks."""
    if len(words) <= limit:
        return words
    ends = [end for _start, end in CharacterBreaker(words, "und").segments() if end <= limit]
    cut = words[: ends[-1]] if ends else ""
    whole = cut if words[len(cut)] == "-" else cut.rpartition("-")[0]
    return (whole if len(whole) >= limit // 2 else cut).strip("-")
