"""Languages: one table everything consults, the language being spoken, and words, dates and numbers in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.localedata import exists
from babel.numbers import format_decimal, format_percent

from app.core import clock
from app.core.catalogues import translations
from app.core.scoped import scoped


@dataclass(frozen=True)
class Language:
    """A language of the interface. `tag` is BCP 47, `folder` the name under `locales`."""

    tag: str
    own_name: str
    folder: str
    direction: str = "ltr"


LANGUAGES = {
    language.tag: language
    for language in (
        Language("en", "English", "en"),
        Language("zh-Hans", "简体中文", "zh_Hans"),
        Language("th", "ไทย", "th"),
    )
}
# What browsers and files call the Chinese we speak.
ALIASES = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans", "zh-hans-cn": "zh-Hans"}

LONGEST_HEADER = 500
# The English of everywhere else: 16 Nov 2026. What names no region is written as in the United States.
WORLD = {"en": "en_001"}

locale: ContextVar[str] = ContextVar("locale", default="en")
zone: ContextVar[ZoneInfo] = ContextVar("zone", default=ZoneInfo("UTC"))  # noqa: B039 - a ZoneInfo never changes

regions: ContextVar[Mapping[str, str]] = ContextVar("regions", default={})  # noqa: B039 - nobody changes it
"""By language, whose dates and numbers the reader is used to, as Babel names them."""

_YEAR = re.compile("y+")
_REGION = re.compile(r"-([a-z]{2}|[0-9]{3})(?:-|$)")

# Words that content is often written in, in their own names; any other BCP 47 tag is shown as Babel names it.
WRITTEN_IN = ("en", "zh-Hans", "th", "es", "de", "fr", "vi", "id", "ms", "my", "km", "lo", "ja", "ko", "pt", "hi", "ar")


def known_language(wished: str) -> str | None:
    """Our tag for what somebody calls a language, None when we do not speak it."""
    lowered = wished.strip().lower().replace("_", "-")
    tag = ALIASES.get(lowered) or lowered.split("-")[0]
    if lowered.startswith("zh-hans"):
        tag = "zh-Hans"
    return tag if tag in LANGUAGES else None


def accepted_language(header: str) -> str | None:
    """The first language of an Accept-Language header that we speak."""
    spoken = (known_language(name) for name in _wishes(header))
    return next((tag for tag in spoken if tag), None)


def written_for(header: str) -> AbstractContextManager[None]:
    """Inside the block dates and numbers are written as in the regions of an Accept-Language header."""
    return scoped(regions, _regions(header[:LONGEST_HEADER]))


# A company's browsers send few different ones.
@lru_cache(maxsize=1_000)
def _regions(header: str) -> Mapping[str, str]:
    """How each language is written in the region that is named with it, else in the first one that is named: to a
    browser that asks for the Thai of Thailand, English is not American."""
    wishes = _wishes(header)
    return {tag: written for tag in LANGUAGES if (written := _written(tag, wishes))}


def _written(tag: str, wishes: Sequence[str]) -> str:
    """As Babel names it; empty where no region is wished for."""
    ours = [wish for wish in wishes if known_language(wish) == tag]
    region = next((found[1].upper() for wish in (*ours, *wishes) if (found := _REGION.search(wish))), "")
    regional = f"{LANGUAGES[tag].folder}_{region}"
    return regional if region and exists(regional) else WORLD.get(tag, "") if region else ""


def _wishes(header: str) -> list[str]:
    """The names in an Accept-Language header, in small letters, the most wanted first."""
    wishes: list[tuple[float, str]] = []
    for part in header[:LONGEST_HEADER].split(","):
        name, _semicolon, quality = part.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        wishes.append((-weight, name.strip().lower().replace("_", "-")))
    return [name for weight, name in sorted(wishes, key=lambda wish: wish[0]) if weight < 0]


@contextmanager
def speaking(tag: str, time_zone: str = "") -> Iterator[None]:
    """Everything said inside the block is in this language and time zone."""
    token = locale.set(tag if tag in LANGUAGES else "en")
    zone_token = zone.set(ZoneInfo(time_zone)) if time_zone else None
    try:
        yield
    finally:
        locale.reset(token)
        if zone_token:
            zone.reset(zone_token)


def gettext(message: str) -> str:
    return translations(_folder()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return translations(_folder()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    return translations(_folder()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, n: int) -> str:
    return translations(_folder()).npgettext(context, singular, plural, n)


_ = gettext


def name_in(names: Mapping[str, str]) -> str:
    """What people named in several languages: in the reader's, else in English, else in any."""
    return names.get(locale.get()) or names.get("en") or next(iter(names.values()), "")


