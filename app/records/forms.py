from contextlib import suppress
from datetime import date, datetime
from typing import Annotated

from fastapi import Request
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator

from app.core.clock import now
from app.core.i18n import _
from app.core.web.fields import EARLIEST, LATEST, Day, telling
from app.core.web.forms import Filled, Form, Line, sentence

LONGEST_PURPOSE = 300


def _moment(value: object) -> datetime | None:
    """An instant as an earlier export noted it; empty for now."""
    text = str(value).strip()
    if not text:
        return None
    moment = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
    if moment is None or moment.tzinfo is None or not EARLIEST.year <= moment.year <= LATEST.year:
        raise ValueError(_("Take this from one of the latest exports, or leave it empty."))
    if moment > now():
        raise ValueError(_("This moment is still to come. Leave it empty to get everything up to now."))
    return moment


Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class PeriodForm(Form):
    """Both days are part of the period; `department` is a slug, empty for all; `as_of` repeats an earlier export."""

    since: Day
    until: Day
    department: Annotated[Line, Field(max_length=100)] = ""
    as_of: Moment = None

    @field_validator("until")
    @classmethod
    def _not_before(cls, until: date, info: ValidationInfo) -> date:
        if "since" in info.data and until < info.data["since"]:
            raise ValueError(_("The last day is before the first day. Choose a later one."))
        return until


class ExportForm(PeriodForm):
    purpose: Annotated[Line, Field(min_length=1, max_length=LONGEST_PURPOSE), AfterValidator(telling)]


def asked(request: Request) -> Filled[PeriodForm]:
    """The form as an address carries it; what was not filled in yet is no error."""
    typed = {name: [value] for name, value in request.query_params.items() if value.strip()}
    try:
        return Filled(typed, PeriodForm.model_validate({name: values[0] for name, values in typed.items()}))
    except ValidationError as error:
        found = {str(e["loc"][0]): sentence(e) for e in error.errors()}
        return Filled(typed, None, {name: message for name, message in found.items() if name in typed})
