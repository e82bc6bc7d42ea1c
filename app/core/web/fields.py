"""Field types that forms and imported rows share, so that each thing is judged by one rule and said in one sentence."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from app.core.addresses import email_address
from app.core.clock import known_zones
from app.core.i18n import LANGUAGES, _
from app.core.letters import visible
from app.core.tables import LARGEST_ID
from app.core.tabular import defused
from app.core.web.forms import Line

FEWEST_LETTERS = 2
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)


def _zone(value: str) -> str:
    if value and value not in known_zones():
        raise ValueError(_("“%(value)s” is not a time zone name, such as Asia/Bangkok.") % {"value": value[:60]})
    return value


def as_it_is(value: str) -> str:
    """A value that a file can hold as it is: one with a sign before it would be another. Raises ValueError."""
    if defused(value) != value:
        message = _("“%(value)s” would be a formula in a spreadsheet, so a record could not show it as it is.")
        raise ValueError(message % {"value": value[:60]})
    return value


def telling(value: str) -> str:
    """A reason that says something; in Chinese two letters do. Raises ValueError."""
    if len({char for char in value.casefold() if char.isalpha()}) < FEWEST_LETTERS:
        raise ValueError(_("Say it in words: others will read it later."))
    return value


def _tongue(value: str) -> str:
    if value and value not in LANGUAGES:
        raise ValueError(_("Byline does not speak this language yet."))
    return value


def _day(value: object) -> date:
    """A day as a date field sends it; pydantic would also take a number for one."""
    text = str(value).strip()
    if not text:
        raise ValueError(_("This is needed."))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("Write the date as year-month-day, for example 2026-11-21.")) from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(_("Choose a day between 1970 and 2100."))
    return day


def _none_if_empty(value: object) -> object:
    return (value.strip() if isinstance(value, str) else value) or None


def _day_if_any(value: object) -> date | None:
    return _day(value) if _none_if_empty(value) else None


def _address_if_any(value: str) -> str:
    return email_address(value) if value else ""


MaybeEmail = Annotated[Line, Field(max_length=254), AfterValidator(_address_if_any)]
"""An e-mail address; empty where somebody has none."""
ForeignId = Annotated[Line, AfterValidator(visible)]
"""By which another system knows something, without signs that nobody sees."""
EmployeeId = Annotated[ForeignId, Field(max_length=60), AfterValidator(as_it_is)]
"""As payroll knows it, so that a record gives it back unchanged; empty where there is none."""
TimeZone = Annotated[Line, Field(max_length=60), AfterValidator(_zone)]
"""The name of a time zone; empty where it is left to the company's."""
Tongue = Annotated[Line, Field(max_length=20), AfterValidator(_tongue)]
"""A language that Byline speaks; empty where none is chosen."""
Reference = Annotated[int, Field(ge=1, le=LARGEST_ID)]
"""The id of something there is, or once was."""
MaybeReference = Annotated[int | None, Field(ge=1, le=LARGEST_ID), BeforeValidator(_none_if_empty)]
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_day_if_any)]
