"""What whoever imports says of a file: kept with its source, so that the next file of it needs no word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.core.clock import now, on_day
from app.core.columns import Values
from app.core.dates import DayOrder
from app.core.errors import Unusable
from app.core.i18n import _, known_language
from app.imports.texts import Writing

LONGEST_SOURCE = 100
TODAY = "today"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`columns` is what somebody chose now, `before` what held the last time, as with `dates`.

    `date` is the day of what has none, “today” or 2024-01-31; `leave` are columns that are left out on purpose.
    """

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    dates: DayOrder | None = None
    dates_before: DayOrder | None = None
    text: Writing | None = None
    date: str = ""
    leave: Sequence[str] = ()
    shorten: bool = False
    match_names: bool = False
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def __post_init__(self) -> None:
        """Raises Unusable."""
        if not self.source or len(self.source) > LONGEST_SOURCE:
            raise Unusable(f"Name the source of the file with --source, in at most {LONGEST_SOURCE} characters.")
        if self.date and self.day is None:
            raise Unusable(f"“{self.date}” is not a day. Write --date today, or --date 2024-01-31.")

    @property
    def day(self) -> datetime | None:
        """When that was posted which has no date, where somebody said so."""
        if self.date == TODAY:
            return now()
        try:
            return on_day(date.fromisoformat(self.date)) if self.date else None
        except ValueError:
            return None


def told_of_any(told: Values, columns: Mapping[str, str]) -> Values:
    """The fields of an `Asked` that every kind has. Raises Unusable for what was said wrongly."""
    return {
        "columns": columns,
        "before": told.get("columns", {}),
        "language": _language(told.get("language", "")),
        "dates": chosen(DayOrder, told["dates"], "an order of dates") if told.get("dates") else None,
        "dates_before": DayOrder(told["dates_found"]) if told.get("dates_found") else None,
        "text": chosen(Writing, told["text"], "a way of writing") if told.get("text") else None,
        "date": told.get("date", ""),
        "leave": told.get("leave", []),
        "shorten": told.get("shorten", False),
        "match_names": told.get("match_names", False),
    }


def chosen(kind: type[Choice], given: str, called: str) -> Choice:
    """One of these by its word. Raises Unusable."""
    try:
        return kind(given.strip().lower())
    except ValueError:
        raise Unusable(f"“{given}” is not {called}. There are: {', '.join(kind)}.") from None


def language_tag(value: str) -> str:
    """A language as BCP 47 writes it. Raises ValueError."""
    if not value:
        return ""
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(_("“%(value)s” is not a language tag, such as en, zh-Hans or th.") % {"value": value[:40]})
    return known_language(value) or value


def _language(given: str) -> str:
    try:
        return language_tag(given)
    except ValueError as error:
        raise Unusable(str(error)) from None
