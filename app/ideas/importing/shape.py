"""What a row of ideas holds, judged as a form is."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, cast

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from app.core.columns import Values
from app.core.web.fields import ForeignId
from app.core.web.forms import Line
from app.discussion.forms import LONGEST_BODY, LONGEST_COMMENT, LONGEST_TITLE
from app.discussion.importing import Around as AnyAround
from app.discussion.importing import Heading, Remark, Text, When, Words, Written, fits, language_tag, remarks_in
from app.ideas.forms import LONGEST_IN_SHORT
from app.ideas.importing import values
from app.imports.columns import Join
from app.imports.names import full_name
from app.people.importing.columns import known_department

LONGEST_NAME = 254
LONGEST_CHOICE = 200
DATES = ("created_at", "answered_at", "updated_at")
TEXTS = ("body", "answer")


@dataclass(frozen=True)
class Around(AnyAround):
    """Also the open departments, by the keys of what they are called."""

    departments: Container[str] = field(default_factory=tuple)


def around(info: ValidationInfo) -> Around:
    return cast(Around, info.context)


def _remarks(value: object, info: ValidationInfo) -> object:
    found = remarks_in("comments", value, around(info)) if isinstance(value, list) else []
    for remark in found:
        fits(LONGEST_COMMENT)(remark.body, info)
    return found


Count = Annotated[int | None, BeforeValidator(values.countable), BeforeValidator(values.count)]


class IdeaRow(Written):
    id: Annotated[ForeignId, Field(max_length=LONGEST_CHOICE)] = ""
    title: Annotated[Heading, AfterValidator(fits(LONGEST_TITLE))] = ""
    in_short: Annotated[Heading, AfterValidator(fits(LONGEST_IN_SHORT))] = ""
    body: Annotated[Text, AfterValidator(fits(LONGEST_BODY))] = ""
    author_given_name: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    author_family_name: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    votes: Count = None
    votes_against: Count = None
    net_votes: Count = None
    created_at: When = None
    answer: Annotated[Words, AfterValidator(fits(LONGEST_BODY))] = ""
    answered_at: When = None
    answered_by: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    updated_at: When = None
    status: Annotated[Line, Field(max_length=LONGEST_CHOICE)] = ""
    department: Annotated[Line, Field(max_length=LONGEST_CHOICE)] = ""
    language: Line = ""
    tags: Annotated[list[str], BeforeValidator(values.tags)] = Field(default_factory=list)
    category: Annotated[Line, Field(max_length=LONGEST_CHOICE)] = ""
    link: Annotated[str, BeforeValidator(values.address)] = ""
    comments: Annotated[list[Remark], BeforeValidator(_remarks)] = Field(default_factory=list)
    comment_count: Count = None
    row_kind: Line = ""
    parent_id: Annotated[ForeignId, Field(max_length=LONGEST_CHOICE)] = ""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, cells: Values) -> Values:
        """A name in two columns is one, put together as its language does."""
        apart = [cells.get(f"author_{name}", "") for name in ("given_name", "family_name")]
        return cells if cells.get("author") else cells | {"author": full_name(*apart)}

    @property
    def votes_for(self) -> int | None:
        """What both sides come to, and those against it, are together those for it."""
        if self.net_votes is None or (self.votes is not None and self.votes_against is None):
            return self.votes
        return self.net_votes + abs(self.votes_against or 0)

    @field_validator("department")
    @classmethod
    def _open(cls, value: str, info: ValidationInfo) -> str:
        return known_department(value, around(info).departments)

    @field_validator("language")
    @classmethod
    def _tagged(cls, value: str) -> str:
        return language_tag(value)


def _below_each_other(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())


JOINS: Mapping[str, Join] = {
    "author": lambda texts: full_name(*texts) if len(texts) == 2 else " ".join(texts),
    "body": _below_each_other,
    "answer": _below_each_other,
}
"""How a field is put together that stands in several columns."""
STANDS = {"author": ("author", "author_given_name", "author_family_name")}
"""Where that stands which a row may say in parts."""
FIELDS = tuple(dict.fromkeys(("id", "title", "in_short", "body", *IdeaRow.model_fields)))
"""What `--map` can name, in the order in which columns are looked for."""
