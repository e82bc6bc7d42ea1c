"""Names as somebody types them: the beginnings of their words, whatever their marks and capitals."""

import re
import unicodedata
from collections import defaultdict
from functools import cache

from app.core.text import clean, lang_of

LONGEST = 100
MOST_WORDS = 6
UNSPACED = {"zh-Hans", "ja", "ko", "th", "lo", "km", "my"}
_START = "(^|[ .,;:/&·・'’(（-])"
# Letters that Unicode does not take apart into a plain one and a mark.
_WHOLE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i"})


def asked(typed: str) -> str:
    """What was typed into a box for names, as it can be looked for."""
    return " ".join(clean(typed[:LONGEST], lines=False).split()[:MOST_WORDS])


def patterns(words: str) -> list[str]:
    """A regular expression for each word, read alike by Python and PostgreSQL.

    It finds the beginning of a word; in scripts that part no words, any part of the text.
    """
    return [("" if lang_of(word) in UNSPACED else _START) + "".join(map(_alike, word)) for word in words.split()]


def is_named(name: str, words: str) -> bool:
    """Whether every word begins a word of the name."""
    return all(re.search(pattern, name) for pattern in patterns(words))


def _alike(sign: str) -> str:
    letters = _latin().get(_plain(sign), set()) | {sign, sign.lower(), sign.upper()}
    return f"[{''.join(sorted(one for one in letters if len(one) == 1))}]" if sign.isalpha() else re.escape(sign)


@cache
def _latin() -> dict[str, set[str]]:
    """For each plain letter those with marks that are read as it, small and large: `n` is also `Ñ`."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        found[_plain(chr(code))].add(chr(code))
    return {plain: letters for plain, letters in found.items() if plain.isascii()}


def _plain(sign: str) -> str:
    """Without its marks; Ø and Ł have none that could be taken off."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare.casefold().translate(_WHOLE)
