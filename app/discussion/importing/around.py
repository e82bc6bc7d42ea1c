"""What rows from elsewhere are read by, and the types of cells that every such row has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo

from app.core import dates
from app.core.clock import local_day, now, on_day
from app.core.dates import Way
from app.core.i18n import _
from app.core.letters import clean, trimmed
from app.imports.texts import Writing, to_line, to_markdown, to_words

ANY = Way()
EARLIEST = 1970


@dataclass(frozen=True)
class Around:
    """The zone of times that name none, and how each column writes its dates and its texts.

    `shortens`: what is too long is cut later rather than refused.
    """

    zone: ZoneInfo
    ways: Mapping[str, Way] = field(default_factory=dict)
    writings: Mapping[str, Writing] = field(default_factory=dict)
    shortens: bool = False

    def moment(self, name: str, value: str) -> datetime | None:
        """When this says it was, None where it says nothing. Raises ValueError."""
        if not value.strip():
            return None
        found = dates.read(value, self.ways.get(name, ANY), self.zone)
        # A zone that was guessed wrong is at most a day off, and elsewhere a day begins as much earlier.
        tomorrow = now() + timedelta(days=1)
        if found.at > (on_day(local_day(tomorrow, UTC)) if found.is_day else tomorrow):
            raise ValueError(_("“%(value)s” is in the future.") % {"value": value[:60]})
        if local_day(found.at, UTC).year < EARLIEST:
            raise ValueError(_("“%(value)s” is before 1970.") % {"value": value[:60]})
        return found.at if found.is_day else min(found.at, now())

    def text(self, name: str, value: str) -> str:
        """As the Markdown that looks here as it looked there."""
        return to_markdown(clean(value, lines=True), self.writings.get(name, Writing.PLAIN))

    def line(self, value: str) -> str:
        """A title, written as the bodies are that it stands above."""
        return to_line(clean(value, lines=False), self.writings.get("body", Writing.PLAIN))

    def words(self, name: str, value: str) -> str:
        """As plain text, for what is shown as it stands."""
        rows = "\n".join(map(trimmed, clean(value, lines=True).split("\n")))
        return to_words(rows, self.writings.get(name, Writing.PLAIN))


def around(info: ValidationInfo) -> Around:
    return cast(Around, info.context)


def fits(most: int) -> Callable[[str, ValidationInfo], str]:
    """A validator for what may be no longer, unless it is to be cut."""

    def check(value: str, info: ValidationInfo) -> str:
        if len(value) > most and not around(info).shortens:
            message = _("This is too long. It can have up to %(most)s characters; --shorten keeps the rest elsewhere.")
            raise ValueError(message % {"most": most})
        return value

    return check


def _moment(value: object, info: ValidationInfo) -> object:
    return around(info).moment(str(info.field_name), value) if isinstance(value, str) else value


def _text(value: object, info: ValidationInfo) -> object:
    return around(info).text(str(info.field_name), value) if isinstance(value, str) else value


def _heading(value: object, info: ValidationInfo) -> object:
    return around(info).line(value) if isinstance(value, str) else value


def _words(value: object, info: ValidationInfo) -> object:
    return around(info).words(str(info.field_name), value) if isinstance(value, str) else value


When = Annotated[datetime | None, BeforeValidator(_moment)]
"""A date in the way its column writes them; None where none is written."""
Text = Annotated[str, BeforeValidator(_text)]
Words = Annotated[str, BeforeValidator(_words)]
Heading = Annotated[str, BeforeValidator(_heading)]


def spanned(days: tuple[date, date] | None, moments: Iterable[datetime], zone: tzinfo) -> tuple[date, date] | None:
    """The first and the last day of all, with those of some more."""
    found = [local_day(at, zone) for at in moments] + list(days or ())
    return (min(found), max(found)) if found else None
