from typing import Annotated

from pydantic import Field

from app.core.web.fields import MaybeDay, MaybeReference, Reference
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
    reasons: Annotated[Lines, Field(min_length=1, max_length=LONGEST_PART)]
    next_step: Annotated[Lines, Field(max_length=LONGEST_PART)] = ""
    next_date: MaybeDay = None
    stage: MaybeReference = None


class StageForm(Form):
    stage: Reference


class TakeBackForm(Form):
    """`entry` is the move as whoever takes it back saw it: pressed twice, the one before stays."""

    entry: Reference
