"""How dates and times are put together, in the letters that `names` has for words and `shapes` for numbers.

i and n are numbers of one and two digits, x of three, y of four, l of more.
"""

import re
from collections.abc import Iterator
from functools import cache

# Three numbers whose order only their column tells, unless the first has more than two digits.
_SLASHED = r"(?P<first>[inxy])(?P<sep>[-/ ])(?P<then>[in])(?P=sep)(?P<last>[iny])"
_DOTTED = r"(?P<first>[iny])\. ?(?P<then>[in])(?P<dot>\.) ?(?P<last>[iny])\.?"
_OF_ERA = r"(?P<era>E) ?(?P<year>[inxy])[-/.](?P<month>[in])[-/.](?P<day>[in])"
_MARKED = r"(?:(?P<era>E) ?)?(?P<year>[inxy]) ?Y ?(?P<month>[in]) ?J ?(?P<day>[in])(?: ?D)?"
_MARKED_AHEAD = r"(?:D ?)?(?P<day>[in]),? ?J ?(?P<month>[in]),? ?Y? ?(?P<year>y)"
_DAY_FIRST = r"(?P<day>[in])o?\.?[-/ ]?(?P<name>M),?[-/ ]?(?:(?P<era>E) ?)?'?(?P<year>[ny])(?: ?Y)?(?: ?(?P<since>E))?"
_MONTH_FIRST = r"(?P<name>M)[-/ ]?(?P<day>[in])o?(?:, ?|[-/ ])(?:(?P<era>E) ?)?'?(?P<year>[ny])(?: ?(?P<since>E))?"
_YEAR_FIRST = r"(?P<year>y)\.?[-/ ]?(?:Y ?)?(?P<name>M)[-/ ]?(?P<day>[in])\.?(?: ?D)?"
_DATES = (_SLASHED, _DOTTED, _OF_ERA, _MARKED, _MARKED_AHEAD, _DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST)

_CLOCK = r"(?P<hour>[in]):(?P<minute>n)(?::(?P<second>n)(?:[.,](?P<part>[inxyl]))?)?"
_DOTTED_CLOCK = r"(?P<hour>[in])\.(?P<minute>n)(?:\.(?P<second>n)(?:[.,](?P<part>[inxyl]))?)?"
_MARKED_CLOCK = r"(?P<hour>[in]) ?H(?: ?(?P<minute>[in])(?: ?I(?: ?(?P<second>[in]) ?S)?)?)?"
_CLOCKS = (_CLOCK, _MARKED_CLOCK)
# With a word for the hour, as in 3:05 Uhr, nobody says which half of the day it is, and "am" is a little word.
_HALF = r"(?: ?(?P<half>[AP])| ?H(?: ?(?P<part_of_day>P))?)?"
_AHEAD = (
    *(f"{clock}{_HALF}" for clock in _CLOCKS),
    *(rf"(?P<half>[AP]) ?{clock}(?: ?H)?" for clock in _CLOCKS),
    r"(?P<hour>[in]) ?(?P<half>[AP])",
)
# Before a date, dots would make it look like one.
_BEHIND = (*_AHEAD, f"{_DOTTED_CLOCK}{_HALF}", rf"(?P<half>[AP]) ?{_DOTTED_CLOCK}")
# What stands in parentheses behind an offset only says it again.
_ZONE = (
    r"(?: ?(?:(?P<zone>v)|(?P<universal>u)|(?:u ?)?(?P<sign>[-+])(?P<ahead>[iny])(?::(?P<beside>n))?(?: ?u)?)"
    r"(?: ?[(\[][^)\]]*[)\]])?)?"
)
_WEEKDAY = r"(?:(?:(?P<weekday_name>W)|w ?(?P<weekday>i))[,.]? ?)?"
_WEEKDAY_BEHIND = r"(?:,? ?\(?(?P<weekday_behind>W)\)?)?"
_BETWEEN = "(?:t|,? ?| - )"
_DAY_ZONE = r"(?: ?u|[-+]n:n)?"


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """All of them; no name stands twice in one."""
    return tuple(re.compile(pattern) for pattern in _all())


def _all() -> Iterator[str]:
    for date in _DATES:
        day = f"{_WEEKDAY}(?:{date}){_WEEKDAY_BEHIND}"
        yield day + _DAY_ZONE
        yield from (f"{day}{_BETWEEN}{time}{_ZONE}" for time in _BEHIND)
        yield from (f"{time}{_ZONE}{_BETWEEN}{day}" for time in _AHEAD)
    # As Unix prints it: Wed Jan 31 10:00:00 UTC 2024.
    yield f"{_WEEKDAY}(?P<name>M) (?P<day>[in]) {_CLOCK}{_ZONE} (?P<year>y)"
