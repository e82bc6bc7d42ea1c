from typing import Annotated, Literal

from pydantic import Field, field_validator

from app.core.clock import known_zones
from app.core.i18n import LANGUAGES, _
from app.core.tables import LARGEST_ID
from app.core.web.forms import Filled, Form, Line, Lines
from app.ideas.models import StageKind
from app.people.models import Person
from app.people.roles import roles_given

LONGEST_NAME = 120
LONGEST_TEXT = 1000
LONGEST_DIRECTION = 200
MOST_PLACES = 999

Name = Annotated[Line, Field(max_length=60)]
Text = Annotated[Line, Field(max_length=LONGEST_DIRECTION)]
Given = Literal["leader", "hr", "admin"]


class DepartmentForm(Form):
    """Without `active` in it a department is closed; without a lead nobody leads it."""

    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    code: Annotated[Line, Field(max_length=40)] = ""
    purpose: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    serves: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    hours: Annotated[Line, Field(max_length=200)] = ""
    time_zone: Annotated[Line, Field(max_length=60)] = ""
    contacts: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    lead: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field(default_factory=list, max_length=1)
    active: bool = False

    @field_validator("lead", mode="before")
    @classmethod
    def _nobody_is_none(cls, value: list[str]) -> list[str]:
        return [one for one in value if one]

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and value not in known_zones():
            raise ValueError(_("This is not a time zone. Choose one from the list."))
        return value


class PersonForm(Form):
    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    email: Annotated[Line, Field(min_length=1, max_length=254)]
    employee_id: Annotated[Line, Field(max_length=60)] = ""
    title: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    department: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None
    locale: Annotated[Line, Field(max_length=20)] = ""
    roles: list[Given] = Field(default_factory=list)

    @field_validator("department", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("email")
    @classmethod
    def _is_address(cls, value: str) -> str:
        name, at, host = value.partition("@")
        if not (name and at and host) or " " in value or "@" in host:
            raise ValueError(_("Write an e-mail address, such as name@example.com."))
        return value.lower()

    @field_validator("locale")
    @classmethod
    def _spoken(cls, value: str) -> str:
        if value and value not in LANGUAGES:
            raise ValueError(_("Byline does not speak this language yet."))
        return value


class NamesForm(Form):
    """A name in every language, and a place in the order. Without `active` in it the thing is no longer offered."""

    name_en: Name = ""
    name_zh_hans: Name = ""
    name_th: Name = ""
    position: Annotated[int, Field(ge=0, le=MOST_PLACES)] = 0
    active: bool = False


class NewStageForm(NamesForm):
    kind: StageKind


class DirectionForm(Form):
    text_en: Text = ""
    text_zh_hans: Text = ""
    text_th: Text = ""


def field_of(prefix: str, tag: str) -> str:
    """The name of the field for one language: `name_zh_hans`."""
    return f"{prefix}_{LANGUAGES[tag].folder.lower()}"


def spoken(form: Form, prefix: str) -> dict[str, str]:
    """What was typed in each language, by its tag; languages left empty are not in it."""
    typed = {tag: str(getattr(form, field_of(prefix, tag))) for tag in LANGUAGES}
    return {tag: text for tag, text in typed.items() if text}


def blank_spoken(prefix: str, texts: dict[str, str]) -> dict[str, str]:
    """What a form with a field for each language starts with."""
    return {field_of(prefix, tag): texts.get(tag, "") for tag in LANGUAGES}


def blank_person(person: Person) -> Filled[PersonForm]:
    return Filled.blank(
        name=person.name,
        email=person.email,
        employee_id=person.employee_id or "",
        title=person.title,
        department=str(person.department_id or ""),
        locale=person.locale,
        roles=[role.value for role in roles_given(person)],
    )
