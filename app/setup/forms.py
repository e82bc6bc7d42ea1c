from collections.abc import Iterable, Sequence
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, field_validator

from app.core.columns import Values
from app.core.i18n import LANGUAGES, _
from app.core.web.fields import EmployeeId, MaybeEmail, MaybeReference, Reference, TimeZone, Tongue
from app.core.web.forms import Filled, Form, Line, Lines
from app.ideas.models import Stage, StageKind
from app.people.models import Person
from app.people.roles import GIVEN
from app.recognition.models import AwardKind

LONGEST_NAME = 120
LONGEST_TEXT = 1000
LONGEST_DIRECTION = 200
MOST_PLACES = 999

Name = Annotated[Line, Field(max_length=60)]
Text = Annotated[Line, Field(max_length=LONGEST_DIRECTION)]


def _is_given(value: str) -> str:
    if value not in GIVEN:
        raise ValueError(_("This value is not one of the choices."))
    return value


Given = Annotated[str, AfterValidator(_is_given)]


class DepartmentForm(Form):
    """Without `active` in it a department is closed; without a lead or a parent it has none."""

    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    code: Annotated[Line, Field(max_length=40)] = ""
    purpose: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    serves: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    hours: Annotated[Line, Field(max_length=200)] = ""
    time_zone: TimeZone = ""
    contacts: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    lead: list[Reference] = Field(default_factory=list, max_length=1)
    parent: list[Reference] = Field(default_factory=list, max_length=1)
    active: bool = False

    @field_validator("lead", "parent", mode="before")
    @classmethod
    def _nobody_is_none(cls, value: list[str]) -> list[str]:
        return [one for one in value if one]


class PersonForm(Form):
    """One of address and employee ID is needed, which is judged where people are added."""

    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    email: MaybeEmail = ""
    employee_id: EmployeeId = ""
    title: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    department: MaybeReference = None
    locale: Tongue = ""
    roles: list[Given] = Field(default_factory=list)


class NamesForm(Form):
    """A name in every language, and a place in the order. Without `active` in it the thing is no longer offered."""

    name_en: Name = ""
    name_zh_hans: Name = ""
    name_th: Name = ""
    position: Annotated[int, Field(ge=0, le=MOST_PLACES)] = 0
    active: bool = False


class NewStageForm(NamesForm):
    kind: StageKind


N = TypeVar("N", bound=NamesForm)


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


def named(typed: NamesForm) -> Values:
    """What the commands take of something that has a name in every language and a place in the order."""
    return {"names": spoken(typed, "name"), "position": typed.position}


def blank_named(row: Stage | AwardKind) -> Filled[NamesForm]:
    active = "yes" if row.active else ""
    return Filled.blank(**blank_spoken("name", row.names), position=str(row.position), active=active)


def blank_last(rows: Sequence[Stage | AwardKind], **more: str) -> Filled[N]:
    """For another one, behind these."""
    return Filled.blank(position=str(max((row.position for row in rows), default=0) + 1), **more)


def blank_person(person: Person, roles: Iterable[str]) -> Filled[PersonForm]:
    return Filled.blank(
        name=person.name,
        email=person.email or "",
        employee_id=person.employee_id or "",
        title=person.title,
        department=str(person.department_id or ""),
        locale=person.locale,
        roles=sorted(roles),
    )
