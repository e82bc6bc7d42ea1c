"""The words of dates: months, weekdays and times of day as CLDR has them, and the few that stand between numbers."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, localedata

from app.core.letters import key

# In what people may write: the languages of files that we know, with the regions that shorten months otherwise.
LANGUAGES = (
    *("en", "en_GB", "en_AU", "en_CA", "zh_Hans", "zh_Hant", "th", "ja", "ko", "de", "de_AT", "fr", "fr_CA"),
    *("es", "es_MX", "es_PE", "pt", "pt_PT", "vi"),
)
# Where a word of these fills in one of those, it only fills.
FURTHER = (
    *("it", "nl", "sv", "nb", "da", "fi", "pl", "cs", "hu", "ro", "ru", "uk", "tr", "el"),
    *("id", "ms", "lo", "km", "my", "hi"),
)
WIDTHS = ("wide", "abbreviated", "short", "narrow")
HALVES = {"am": range(12), "pm": range(12, 24)}
BUDDHIST_YEARS = 543

MARKS = {
    "Y": ("年", "년", "năm", "г.", "год", "года", "р.", "року"),
    "J": ("月", "월"),
    "D": ("日", "号", "號", "일", "ngày"),
    "H": ("时", "時", "点", "點", "시", "h", "hrs", "Uhr", "giờ", "นาฬิกา", "น."),
    "I": ("分", "分钟", "분", "m", "min", "phút", "นาที"),
    "S": ("秒", "초", "s", "sec", "giây", "วินาที"),
    "o": ("st", "nd", "rd", "th", "er", "re", "º", "ª"),
    "t": ("T",),
    "u": ("Z", "UTC", "GMT"),
}
# Of the ways to count years CLDR's tables hold only the first.
ERAS = {
    0: ("CE", "ค.ศ."),
    -BUDDHIST_YEARS: ("พ.ศ.", "พุทธศักราช", "BE"),
    1867: ("明治",),
    1911: ("大正", "民國", "民国"),
    1925: ("昭和",),
    1988: ("平成",),
    2018: ("令和",),
}
# One for each era of Japan, right before the number of its year: R6.1.31.
ERA_LETTERS = {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
# What Windows calls März.
OTHER_MONTHS = {"mrz": 3}
# Folded, as they are looked up. French has "du" as well, which is short for an afternoon in Hungarian, and Portuguese
# "em", which is that in Swedish: there they would change the time.
FILLERS = frozenset(
    (
        *("a", "al", "alle", "am", "as", "at", "da", "das", "de", "del", "den", "der", "dia", "do", "el", "en", "kl"),
        *("klo", "l", "la", "las", "le", "los", "luc", "ngay", "of", "on", "ora", "pa", "the", "um", "vao"),
        *("ที่", "วันที่", "เวลา", "เมื่อ", "เดือน", "ปี", "ថ្ងៃទី"),
    )
)
BLOCKED = frozenset({"du"})

Data = Any
Table = dict[str, dict[str, Data]]


@dataclass(frozen=True)
class Meaning:
    """What a word is in a date, by the letter that `patterns` knows it under, and what it then says.

    M is the month of a number, W one of these weekdays, A a half of the day and P a part of it with these hours, E so
    many years to add. Y, J, D, H, I and S mark the number beside them as year, month, day, hour, minute or second, o as
    the day of a month, w as the number of a weekday; t parts day and time, u is UTC. Without a letter it only fills.
    """

    letter: str
    data: Data = None


@cache
def vocabulary() -> Mapping[str, tuple[Meaning, ...]]:
    """Everything that a word can mean in one language or another; a name of two months is the name of none."""
    table: Table = defaultdict(dict)
    for word, letter, data in _said():
        known = table[word].get(letter, data)
        table[word][letter] = known | data if isinstance(known, frozenset) and isinstance(data, frozenset) else data
        if letter in ("M", "E") and known != data:
            table[word][letter] = None
    return {word: tuple(_meanings(found)) for word, found in table.items() if word}


@cache
def unspaced() -> re.Pattern[str]:
    """The words of scripts that leave no spaces between them, the longest first."""
    words = sorted((word for word in vocabulary() if not word.isascii()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


_FIRST_UNSPACED = "\u0e00"
_LETTER = "a-z\u0080-\U0010ffff"
_DOT = re.compile(rf"(?<=[{_LETTER}])\.")
_INSIDE = re.compile(rf"(?<=[{_LETTER}])[-'](?=[{_LETTER}])")


def lettered(text: str) -> str:
    """A folded text with its words as they are looked up: no dots behind letters, no signs inside words."""
    return _INSIDE.sub(" ", _DOT.sub("", text))


def _meanings(found: dict[str, Data]) -> Iterator[Meaning]:
    """Whoever names a half of the day means no part of it, and a month or an era of two numbers means neither."""
    less = {"P": "A" in found, "M": found.get("M") is None, "E": found.get("E") is None}
    return (Meaning(letter, data) for letter, data in found.items() if not less.get(letter))


def _locales() -> Iterator[tuple[str, Locale]]:
    """One at a time: Babel keeps all that it ever read of each, which is a megabyte."""
    known = set(localedata._cache)
    for tag in (*LANGUAGES, *FURTHER):
        yield tag, Locale.parse(tag)
        for name in set(localedata._cache) - known:
            del localedata._cache[name]


def _said() -> Iterator[tuple[str, str, Data]]:
    for tag, locale in _locales():
        said = (one for one in (*_named(locale), *_periods(locale)) if _is_whole(one[0], one[1]))
        yield from (one for one in said if tag in LANGUAGES or one[0] not in FILLERS | BLOCKED)
    yield from ((_joined(mark), letter, None) for letter, marks in MARKS.items() for mark in marks)
    yield from ((_joined(era), "E", years) for years, eras in ERAS.items() for era in eras)
    yield from ((word, "M", month) for word, month in OTHER_MONTHS.items())
    yield from ((word, "", None) for word in FILLERS)


def _named(locale: Locale) -> Iterator[tuple[str, str, Data]]:
    """Months, weekdays and the era that counts from one. What holds a number marks it: 1月, tháng 1, Th 2."""
    for number, name in _names(locale.months):
        yield (_joined(name), "J", None) if _has_digits(name) else (_joined(name), "M", number)
    for number, name in _names(locale.days):
        yield (_joined(name), "w", None) if _has_digits(name) else (_joined(name), "W", frozenset({number}))
    for width in ("wide", "abbreviated"):
        yield _joined(locale.eras[width][1]), "E", 0


def _periods(locale: Locale) -> Iterator[tuple[str, str, Data]]:
    rules = locale.day_period_rules.get(None, {})
    parts = {period: ("P", frozenset(_hours(rule))) for period, rule in rules.items()}
    parts |= {half: ("A", frozenset(hours)) for half, hours in HALVES.items()}
    for period, name in _names(locale.day_periods, widths=("wide", "abbreviated")):
        if period in parts:
            yield (_joined(name), *parts[period])


def _is_whole(word: str, letter: str) -> bool:
    """One letter of an alphabet is short for many names; where words need no spaces it can be one, but no month."""
    return len(word) > 1 or (word >= _FIRST_UNSPACED and letter != "M")


def _names(contexts: Mapping[str, Any], widths: Container[str] = WIDTHS) -> Iterator[tuple[Any, str]]:
    """Each name in these widths, inside of sentences and alone."""
    for context in contexts.values():
        for width, names in context.items():
            yield from names.items() if width in widths else ()


def _hours(rules: Iterable[Mapping[str, int]]) -> Iterator[int]:
    """The hours of a day that a rule of CLDR's is about, which counts in seconds and may go over midnight."""
    for rule in rules:
        first = rule.get("at", rule.get("from", 0)) // 3600
        last = rule.get("before", first * 3600 + 3600) // 3600
        yield from (hour % 24 for hour in range(first, last if last > first else last + 24))


def _joined(name: str) -> str:
    """What CLDR puts into several words is looked up as one."""
    return "".join(re.split(r"[\s\d]+", lettered(key(name))))


def _has_digits(name: str) -> bool:
    return any(char.isdecimal() for char in name)
