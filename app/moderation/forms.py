from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.tables import LARGEST_NUMBER
from app.core.web.fields import telling
from app.core.web.forms import Form, Lines

LONGEST_REASON = 500


class ReasonForm(Form):
    reason: Annotated[Lines, Field(min_length=1, max_length=LONGEST_REASON), AfterValidator(telling)]


class RemovalForm(Form):
    """Which removal is undone: of the same thing there may have been several."""

    removal: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
