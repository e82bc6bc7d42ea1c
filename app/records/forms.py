from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from typing import Annotated

from fastapi import Request
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator

from app.core.clock import now, wall
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.fields import EARLIEST, LATEST, Day, telling
from app.core.web.forms import Filled, Form, Line, Lines, sentence

LONGEST_PURPOSE = 300
LONGEST_WORDS = 1_000
"""Of what is said of a line, and of the answer."""


def _moment(value: object) -> datetime | None:
    """Day and time as the field sends them, or an instant as an earlier export noted it; empty for now."""
    text = str(value).strip()
    if not text:
        return None
    moment = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(text) if ":" in text else None
    if moment is None or not EARLIEST.year <= moment.year <= LATEST.year:
        raise ValueError(_("Give a day and a time, such as 2026-11-21 17:30, or leave it empty."))
    return moment


def _moment_or_none(value: object) -> datetime | None:
    """Of what nobody types, so that nobody could put it right."""
    with suppress(ValueError):
        return _moment(value)
    return None


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Exact = Annotated[datetime | None, BeforeValidator(_moment_or_none)]


class PeriodForm(Form):
    """Both days are part of the period; `department` is a slug, empty for all; `as_of` repeats an earlier export.

    A field shows a moment to the second, in the company's zone; `exact` is the one that it was filled in from.
    """

    since: Day
    until: Day
    department: Annotated[Line, Field(max_length=100)] = ""
    as_of: Moment = None
    exact: Exact = None

    def moment(self, zone: tzinfo) -> datetime | None:
        """The instant asked for: the exact one as long as the field still shows it. Raises Invalid."""
        if self.as_of is None:
            return None
        exact = self.exact if self.exact and self.exact.tzinfo else None
        typed = self.as_of if self.as_of.tzinfo else self.as_of.replace(tzinfo=zone)
        found = exact if exact and shown(exact, zone) == shown(typed, zone) else typed.astimezone(UTC)
        if found > now():
            message = _("This moment is in the future. Leave it empty to get everything up to now.")
            raise Invalid(message, field="as_of")
        return found

    @field_validator("until")
    @classmethod
    def _not_before(cls, until: date, info: ValidationInfo) -> date:
        if "since" in info.data and until < info.data["since"]:
            raise ValueError(_("The last day is before the first day. Choose a later one."))
        return until


class ExportForm(PeriodForm):
    purpose: Annotated[Line, Field(min_length=1, max_length=LONGEST_PURPOSE), AfterValidator(telling)]


def shown(moment: datetime, zone: tzinfo) -> str:
    """As the field for a day and a time takes it."""
    return wall(moment, zone).isoformat()


class SaidForm(Form):
    said: Annotated[Lines, Field(min_length=1, max_length=LONGEST_WORDS)]


class AnswerForm(Form):
    answer: Annotated[Lines, Field(min_length=1, max_length=LONGEST_WORDS)]


def asked(request: Request, zone: tzinfo) -> Filled[PeriodForm]:
    """The form as an address carries it; what was not filled in yet is no error."""
    typed = {name: [value] for name, value in request.query_params.items() if value.strip()}
    typed |= _split(typed.get("as_of", [""])[0], zone)
    try:
        return Filled(typed, PeriodForm.model_validate({name: values[0] for name, values in typed.items()}))
    except ValidationError as error:
        found = {str(e["loc"][0]): sentence(e) for e in error.errors()}
        return Filled(typed, None, {name: message for name, message in found.items() if name in typed})


def _split(text: str, zone: tzinfo) -> dict[str, list[str]]:
    """An exact instant, as the list of exports links to it: what the field shows of it, and itself beside that."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            return {"as_of": [shown(moment, zone)], "exact": [text]}
    return {}
