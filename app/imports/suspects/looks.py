"""What the cells of a column are like: texts, dates, names, addresses, numbers, codes or choices."""

import re
from dataclasses import dataclass, field

from app.core.dates.written import plain, written
from app.core.languages import lang_of
from app.core.letters import UNSPACED

MOST_CHOICES = 12
LONG, LONG_UNSPACED = 40, 15
"""So many letters are more than a label has, of a script without spaces fewer."""
FEWEST_WORDS = 5
LONGEST_DATE = 40
_DATED = re.compile(r"(?=.*\d)(?=(.*[-/.:年月日\s,]))[\d\s/.:,年月日時时分秒TZ+-]{6,40}|.*\b(19|20|25)\d\d\b.*")
_CODE = re.compile(r"(?=.*\d)[\w./-]{1,24}")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_NUMBER = re.compile(r"[-+−]?[0-9][0-9.,' ]*%?")


@dataclass
class Look:
    """What the cells of one column are like."""

    filled: int = 0
    letters: int = 0
    dated: int = 0
    addresses: int = 0
    values: set[str] = field(default_factory=set)
    names: int = 0
    codes: int = 0
    long: int = 0
    texts: int = 0
    days: int = 0
    links: int = 0
    numbers: int = 0
    words: int = 0
    hashes: set[int] = field(default_factory=set)
    example: str = ""

    def see(self, cell: str) -> None:
        text = " ".join(cell.split())
        if not text:
            return
        self.filled += 1
        self.letters += len(text)
        self.dated += bool(len(text) <= LONGEST_DATE and _DATED.fullmatch(text))
        self.addresses += is_address(text)
        self.names += _is_name(text)
        self.codes += bool(_CODE.fullmatch(text))
        self.hashes.add(hash(text))
        self.long += len(text) >= (LONG_UNSPACED if lang_of(text) in UNSPACED else LONG)
        self.texts += is_text(text)
        self.days += is_day(text)
        self.links += is_link(text)
        self.numbers += is_number(text)
        self.words += len(text.split())
        self.example = self.example or text[:60]
        if len(self.values) <= MOST_CHOICES:
            self.values.add(text)

    @property
    def is_number(self) -> bool:
        return self.numbers > self.filled / 2

    @property
    def are_choices(self) -> bool:
        """The same few in many rows."""
        return len(self.values) <= MOST_CHOICES and self.filled > 2 * len(self.values)

    @property
    def are_texts(self) -> bool:
        """What somebody wrote: no labels, codes, addresses and the like, be they as long as they may."""
        return self.texts > self.filled / 2 and not self.are_choices

    @property
    def are_short_texts(self) -> bool:
        """A few words each, and other ones in most rows."""
        return self.words >= 3 * self.filled > 0 == self.days + self.links and not self.are_choices

    @property
    def is_label(self) -> bool:
        """A few words, other ones in most rows, and nothing that a program would write."""
        others = max(self.numbers, self.links, self.addresses, self.codes, self.days)
        return 0 < self.filled <= 1.25 * len(self.hashes) and others <= self.filled / 2

    @property
    def are_days(self) -> bool:
        return self.days > self.filled / 2

    def looks_like(self, kind: str) -> bool:
        half, few = self.filled / 2, 1 < len(self.values) <= MOST_CHOICES
        is_undated, are_names = self.dated <= half, self.names > half and self.dated <= half and self.long <= half
        looks = {
            "text": self.long > half and is_undated,
            "date": not is_undated,
            "name": are_names,
            "address": self.addresses > half,
            "author": self.addresses > half or are_names,
            "label": self.is_label and not are_names,
            "code": self.codes > half and is_undated and len(self.hashes) == self.filled,
            "status": few and self.filled > 2 * len(self.values) and self.letters < 25 * self.filled and not self.dated,
        }
        return looks[kind]


def is_text(text: str) -> bool:
    """Some words with letters, whatever addresses stand among them."""
    said = " ".join(_LINK.sub(" ", text).split())
    if said[:1] in ("{", "[") or sum(map(str.isalpha, said)) < len(said) / 4:
        return False
    if lang_of(said) in UNSPACED:
        return len(said) >= LONG_UNSPACED
    return len(said) >= LONG and said.count(" ") >= FEWEST_WORDS - 1


def is_day(text: str) -> bool:
    return len(text) <= LONGEST_DATE and any(map(str.isdigit, text)) and written(plain(text)) is not None


def is_link(text: str) -> bool:
    return bool(_LINK.fullmatch(text))


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def _is_name(text: str) -> bool:
    """Two to four words with capitals, or a few letters of a script that knows none."""
    words = text.split()
    if not 2 <= len(text) <= 60 or any(char.isdigit() for char in text):
        return False
    if lang_of(text) in UNSPACED:
        return len(text) <= 30 and len(words) <= 3
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)
