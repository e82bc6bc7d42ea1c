from typing import Annotated

from pydantic import Field, field_validator

from app.core.i18n import LANGUAGES, WRITTEN_IN, _, own_name
from app.core.web.fields import MaybeReference
from app.core.web.forms import Form, Line, Lines

LONGEST_TITLE = 140
LONGEST_BODY = 20_000
LONGEST_COMMENT = 10_000
# A token of 43 characters, in replies with the id of the comment.
LONGEST_KEY = 80


class PostForm(Form):
    """What every kind of post is written with. An empty language is guessed from the text."""

    title: Annotated[Line, Field(min_length=1, max_length=LONGEST_TITLE)]
    body: Annotated[Lines, Field(max_length=LONGEST_BODY)] = ""
    language: Annotated[Line, Field(max_length=35)] = ""
    key: Annotated[Line, Field(max_length=LONGEST_KEY)] = ""

    @field_validator("language")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and value not in WRITTEN_IN and value not in LANGUAGES:
            raise ValueError(_("This value is not one of the choices."))
        return value


class CommentForm(Form):
    body: Annotated[Lines, Field(min_length=1, max_length=LONGEST_COMMENT)]
    parent: MaybeReference = None
    key: Annotated[Line, Field(max_length=LONGEST_KEY)] = ""


def language_choices() -> list[tuple[str, str, str]]:
    """Languages content may be written in, each in its own name."""
    return [("", _("Guess from the text"), ""), *((tag, own_name(tag), tag) for tag in WRITTEN_IN)]
