"""How far from UTC a time is that names its zone."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo

from app.core.clock import known_zones

FARTHEST = timedelta(hours=14)


def offset(sign: str, ahead: str, beside: str) -> timezone:
    """As digits write it: 7, 07, 0700, or 07 and 00. Raises ValueError for what is nowhere on earth."""
    hours, minutes = (ahead[:2], ahead[2:]) if len(ahead) > 2 else (ahead, beside or "0")
    away = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > 59 or away > FARTHEST:
        raise ValueError
    return timezone(-away if sign == "-" else away)


def named(name: str, year: int) -> tzinfo:
    """By its abbreviation in that year. Raises LookupError for nobody's, or one that means several times: CST, IST."""
    if name == "utc":
        return UTC
    found = _abbreviations(year).get(name, set())
    if len(found) != 1:
        raise LookupError(name)
    return timezone(next(iter(found)))


@lru_cache(maxsize=100)
def _abbreviations(year: int) -> dict[str, set[timedelta]]:
    """What the zones of the world call their times, in winter and in summer."""
    found: dict[str, set[timedelta]] = defaultdict(set)
    for zone, month in product(known_zones(), (1, 7)):
        local = datetime(year, month, 1, tzinfo=ZoneInfo(zone))
        found[(local.tzname() or "").lower()].add(local.utcoffset() or timedelta(0))
    return found
