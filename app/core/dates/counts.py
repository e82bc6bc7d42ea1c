"""Plain numbers that are dates: days that a spreadsheet counts, seconds that a machine does."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from app.core.dates.ways import Numbers

COUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
BEGINNINGS = {Numbers.DAYS_SINCE_1900: date(1899, 12, 30), Numbers.DAYS_SINCE_1904: date(1904, 1, 1)}
"""Excel's day 1 is the first of 1900, but it counts a 29 February then, which never was."""
DIGITS = {Numbers.SECONDS: 10, Numbers.MILLISECONDS: 13}
SENSIBLE = date(1970, 1, 1), date(2100, 12, 31)
SECONDS_OF_DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def likely(count: re.Match[str]) -> Numbers | None:
    """What a number can count by its size alone; nobody says that it begins in 1904."""
    by_digits = {digits: numbers for numbers, digits in DIGITS.items()}
    return by_digits.get(len(count[1]), Numbers.DAYS_SINCE_1900 if _day(count, Numbers.DAYS_SINCE_1900) else None)


def counted(count: re.Match[str], numbers: Numbers, zone: tzinfo) -> datetime | date | None:
    """The instant, or the day where a whole number of days is counted; None where that is not sensible."""
    if numbers in DIGITS:
        return _instant(count, numbers)
    day, seconds = _day(count, numbers), round(float(f"0.{count[2] or 0}") * SECONDS_OF_DAY)
    if day is None or not int(count[2] or 0):
        return day
    local = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - the zone comes after
    return local.replace(tzinfo=zone).astimezone(UTC)


def _day(count: re.Match[str], numbers: Numbers) -> date | None:
    if len(count[1]) > len("99999"):
        return None
    day = BEGINNINGS[numbers] + timedelta(days=int(count[1]))
    return day if SENSIBLE[0] <= day <= SENSIBLE[1] else None


def _instant(count: re.Match[str], numbers: Numbers) -> datetime | None:
    if len(count[1]) != DIGITS[numbers]:
        return None
    unit = timedelta(seconds=1) if numbers == Numbers.SECONDS else timedelta(milliseconds=1)
    return EPOCH + int(count[1]) * unit + float(f"0.{count[2] or 0}") * unit
