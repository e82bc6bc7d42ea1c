"""What somebody typed into the search field, as words to find and words to do without.

Words, "words in quotes", and -words to leave out; everything else is plain text. Nothing is an error.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.search.analysis import LETTER, LONGEST_WORD, Run, runs, tidy

LONGEST = 1000
MOST_TERMS = 150

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」『』＂", '"'))


class Wanted(NamedTuple):
    """`phrases` find the quoted words again, side by side, in folded text."""

    words: tuple[Run, ...] = ()
    without: tuple[Run, ...] = ()
    phrases: tuple[re.Pattern[str], ...] = ()


def parse(text: str) -> Wanted:
    """Only words to leave out are taken as words to find: a question that excludes everything is none."""
    pieces = list(_pieces(tidy(text[:LONGEST]).translate(_QUOTES)))
    wanted = [(words, quoted) for minus, words, quoted in pieces if not minus]
    without = [words for minus, words, _quoted in pieces if minus]
    if not wanted:
        return Wanted(words=_runs(without))
    phrases = tuple(_side_by_side(words) for words, quoted in wanted if quoted)
    return Wanted(_runs([words for words, _quoted in wanted]), _runs(without), phrases)


def title_words(title: str) -> Wanted:
    """A title is no question: its quotes and dashes mean nothing."""
    return Wanted(words=_runs([tidy(title[:LONGEST])]))


def _pieces(text: str) -> Iterator[tuple[bool, str, bool]]:
    for match in _PIECE.finditer(text):
        quoted = match["quoted"] is not None
        words = match["quoted"] if quoted else match["plain"]
        if any(True for _run in runs(words)):
            yield bool(match["minus"]), words, quoted


def _side_by_side(words: str) -> re.Pattern[str]:
    """A pattern for these words with nothing but spaces and signs between them."""
    pattern, was_spaced = "", True
    for run in runs(words):
        between = rf"(?<!{LETTER})" if not pattern else r"[\W_]+" if was_spaced else r"[\W_]*"
        pattern += (between if run.is_spaced or pattern else "") + re.escape(run.text)
        was_spaced = run.is_spaced
    return re.compile(pattern + (rf"(?!{LETTER})" if was_spaced else ""))


def _runs(texts: list[str]) -> tuple[Run, ...]:
    """The different runs, up to as many terms as one question may cost."""
    found: dict[str, Run] = {}
    room = MOST_TERMS
    for text in texts:
        for run in map(_cut, runs(text)):
            room -= len(run.weighted)
            if room >= 0:
                found[run.text] = run
    return tuple(found.values())


def _cut(run: Run) -> Run:
    return run if len(run.text) <= LONGEST_WORD else next(runs(run.text[:LONGEST_WORD]))
