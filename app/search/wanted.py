"""What somebody typed into the search field, as words to find and words to do without.

Words, "words in quotes", and -words to leave out; everything else is plain text. Nothing is an error.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from app.search.analysis import LONGEST_WORD, Run, runs, tidy, word_end, word_goes_on

LONGEST = 1000
MOST_TERMS = 150

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」『』＂", '"'))


class Phrase(NamedTuple):
    """Words with nothing but spaces and signs between them; first and last one whole, where words have spaces."""

    pattern: re.Pattern[str]
    begins_word: bool
    ends_word: bool

    def is_in(self, letters: str) -> bool:
        """Whether it stands in a folded text."""
        return any(self._is_whole(letters, *match.span()) for match in self.pattern.finditer(letters))

    def _is_whole(self, letters: str, start: int, end: int) -> bool:
        begins = not self.begins_word or word_end(letters, start) > start
        return begins and not (self.ends_word and word_goes_on(letters, end))


class Wanted(NamedTuple):
    """`phrases` are the quoted words again, which must stand side by side.

    What holds all words of any of `without` is left out.
    """

    words: tuple[Run, ...] = ()
    without: tuple[tuple[Run, ...], ...] = ()
    phrases: tuple[Phrase, ...] = ()


def parse(text: str) -> Wanted:
    """Only words to leave out are taken as words to find: a question that excludes everything is none."""
    pieces = list(_pieces(tidy(text[:LONGEST]).translate(_QUOTES)))
    wanted = [(words, quoted) for minus, words, quoted in pieces if not minus]
    without = [words for minus, words, _quoted in pieces if minus]
    if not wanted:
        return Wanted(words=_runs(without))
    phrases = tuple(_phrase(words) for words, quoted in wanted if quoted)
    return Wanted(_runs([words for words, _quoted in wanted]), tuple(_runs([words]) for words in without), phrases)


def title_words(title: str) -> Wanted:
    """A title is no question: its quotes and dashes mean nothing."""
    return Wanted(words=_runs([tidy(title[:LONGEST])]))


def _pieces(text: str) -> Iterator[tuple[bool, str, bool]]:
    for match in _PIECE.finditer(text):
        quoted = match["quoted"] is not None
        words = match["quoted"] if quoted else match["plain"]
        if any(True for _run in runs(words)):
            yield bool(match["minus"]), words, quoted


def _phrase(words: str) -> Phrase:
    found = list(runs(words))
    pattern = re.escape(found[0].text)
    for before, run in pairwise(found):
        between = r"[\W_]+" if before.is_spaced and run.is_spaced else r"[\W_]*"
        pattern += between + re.escape(run.text)
    return Phrase(re.compile(pattern), found[0].is_spaced, found[-1].is_spaced)


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
