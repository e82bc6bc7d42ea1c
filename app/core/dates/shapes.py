"""What each number of a written date is, told from its shape alone: how many digits stand where, between which words.

The dates of a column have few shapes, so each is looked at once and kept. A shape is a date only if there is one way to
read it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from app.core.dates.names import ERA_LETTERS, MARKS, Meaning, lettered, unspaced, vocabulary
from app.core.dates.patterns import patterns

LONGEST = 100
SHORT = 2
"""So many digits may be those of a day, a month or a year."""
MOST_TOKENS, MOST_TYPINGS = 40, 256

ORDERED = ("first", "then", "last")
NUMBERS = ("year", "month", "day", *ORDERED, "hour", "minute", "second", "part", "weekday", "ahead", "beside")


@dataclass(frozen=True)
class Shape:
    """`places` says of each number what it is, by the names of `NUMBERS`; nothing of one that only repeats.

    Three numbers that only the order of their column can tell apart are called first, then and last. `ahead` and
    `beside` are hours and minutes of an offset from UTC, `part` is of a second, `zone` a name as it is written.
    """

    places: tuple[str, ...]
    month: int | None = None
    weekdays: frozenset[int] | None = None
    hours: frozenset[int] | None = None
    era: int | None = None
    sign: str = ""
    zone: str = ""
    is_dotted: bool = False
    is_thai: bool = False

    @property
    def is_day(self) -> bool:
        return "hour" not in self.places

    @property
    def has_order(self) -> bool:
        return "first" in self.places

    @property
    def certainty(self) -> tuple[bool, bool]:
        """A word that can be a time of day is none that only fills, and rather that than a weekday."""
        return self.hours is not None, self.weekdays is not None


@lru_cache(maxsize=10_000)
def shape_of(written: str) -> Shape | None:
    """Of a folded text whose digits are all 0; None for what is no date, or more than one."""
    tokens = list(_tokens(lettered(written))) if 0 < len(written) <= LONGEST else []
    if not _is_likely(tokens):
        return None
    found = {shape for typing in islice(_typings(tokens), MOST_TYPINGS) for shape in _shapes(typing)}
    surest = max((shape.certainty for shape in found), default=None)
    best = [shape for shape in found if shape.certainty == surest]
    return best[0] if len(best) == 1 else None


@dataclass(frozen=True)
class _Token:
    """A piece of a shape and all that it may mean; `number` counts the numbers."""

    text: str
    meanings: tuple[Meaning, ...]
    number: int


_Typing = list[tuple[_Token, Meaning]]
"""One way to understand every token that then says anything."""

_PIECE = re.compile("0+|[a-z]+|[\u0080-\U0010ffff]+|.", re.DOTALL)
_WORD = re.compile("[a-z\u0080-\U0010ffff]")
_LENGTHS = {1: "i", 2: "n", 3: "x", 4: "y"}
_ZONE_NAME = re.compile("[a-z]{2,5}")
_THAI = re.compile("[\u0e00-\u0e7f]")
_UNKNOWN = "?"


def _tokens(written: str) -> Iterator[_Token]:
    """A word is known alone or with up to two behind it, as in `p m` and `thứ hai`."""
    pieces, at, numbers = list(_pieces(written)), 0, 0
    if pieces[0] in ERA_LETTERS and pieces[1:2] and pieces[1].startswith("0"):
        yield _Token(pieces[0], (Meaning("E", ERA_LETTERS[pieces[0]]),), numbers)
        at = 1
    while at < len(pieces):
        span = next(span for span in (5, 3, 1) if span == 1 or _joined(pieces[at : at + span]) in vocabulary())
        text = _joined(pieces[at : at + span])
        yield _Token(text, _meanings(text, pieces[at - 1] if at else ""), numbers)
        numbers += text.startswith("0")
        at += span


def _pieces(written: str) -> Iterator[str]:
    """Digits, words and signs; words that stand without spaces are taken apart."""
    for piece in _PIECE.findall(written):
        apart = unspaced().findall(piece) if not piece.isascii() else []
        yield from apart if "".join(apart) == piece else [piece]


def _joined(pieces: list[str]) -> str:
    """Words with a space between each as one word; nothing where these are anything else."""
    words, spaces = pieces[::2], pieces[1::2]
    is_phrase = len(pieces) == 1 or (all(map(_WORD.match, words)) and set(spaces) == {" "})
    return "".join(words) if is_phrase else ""


def _meanings(text: str, before: str) -> tuple[Meaning, ...]:
    """Of 月 and 日 only what stands in parentheses is a weekday."""
    if text.startswith("0"):
        return (Meaning(_LENGTHS.get(len(text), "l")),)
    if not _WORD.match(text):
        return (Meaning(text),)
    known = vocabulary().get(text, (Meaning("v" if _ZONE_NAME.fullmatch(text) else _UNKNOWN),))
    letters = {meaning.letter for meaning in known}
    is_either = "W" in letters and letters & MARKS.keys()
    return tuple(one for one in known if not is_either or (one.letter == "W") == (before == "("))


def _is_likely(tokens: list[_Token]) -> bool:
    """What nobody knows stands in a date only between brackets, behind an offset."""
    numbers = sum(token.text.startswith("0") for token in tokens)
    unknown = [token for token in tokens if token.meanings[0].letter == _UNKNOWN]
    is_closed = bool(tokens) and tokens[-1].text in ")]"
    return numbers >= 2 and len(tokens) <= MOST_TOKENS and (is_closed or not unknown)


def _typings(tokens: list[_Token]) -> Iterator[_Typing]:
    """What fills stands before something: at the end it is a word that nobody knows, as the a in `12:05 a`."""
    last = tuple(meaning for meaning in tokens[-1].meanings if meaning.letter)
    for chosen in product(*(token.meanings for token in tokens[:-1]), last):
        telling = [one for one in zip(tokens, chosen, strict=True) if one[1].letter]
        before = [" ", *(meaning.letter for _token, meaning in telling)]
        yield [one for one, last in zip(telling, before, strict=False) if (last, one[1].letter) != (" ", " ")]


def _shapes(typing: _Typing) -> Iterator[Shape]:
    letters = "".join(meaning.letter for _token, meaning in typing).rstrip()
    for pattern in patterns():
        match = pattern.fullmatch(letters)
        if match:
            yield from _shape(typing, {name: match.start(name) for name, one in match.groupdict().items() if one})


def _shape(typing: _Typing, found: dict[str, int]) -> Iterator[Shape]:
    """From where everything stands that a pattern has names for; nothing if two numbers may be the year."""
    said = {name: typing[at][1].data for name, at in found.items()}
    text = {name: typing[at][0].text for name, at in found.items()}
    if min(len(text.get("first", "")), len(text.get("last", ""))) > SHORT:
        return
    places = [""] * sum(token.text.startswith("0") for token, _meaning in typing)
    for name, place in _placed(found, text):
        places[typing[found[name]][0].number] = place
    yield Shape(
        places=tuple(places),
        month=said.get("name"),
        weekdays=said.get("weekday_name", said.get("weekday_behind")),
        hours=said.get("half", said.get("part_of_day")),
        era=said.get("era", said.get("since")),
        sign=text.get("sign", ""),
        zone=text.get("zone", "utc" if "universal" in found else ""),
        is_dotted="dot" in found,
        is_thai=bool(_THAI.search(text.get("name", ""))),
    )


def _placed(found: dict[str, int], text: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each number that is found with what it is; where the year is the first of three, the order is known."""
    is_known = len(text.get("first", "")) > SHORT
    known = dict(zip(ORDERED, ("year", "month", "day"), strict=True)) if is_known else {}
    return ((name, known.get(name, name)) for name in NUMBERS if name in found)
