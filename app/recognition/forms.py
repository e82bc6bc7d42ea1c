import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from app.core.i18n import _
from app.core.subjects import Subject
from app.core.web.fields import Reference
from app.core.web.forms import Form, Line, Lines, kinds_around
from app.recognition.policy import MOST_RECEIVERS, nobody_chosen

LONGEST_MESSAGE = 2_000
LONGEST_SUBJECT = 1_000
RECEIVER = re.compile(r"person:[1-9][0-9]{0,8}|department:.{1,100}")


def _receiver(value: str) -> str:
    if not RECEIVER.fullmatch(value):
        raise ValueError(_("Choose people and departments from the list."))
    return value


def _somebody(values: list[str]) -> list[str]:
    """Said together with what else is missing, before a command looks at it."""
    if not values:
        raise ValueError(nobody_chosen())
    return values


def _subject(value: object, info: ValidationInfo) -> Subject | None:
    """What was chosen, or an address that stands in the box; other words there have to lead to a choice."""
    text = value if isinstance(value, str) and value.strip() else info.data.get("q_subject", "")
    if not text:
        return None
    found = kinds_around(info).citable(text)
    if not found:
        raise ValueError(_("Choose one of those that were found, or leave this empty."))
    return found


class WordsForm(Form):
    message: Annotated[Lines, Field(min_length=1, max_length=LONGEST_MESSAGE)]


class ThanksForm(Form):
    """`receivers` are `person:ID` or `department:SLUG`; `subject` is `idea:ID`, or the address of what is meant.

    `q_subject` is what was typed to find one.
    """

    receivers: Annotated[
        list[Annotated[str, AfterValidator(_receiver)]],
        Field(default_factory=list, max_length=MOST_RECEIVERS, validate_default=True),
        AfterValidator(_somebody),
    ]
    message: Annotated[Lines, Field(min_length=1, max_length=LONGEST_MESSAGE)]
    q_subject: Annotated[Line, Field(max_length=LONGEST_SUBJECT)] = ""
    subject: Annotated[Subject | None, BeforeValidator(_subject)] = Field(default=None, validate_default=True)
    key: Annotated[Line, Field(max_length=64)] = ""


class AwardForm(ThanksForm):
    kind: Reference
