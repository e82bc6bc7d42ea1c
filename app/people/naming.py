"""Names as somebody types them: the beginnings of their words, however they are spelled."""

import re

from app.core.languages import lang_of
from app.core.letters import UNSPACED, clean, key

LONGEST = 100
MOST_WORDS = 6
_START = "(^|[ .,;:/&·'(-])"


def asked(typed: str) -> str:
    """What was typed into a box for names, as it can be looked for."""
    return " ".join(clean(typed[:LONGEST], lines=False).split()[:MOST_WORDS])


def patterns(words: str) -> list[str]:
    """A regular expression for each word, read alike by Python and PostgreSQL, to be looked for in keys.

    It finds the beginning of a word; in scripts that part no words, any part of the text.
    """
    return [("" if lang_of(word) in UNSPACED else _START) + re.escape(word) for word in key(words).split()]


def is_named(name: str, words: str) -> bool:
    """Whether every word begins a word of the name."""
    folded = key(name)
    return all(re.search(pattern, folded) for pattern in patterns(words))
