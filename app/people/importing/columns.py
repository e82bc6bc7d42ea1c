"""What a row of the roster holds."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from typing import Annotated, cast

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from app.core import dates
from app.core.clock import local_day
from app.core.columns import Values
from app.core.dates import Way
from app.core.i18n import _, either, known_language
from app.core.letters import clean, key
from app.core.web.fields import EmployeeId, ForeignId, MaybeEmail, TimeZone
from app.core.web.forms import Form, Line, Lines
from app.imports.columns import Columns, Join, known, plain
from app.imports.names import full_name
from app.people.importing.ids import as_meant, is_nothing
from app.people.importing.paths import Branch, Cell, branch_of, cell_of, ensure_short
from app.people.importing.standing import is_enabled, is_here, is_not_disabled
from app.people.roles import GIVEN

LONGEST_NAME = 120
LONGEST_TEXT = 1000

NAME_PARTS = ("given_name", "family_name", "middle_name")
PLACES = ("levels", "department_path", "department")
"""Where a department may stand, what says more of its place first."""
PERSON_STANDS = {"name": ("name", *NAME_PARTS), "email": ("email", "account"), "department": PLACES}
DEPARTMENT_STANDS = {
    **{"": ("levels", "path", "name"), "path": ("levels", "path"), "name": ("name", "levels", "path")},
}
"""Where that stands of which something is said: a path alone is wrong in what is said of no field."""
NO_ROLE = {"", "employee"}


def known_department(value: str, departments: Container[str]) -> str:
    """The key of one of these, by code, slug or name; empty is none. Raises ValueError."""
    if value and key(value) not in departments:
        message = _("There is no open department with the code or name “%(name)s”. Import the departments first.")
        raise ValueError(message % {"name": value[:60]})
    return key(value)


def _none_for_a_dash(value: str) -> str:
    return "" if is_nothing(clean(value, lines=False)) else value


def _role(word: str) -> str:
    """The role that is so called in one of our languages. Raises ValueError."""
    for role, given in GIVEN.items():
        if word in map(key, (role, *given.words)):
            return role
    message = _("“%(word)s” is not a role that a roster can give. Write %(words)s, or leave it empty.")
    raise ValueError(message % {"word": word, "words": either(list(GIVEN))})


@dataclass(frozen=True)
class Around:
    """What the rows of one file are judged by.

    `places` say of each cell which department it means, or what is wrong with it; `left` are words that somebody said
    mean that a person has left.
    """

    today: date
    zone: tzinfo = UTC
    way: Way = field(default_factory=Way)
    left: frozenset[str] = frozenset()
    places: Mapping[Cell, int | str | None] = field(default_factory=dict)

    def day(self, text: str) -> date:
        """Raises ValueError."""
        return local_day(dates.read(text, self.way, self.zone).at, self.zone)


def around(info: ValidationInfo) -> Around:
    return cast(Around, info.context)


class PersonLine(Form):
    """What a row says; None and empty where it says nothing. A department is its number, below nought if it is new."""

    employee_id: Annotated[EmployeeId, BeforeValidator(as_meant)] = ""
    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    email: Annotated[MaybeEmail, BeforeValidator(_none_for_a_dash)] = ""
    title: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    department: int | None = None
    locale: Line = ""
    time_zone: TimeZone = ""
    roles: Line = ""
    enabled: bool | None = None
    disabled: bool | None = None
    status: bool | None = None
    left_on: date | None = None
    former_id: Annotated[Line, BeforeValidator(as_meant)] = ""

    @model_validator(mode="before")
    @classmethod
    def _put_together(cls, values: Values) -> Values:
        """A name of parts, an address that is called an account, and a department from wherever it stands."""
        return values | {
            "name": whole_name(values),
            "email": address_of(values),
            "department": cell_of(values, PLACES),
        }

    @field_validator("department", mode="before")
    @classmethod
    def _placed(cls, value: Cell, info: ValidationInfo) -> int | None:
        found = around(info).places.get(value)
        if isinstance(found, str):
            raise ValueError(found)
        return found

    @field_validator("enabled", mode="before")
    @classmethod
    def _enabled(cls, value: str) -> bool | None:
        return is_enabled(value)

    @field_validator("disabled", mode="before")
    @classmethod
    def _not_disabled(cls, value: str) -> bool | None:
        return is_not_disabled(value)

    @field_validator("status", mode="before")
    @classmethod
    def _here(cls, value: str, info: ValidationInfo) -> bool | None:
        return is_here(value, around(info).left)

    @field_validator("left_on", mode="before")
    @classmethod
    def _day(cls, value: str, info: ValidationInfo) -> date | None:
        text = clean(value, lines=False)
        return None if not text or is_nothing(text) else around(info).day(text)

    @field_validator("locale")
    @classmethod
    def _spoken(cls, value: str) -> str:
        tag = known_language(value) if value else ""
        if tag is None:
            raise ValueError(_("“%(value)s” is not one of the languages en, zh-Hans and th.") % {"value": value})
        return tag

    @field_validator("roles")
    @classmethod
    def _given(cls, value: str) -> str:
        """The roles' own words, with commas."""
        words = [key(word) for word in re.split(r"[,;/|、，]|\s+", value)]
        return ",".join(_role(word) for word in words if word not in NO_ROLE)

    def has_left(self, today: date) -> bool:
        """Whichever column says so; on the day that they leave they have."""
        is_over = self.left_on is not None and self.left_on <= today
        return is_over or False in (self.enabled, self.disabled, self.status)


