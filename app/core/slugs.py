"""The readable part of an address: `plant-trees` in `/ideas/142-plant-trees`."""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from icu4py.breakers import CharacterBreaker

from app.core.letters import APOSTROPHES, JOINERS, VARIATIONS, WIDTHLESS, folded

# They stand inside words without parting them.
_SILENT = re.compile(f"[{APOSTROPHES}{WIDTHLESS}{JOINERS}{VARIATIONS}\ufeff]")
_EMPTY = "post"


@lru_cache(maxsize=10_000)
def slug(title: str, limit: int = 60) -> str:
    """Small letters of any script with hyphens between words, never empty, at most `limit` characters.

    Latin loses its accents; Chinese and Thai stay whole, vowel and tone marks included. To be percent-encoded by
    whoever builds the address.
    """
    kept = "".join(map(_letter, folded(_SILENT.sub("", title))))
    return _shortened(re.sub("-+", "-", kept).strip("-"), limit) or _EMPTY


def _letter(char: str) -> str:
    return char if unicodedata.category(char)[0] in "LM" or char.isdecimal() else "-"


def _shortened(words: str, limit: int) -> str:
    """Cut at a hyphen unless that loses more than half, never between a letter and its marks."""
    if len(words) <= limit:
        return words
    # Its own places count letters beyond the first 65,536 twice.
    ends = [end for end in accumulate(map(len, CharacterBreaker(words, "und"))) if end <= limit]
    cut = words[: ends[-1]] if ends else ""
    whole = cut if words[len(cut)] == "-" else cut.rpartition("-")[0]
    return (whole if len(whole) >= limit // 2 else cut).strip("-")
