"""How text becomes terms: the same for what is indexed and what is asked, whatever the language.

A text is cut into runs by script, since nothing says reliably in which language a title, a comment or a query is.

- Scripts with spaces: a run is a word. Latin accents are folded (`lavanderia` finds `lavandería`) and a plural `s` is
  dropped, alike in English, Spanish and French. A full English stemmer would also join words of other languages that
  have nothing to do with each other (`mesa` and `mes`), so there is none.
- Chinese and Japanese: pairs of neighbouring characters, so that every part of two characters or more is found. Pairs
  across a word boundary weigh less: 市长 stands for a mayor before it stands for the middle of 城市长期.
- Thai, Lao, Khmer and Burmese: the words of a dictionary. Because the dictionary may cut the same letters differently
  among other neighbours, threes of neighbouring letters stand beside them and find what the words miss.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from icu4py import icu_version
from icu4py.breakers import CharacterBreaker, WordBreaker

from app.core.letters import BESIDE, CONTROLS, DIRECTIONS, SCRIPTS, WIDTHLESS, folded, ordered

HAN = SCRIPTS["ja"] + SCRIPTS["zh-Hans"]
DICTIONARY = "".join(SCRIPTS[tag] + signs for tag, signs in BESIDE.items())
# Vowel signs of Indic, Hebrew and Arabic words, and accents that no single letter carries, are no letters to `\w`.
SIGNS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
LETTER = rf"(?:[^\W_{HAN}{DICTIONARY}]|[{SIGNS}])"

LONGEST_WORD = 64
TITLE_WEIGHT = 3.0
ACROSS = 0.25

_LETTER = re.compile(LETTER)
_LETTERS = re.compile(f"{LETTER}*")
_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<dictionary>[{DICTIONARY}]+)|{LETTER}+")
# What has no width would cut a word in two; directions are not for a text to set.
_UNSEEN = re.compile(f"[{WIDTHLESS}{DIRECTIONS}\ufeff]")
_CONTROL = re.compile(f"[{CONTROLS}\x0b\x0c\ud800-\udfff]")

VERSION = f"2-{icu_version}"
"""Another version cuts differently: an index made with it is of no use."""


class Run(NamedTuple):
    """A piece of text in one script. It is found where all terms of any one of its `needs` are."""

    text: str
    words: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    weighted: tuple[tuple[str, float], ...]
    is_spaced: bool = False


def tidy(text: str) -> str:
    """Text as it is kept to be shown: composed, so that a letter is one character, and without control characters."""
    composed = ordered(unicodedata.normalize("NFC", text))
    return _CONTROL.sub(" ", _UNSEEN.sub("", composed))


def aligned(text: str) -> str:
    """Folded, but letter by letter, so that a place in it is a place in the text."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def word_end(letters: str, start: int) -> int:
    """Where the word with spaces ends that begins here; the start again if none begins here."""
    if start and word_goes_on(letters, start - 1):
        return start
    match = _LETTERS.match(letters, start)
    return match.end() if match else start


def word_goes_on(letters: str, place: int) -> bool:
    """Whether here stands a letter of a script with spaces."""
    return _LETTER.match(letters, place) is not None


def runs(text: str) -> Iterator[Run]:
    """The runs of a text, in order."""
    for match in _RUN.finditer(folded(text)):
        if match.lastgroup == "han":
            yield _characters(match.group())
        elif match.lastgroup == "dictionary":
            yield _by_dictionary(match.group())
        else:
            yield _spaced(match.group())


def singular(word: str) -> str:
    """A folded word without a plural ending: boxes, box; policies, policy; parques, parque."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 3 and word.endswith(("che", "she", "sse", "xe")):
        return word[:-1]
    if len(word) > 3 and word.endswith("ie"):
        return word[:-2] + "y"
    return word


def impacts(title: str, text: str) -> dict[str, float]:
    """What each term contributes to the rank of a document, before it is known how rare the term is.

    This is BM25 with the average length taken as fixed, so that ranking needs no look at the document.
    """
    weights: dict[str, float] = defaultdict(float)
    length = _add(weights, title, TITLE_WEIGHT) + _add(weights, text, 1.0)
    resistance = 1.2 * (0.6 + 0.4 * length / 120)
    return {term: weight * 2.2 / (weight + resistance) for term, weight in weights.items()}


def _add(weights: dict[str, float], text: str, factor: float) -> int:
    length = 0
    for run in runs(text):
        length += len(run.words)
        for term, weight in run.weighted:
            weights[term] += weight * factor
    return length


def _spaced(word: str) -> Run:
    term = singular(word[:LONGEST_WORD])
    return Run(word, (term,), ((term,),), ((term, 1.0),), is_spaced=True)


def _characters(text: str) -> Run:
    pieces = _pieces(text)
    inside = [pair for piece in pieces for pair in _neighbours(piece, 2)]
    across = [text[end - 1 : end + 1] for end in _ends(pieces)]
    alone = [piece for piece in pieces if len(piece) == 1]
    # With the last character, every character begins some term: that is how a single one is found.
    weighted = [(term, 1.0) for term in inside + alone] + [(term, ACROSS) for term in [*across, text[-1]]]
    return Run(text, tuple(pieces), (tuple(inside or across or alone),), tuple(weighted))


def _by_dictionary(text: str) -> Run:
    words = [word for word in _words(text) if word[0].isalnum()]
    letters = [text[start:end] for start, end in CharacterBreaker(text, "und").segments()]
    threes = _neighbours(letters, 3)
    telling = [word for word in words if len(word) > 1] or (words if not threes else [])
    needs = tuple(tuple(terms) for terms in (telling, threes) if terms)
    weighted = [(word, 1.0) for word in words] + [(three, ACROSS) for three in threes]
    return Run(text, tuple(telling or words), needs, tuple(weighted))


def _pieces(text: str) -> list[str]:
    """The words of a run, neighbouring single characters taken together: 退货 is none of the dictionary's words."""
    pieces: list[str] = []
    open_piece = False
    for word in _words(text):
        if open_piece and len(word) == 1:
            pieces[-1] += word
        else:
            pieces.append(word)
        open_piece = len(word) == 1
    return pieces


def _words(text: str) -> list[str]:
    # A new breaker each time: it keeps its place in the text, so threads must not share one.
    return [text[start:end] for start, end in WordBreaker(text, "und").segments()]


def _neighbours(letters: str | list[str], size: int) -> list[str]:
    return ["".join(letters[i : i + size]) for i in range(len(letters) - size + 1)]


def _ends(pieces: list[str]) -> Iterator[int]:
    """Where every piece but the last ends."""
    place = 0
    for piece in pieces[:-1]:
        place += len(piece)
        yield place


class _Folded(dict[int, str]):
    """Folds one letter into one letter, and leaves alone what would become several."""

    def __missing__(self, code: int) -> str:
        letter = folded(chr(code))
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()
