from typing import Annotated

from pydantic import Field, field_validator

from app.core.i18n import LANGUAGES, _
from app.core.tables import LARGEST_ID
from app.core.web.forms import Form, Line


class SignInForm(Form):
    email: Annotated[Line, Field(min_length=1, max_length=254)]
    # Not cleaned: a password is taken as it was typed.
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    next: Line = ""


class DemoSignInForm(Form):
    person: Annotated[int, Field(ge=1, le=LARGEST_ID)]
    next: Line = ""


class NewPasswordForm(Form):
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    repeated: Annotated[str, Field(max_length=1000)] = ""


class ChangePasswordForm(NewPasswordForm):
    current: Annotated[str, Field(min_length=1, max_length=1000)]


class SettingsForm(Form):
    """What is not sent stays as it is."""

    language: Annotated[Line, Field(max_length=20)] | None = None
    time_zone: Annotated[Line, Field(max_length=60)] | None = None


class LanguageForm(Form):
    language: Annotated[Line, Field(max_length=20)]
    back: Annotated[Line, Field(max_length=2000)] = "/"

    @field_validator("language")
    @classmethod
    def _spoken(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(_("Byline does not speak this language yet."))
        return value
