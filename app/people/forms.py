from typing import Annotated

from pydantic import Field

from app.core.web.fields import Reference, TimeZone, Tongue
from app.core.web.forms import Form, Line


class SignInForm(Form):
    """`email` may also be an employee ID; it has the name by which browsers remember it."""

    email: Annotated[Line, Field(min_length=1, max_length=254)]
    # Not cleaned: a password is taken as it was typed.
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    next: Line = ""
    held: str = ""


class DemoSignInForm(Form):
    person: Reference
    next: Line = ""
    held: str = ""


class NewPasswordForm(Form):
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    repeated: Annotated[str, Field(max_length=1000)] = ""


class ChangePasswordForm(NewPasswordForm):
    current: Annotated[str, Field(min_length=1, max_length=1000)]


class SettingsForm(Form):
    """What is not sent stays as it is."""

    language: Annotated[Line, Field(max_length=20)] | None = None
    time_zone: TimeZone | None = None


class LanguageForm(Form):
    language: Annotated[Tongue, Field(min_length=1)]
    back: Annotated[Line, Field(max_length=2000)] = "/"
