"""What a row of thanks holds."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from app.core.i18n import _
from app.core.letters import visible
from app.core.web.forms import Form, Line, Lines

LONGEST_NAME = 254
LONGEST_CHOICE = 200
LONGEST_LINK = 2_000
LONGEST_TEXT = 100_000
"""So much is looked at; a text may be longer than its words, where it is HTML."""
LONGEST_CELL = 10_000
"""Of names: more than twenty of the longest."""


def _bearable(most: int) -> BeforeValidator:
    """Judged before it is cleaned, which takes its time."""

    def check(value: object) -> object:
        if isinstance(value, str) and len(value) > most:
            raise ValueError(_("This is too long. It can have up to %(most)s characters.") % {"most": most})
        return value

    return BeforeValidator(check)


Name = Annotated[Line, Field(max_length=LONGEST_NAME), _bearable(LONGEST_CELL)]
Choice = Annotated[Line, Field(max_length=LONGEST_CHOICE), _bearable(LONGEST_CELL)]
Cells = Annotated[list[Annotated[Lines, _bearable(LONGEST_CELL)]], Field(default_factory=list)]
"""Several names may stand in one cell, and in several cells."""


class ThanksLine(Form):
    id: Annotated[Choice, AfterValidator(visible)] = ""
    giver: Name = ""
    giver_email: Name = ""
    giver_employee_id: Name = ""
    receivers: Cells
    receiver_email: Cells
    receiver_employee_id: Cells
    department: Choice = ""
    message: Annotated[Lines, _bearable(LONGEST_TEXT)] = ""
    created_at: Choice = ""
    kind: Choice = ""
    link: Annotated[Line, Field(max_length=LONGEST_LINK), _bearable(LONGEST_CELL)] = ""
    points: Choice = ""


FIELDS = tuple(ThanksLine.model_fields)
"""What `--map` can name."""
WHOM = ("receivers", "receiver_email", "receiver_employee_id", "department")
"""Without any of these nobody is thanked."""
