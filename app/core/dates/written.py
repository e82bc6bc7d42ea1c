"""A written date taken apart: its shape and its numbers, and which days and times these can be."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time

from app.core.clock import now
from app.core.dates.names import BUDDHIST_YEARS
from app.core.dates.shapes import ORDERED, SHORT, Shape, shape_of
from app.core.dates.ways import DayOrder
from app.core.letters import key

EARLIEST = 1970
"""No short year means one before."""
FIRST_BUDDHIST = 2400
OF_TAIWAN, TAIWAN_YEARS = 3, 1911
"""Only there a year has so many digits."""
PLACES = {
    DayOrder.DMY: ("day", "month", "year"),
    DayOrder.MDY: ("month", "day", "year"),
    DayOrder.YMD: ("year", "month", "day"),
}
HALF, FAR = 12, 3
"""A word for a time of day may be so many hours off: 早上 begins at five for some, and ends at eleven for others."""

_DIGITS = re.compile("[0-9]+")
_DIGIT = re.compile("[0-9]")
_SIGNS = str.maketrans("、。", ",.")
# 20240131, 20240131T1015, 20240131101500; the years are ours or Buddhist.
_COMPACT = re.compile(r"^((?:19|20|25)\d\d)([01]\d)([0-3]\d)(?:t?([0-2]\d)([0-5]\d)([0-5]\d)?)?(?=[^\d]|$)", re.ASCII)
# In Japan and Taiwan the first year of an era is not called by a number.
_FIRST_YEAR = re.compile("元(?=年)")


def plain(value: str) -> str:
    """Folded, in digits that everybody uses, and these not all in a row."""
    text = key(value)
    if not text.isascii():
        decimal = "".join(str(int(char)) if char.isdecimal() else char for char in text.translate(_SIGNS))
        text = _FIRST_YEAR.sub("1", decimal)
    return _COMPACT.sub(_spread, text)


def _spread(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}" + (f"t{hour}:{minute}:{second or '00'}" if hour else "")


@dataclass(frozen=True)
class Written:
    """What has the shape of a date, with its numbers as they stand; whether there is such a day is another question."""

    shape: Shape
    numbers: dict[str, str]

    def day(self, *, is_buddhist: bool = False, whatever_weekday: bool = False) -> date | None:
        """The day, where its numbers say themselves what they are."""
        found = self._day(self.numbers, is_buddhist)
        return found if found and (whatever_weekday or self._is_on_weekday(found)) else None

    def days(self, *, is_buddhist: bool = False) -> dict[DayOrder, date]:
        """The day in each order that gives one; no short year is one of long ago."""
        given = [self.numbers[place] for place in ORDERED]
        found = {}
        for order, places in PLACES.items():
            numbers = dict(zip(places, given, strict=True))
            day = self._day(numbers, is_buddhist)
            if day and self._is_on_weekday(day) and (day.year >= EARLIEST or len(numbers["year"]) > SHORT):
                found[order] = day
        return found

    def time(self) -> time | None:
        """The time of day, midnight where none is said; None where there is no such time."""
        hour = self._hour(int(self.numbers.get("hour", 0)))
        minute, second = (int(self.numbers.get(place, 0)) for place in ("minute", "second"))
        part = int(self.numbers.get("part", "").ljust(6, "0")[:6])
        with suppress(ValueError):
            return time(hour, minute, second, part)
        return None

    def year(self, digits: str, *, is_buddhist: bool) -> int:
        """Raises ValueError for a year of one digit, which only an era has."""
        year, era = int(digits), self.shape.era
        if len(digits) <= SHORT and not era:
            return _lately(digits, is_buddhist=is_buddhist and era is None, is_thai=self.shape.is_thai)
        if era == -BUDDHIST_YEARS and len(digits) <= SHORT:
            return _lately(digits, is_buddhist=True)
        if era is not None:
            return year + era
        if len(digits) == OF_TAIWAN:
            return year + TAIWAN_YEARS
        return year - BUDDHIST_YEARS if year >= FIRST_BUDDHIST else year

    def _day(self, numbers: Mapping[str, str], is_buddhist: bool) -> date | None:
        with suppress(ValueError, OverflowError):
            year = self.year(numbers["year"], is_buddhist=is_buddhist)
            return date(year, self.shape.month or int(numbers["month"]), int(numbers["day"]))
        return None

    def _is_on_weekday(self, day: date) -> bool:
        """Vietnamese counts them, and begins with Monday as the second."""
        weekdays = self.shape.weekdays
        counted = int(self.numbers.get("weekday", day.weekday() + 2)) - 2
        return counted == day.weekday() and (weekdays is None or day.weekday() in weekdays)

    def _hour(self, hour: int) -> int:
        """One of twelve is the one nearest to the time of day beside it, any other is within that; -1 for neither."""
        hours = self.shape.hours
        if hours is None:
            return hour
        off = {one: _off(one, hours) for one in ((hour % HALF, hour % HALF + HALF) if hour <= HALF else (hour,))}
        nearest = min(off, key=lambda one: off[one])
        is_clear = list(off.values()).count(off[nearest]) == 1
        return nearest if is_clear and off[nearest] <= (FAR if 0 < hour <= HALF else 0) else -1


def written(text: str) -> Written | None:
    """Of a `plain` text; None for what does not look like a date."""
    shape = shape_of(_DIGIT.sub("0", text))
    if shape is None:
        return None
    numbers = zip(shape.places, _DIGITS.findall(text), strict=True)
    return Written(shape, {place: digits for place, digits in numbers if place})


def _lately(digits: str, *, is_buddhist: bool, is_thai: bool = False) -> int:
    """The latest year that ends so and is not to come; tomorrow may be in the next one."""
    if len(digits) < SHORT:
        raise ValueError
    most, calendar = now().year + 1, BUDDHIST_YEARS if is_buddhist else 0
    year = most - (most + calendar - int(digits)) % 100
    return _lately(digits, is_buddhist=True) if is_thai and year < EARLIEST else year


def _off(hour: int, hours: frozenset[int]) -> int:
    """How far from these hours, on a clock that goes round."""
    return min(min(abs(hour - one), 24 - abs(hour - one)) for one in hours)