def own_name(tag: str) -> str:
    """What a language calls itself: 简体中文, ไทย, español."""
    if tag in LANGUAGES:
        return LANGUAGES[tag].own_name
    try:
        parsed = Locale.parse(tag, sep="-")
        return parsed.get_display_name(parsed) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def number(value: float) -> str:
    return _number(value, _written_as())


def percent(hundredths: int) -> str:
    """A share in hundredths, as the language writes it."""
    return format_percent(hundredths / 100, locale=_babel())


def local_day(at: datetime) -> date:
    """The day it is for the reader, or the day itself where no time is known."""
    return clock.local_day(at, zone.get())


def ago(at: datetime) -> str:
    """`2 hours ago`, up to a week; then the date, as always where no time is known."""
    passed = at - clock.now()
    if clock.is_day(at) or abs(passed.days) > 7:
        return date_text(local_day(at))
    if abs(passed.total_seconds()) < 60:
        return _("just now")
    return format_timedelta(passed, add_direction=True, locale=_babel())


def full_date(at: datetime) -> str:
    """Day and time in the reader's zone."""
    day = date_text(local_day(at), "long")
    return day if clock.is_day(at) else f"{day} {clock_text(at)}"


def today() -> date:
    """The day it is in the reader's zone."""
    return local_day(clock.now())


def clock_text(at: datetime) -> str:
    """The time of day in the reader's zone; the day where no time is known."""
    return date_text(local_day(at)) if clock.is_day(at) else _hour(clock.local_time(at, zone.get()), _written_as())


def stamp(at: datetime) -> str:
    """An instant as programs read it, or a day."""
    return local_day(at).isoformat() if clock.is_day(at) else at.isoformat(timespec="seconds")


def date_text(day: date, style: str = "medium") -> str:
    """A day as the reader writes it."""
    return _day(day, style, _written_as())


def month_text(day: date) -> str:
    """A month and its year, for headings."""
    if locale.get() == "zh-Hans":
        return f"{day.year}年{day.month}月"
    name = format_date(day, "MMMM", locale=_babel())
    return f"{name} {day.year + 543 if locale.get() == 'th' else day.year}"


def listed(items: Sequence[str]) -> str:
    """`a, b and c` as the language joins them."""
    return _joined(items, "standard", "และ") if items else ""


def either(items: Sequence[str]) -> str:
    """`a, b or c` as the language joins them."""
    return _joined(items, "or", "หรือ")


def _joined(items: Sequence[str], style: Literal["standard", "or"], thai: str) -> str:
    if locale.get() == "th" and len(items) > 1:
        # CLDR leaves no space around the word for "and", which glues it to names in other letters.
        return f"{' '.join(items[:-1])} {thai} {items[-1]}"
    return format_list(list(items), style=style, locale=_babel())


# Babel reads its patterns anew each time, and a page says the same days and numbers to everybody.
@lru_cache(maxsize=10_000)
def _number(value: float, written: str) -> str:
    return format_decimal(value, locale=_parsed(written))


@lru_cache(maxsize=10_000)
def _hour(at: time, written: str) -> str:
    return format_time(at, "short", locale=_parsed(written))


@lru_cache(maxsize=10_000)
def _day(day: date, style: str, written: str) -> str:
    """In Thai with the Buddhist year, which Babel does not apply."""
    babel = _parsed(written)
    # The one with the month as a word: some regions have numbers alone, which others read as another day.
    pattern = babel.datetime_skeletons["yMMMd"].pattern if style == "medium" else babel.date_formats[style].pattern
    if babel.language == "th":
        pattern = _YEAR.sub(f"'{day.year + 543}'", pattern.replace("G", "")).strip()
    return format_date(day, pattern, locale=babel).replace("  ", " ")


def _folder() -> str:
    return LANGUAGES[locale.get()].folder


def _written_as() -> str:
    """The language as it is written in the reader's region."""
    return regions.get().get(locale.get()) or _folder()


def _babel() -> Locale:
    return _parsed(_written_as())


@cache
def _parsed(written: str) -> Locale:
    return Locale.parse(written)
