from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from app.core.tables import LARGEST_ID
from app.core.web.forms import Form, Line, Lines
from app.discussion.forms import PostForm

LONGEST_IN_SHORT = 300
LONGEST_PART = 5_000


class IdeaForm(PostForm):
    in_short: Annotated[Line, Field(max_length=LONGEST_IN_SHORT)] = ""
    department: Annotated[Line, Field(min_length=1, max_length=100)]


class ResponseForm(Form):
    heard: Annotated[Lines, Field(min_length=1, max_length=LONGEST_PART)]
    decision: Annotated[Lines, Field(min_length=1, max_length=LONGEST_PART)]
    reasons: Annotated[Lines, Field(max_length=LONGEST_PART)] = ""
    next_step: Annotated[Lines, Field(max_length=LONGEST_PART)] = ""
    next_date: date | None = None
    stage: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None

    @field_validator("next_date", "stage", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None


class StageForm(Form):
    stage: Annotated[int, Field(ge=1, le=LARGEST_ID)]