FIELDS = (*PersonLine.model_fields, *NAME_PARTS, "department_path", "levels", "account", "manager")
"""What a column may hold; the last two are known so that they are taken for nothing else."""


def whole_name(values: Values) -> str:
    """What stands in the column of names, else its parts put together as their language does."""
    if name := clean(values.get("name", ""), lines=False):
        return name
    given, family, middle = (clean(values.get(part, ""), lines=False) for part in NAME_PARTS)
    return full_name(given, family, middle)


def name_join(columns: Columns) -> Join:
    """Puts together what `--map name=GivenName+Surname` names; which is the family's, the column's name says."""
    source = columns.sources.get("name")
    families = set(map(plain, ["family_name", *known("people", "family_name")]))
    is_family_first = bool(source and plain(source.columns[0]) in families)

    def put_together(texts: Sequence[str]) -> str:
        first, *middle, last = (clean(text, lines=False) for text in texts)
        given, family = (last, first) if is_family_first else (first, last)
        return full_name(given, family, " ".join(filter(None, middle)))

    return put_together


def address_of(values: Values) -> str:
    """An account is an address where it looks like one and the file has no column of addresses."""
    account = str(values.get("account", ""))
    return str(values.get("email", account if "@" in account else ""))


@dataclass(frozen=True)
class Placing:
    """How the paths of a whole column are parted, and whether they end with the department itself."""

    separators: Mapping[str, str] = field(default_factory=dict)
    ends_with_itself: bool = True

    def branch(self, values: Values) -> Branch:
        return branch_of(cell_of(values, ("levels", "path")), self.separators)


class DepartmentLine(Form):
    code: Annotated[ForeignId, Field(max_length=40)] = ""
    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    lead: Annotated[Line, Field(max_length=254)] = ""
    parent: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    purpose: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    serves: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    hours: Annotated[Line, Field(max_length=200)] = ""
    time_zone: TimeZone = ""
    contacts: Annotated[Lines, Field(max_length=LONGEST_TEXT)] = ""
    branch: Branch = ()

    @model_validator(mode="before")
    @classmethod
    def _put_in_place(cls, values: Values, info: ValidationInfo) -> Values:
        """A path or levels end with the department, or with what it is a part of."""
        placing = cast(Placing, info.context)
        name, branch = clean(values.get("name", ""), lines=False), placing.branch(values)
        if name and (not branch or not placing.ends_with_itself) and {"path", "levels"} & values.keys():
            branch = (*branch, name)
        ensure_short(branch)
        return values | {"name": name or "".join(branch[-1:]), "branch": branch}


DEPARTMENT_FIELDS = (*(name for name in DepartmentLine.model_fields if name != "branch"), "path", "levels")
