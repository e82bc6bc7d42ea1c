"""The part of a text that shows why it was found, with the words marked. Text is escaped first, then marked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from app.search.analysis import Run, aligned, singular, word_end

LENGTH = 240
LEAD = 60
# Further in, nobody looks for the best place.
DEPTH = 20_000
PLACES = 5
OPEN = Markup("<mark>")
CLOSE = Markup("</mark>")
_NEAR = 20
_HANGS_ON = re.compile("[\u0300-\u036f\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3]")


class Marker:
    """Marks the words of one question, in any number of texts. `begun`: the beginning of a word is enough."""

    def __init__(self, words: Iterable[Run], *, begun: bool = False) -> None:
        every = list(words)
        spaced = [word for word in every if word.is_spaced]
        unspaced = [word for word in every if not word.is_spaced]
        self._begun = begun
        self._terms = {word.words[0] for word in spaced}
        self._literals = [_roots(word) for word in spaced + unspaced]
        self._unspaced = {literal for word in unspaced for literal in _roots(word)}
        self._pattern = _any_of({literal for literals in self._literals for literal in literals})

    def mark(self, text: str) -> Markup:
        """The whole text, escaped, with the words marked."""
        parts, place = [], 0
        for start, end in self._spans(aligned(text)):
            parts += [escape(text[place:start]), OPEN, escape(text[start:end]), CLOSE]
            place = end
        return Markup("").join([*parts, escape(text[place:])])

    def excerpt(self, text: str) -> Markup:
        """The stretch of the text with most of the words in it; its beginning where it has none."""
        start = self._best_start(aligned(text[:DEPTH]))
        start, end = _unbroken(text, start, min(len(text), start + LENGTH))
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return Markup("").join([before, self.mark(" ".join(text[start:end].split())), after])

    def _best_start(self, letters: str) -> int:
        places = [self._places(letters, literals) for literals in self._literals]

        def words_from(start: int) -> int:
            return sum(any(start <= place < start + LENGTH - LEAD for place in some) for some in places)

        best = max(sorted({0, *(place for some in places for place in some)}), key=words_from)
        return max(0, best - LEAD)

    def _places(self, letters: str, literals: Sequence[str]) -> list[int]:
        """The first few places where one of these stands: by `find`, many times faster than a pattern."""
        found: list[int] = []
        for literal in literals:
            place = letters.find(literal)
            while place >= 0 and len(found) < PLACES:
                if self._end(letters, place, literal) > place:
                    found.append(place)
                place = letters.find(literal, place + len(literal))
        return found

    def _spans(self, letters: str) -> Iterator[tuple[int, int]]:
        for match in self._pattern.finditer(letters):
            start = match.start()
            if (end := self._end(letters, start, match.group())) > start:
                yield start, end

    def _end(self, letters: str, start: int, literal: str) -> int:
        """Where the wanted word ends that begins here; the start again if it only begins like one."""
        if literal in self._unspaced:
            return start + len(literal)
        end = word_end(letters, start)
        word = letters[start:end]
        is_meant = singular(word) in self._terms or (self._begun and word.startswith(tuple(self._terms)))
        return end if is_meant else start


def _roots(word: Run) -> tuple[str, ...]:
    """What every form of the word begins with; for text without spaces, its words from the longest."""
    if word.is_spaced:
        term = word.words[0]
        return (term[:-1] if len(term) > 3 and term.endswith("y") else term,)
    pieces = {piece for piece in word.words if len(piece) > 1} or set(word.words)
    return (word.text, *sorted(pieces - {word.text}, key=len, reverse=True))


def _any_of(literals: Iterable[str]) -> re.Pattern[str]:
    """Literals only: a pattern that also knew where words begin would take milliseconds to compile."""
    longest_first = sorted(literals, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def _unbroken(text: str, start: int, end: int) -> tuple[int, int]:
    """Moved inwards, at most a little, so that neither end stands inside a word or a letter with its signs."""
    if start:
        start += next((i + 1 for i, c in enumerate(text[start : start + _NEAR]) if c.isspace()), 0)
    if end < len(text):
        end -= next((i for i, c in enumerate(reversed(text[end - _NEAR : end])) if c.isspace()), 0)
    while start < end and _HANGS_ON.match(text, start):
        start += 1
    while start < end < len(text) and _HANGS_ON.match(text, end):
        end -= 1
    return start, end
