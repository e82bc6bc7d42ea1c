"""Reading a submitted form without losing what the person typed."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from python_multipart.multipart import parse_options_header
from starlette.types import Message

from app.core.errors import Invalid, Refusal
from app.core.i18n import _
from app.core.text import clean

MOST_FIELDS = 2_000
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
ABOVE_ASCII = re.compile(rb"[\x80-\xff]")


class Form(BaseModel):
    """The shape of a form: names, lengths and choices, nothing that needs the database."""

    model_config = ConfigDict(extra="ignore", frozen=True)


F = TypeVar("F", bound=Form)


def _tidy_line(value: object) -> object:
    return clean(value, lines=False) if isinstance(value, str) else value


def _tidy_lines(value: object) -> object:
    return clean(value, lines=True) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_tidy_line)]
"""One line of text, cleaned."""
Lines = Annotated[str, BeforeValidator(_tidy_lines)]
"""Several lines of text, cleaned."""


@dataclass
class Filled(Generic[F]):
    """A form as it came: what was typed, its value if the shape is right, else a sentence for each field."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    value: F | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, **typed: str | list[str]) -> "Filled[F]":
        """A form before anybody typed, with what it starts with."""
        return cls({name: value if isinstance(value, list) else [value] for name, value in typed.items()})

    def valid(self) -> F:
        """Raises Invalid without a message when the shape is wrong: the errors are here already."""
        if self.value is None:
            raise Invalid("")
        return self.value

    def refused(self, refusal: Invalid) -> "Filled[F]":
        """The same form with the reason a command gave, beside its field."""
        found = {refusal.field: refusal.message} if refusal.message else {}
        return Filled(self.typed, None, {**self.errors, **found})

    def typed_value(self, name: str) -> str:
        return next(iter(self.typed.get(name, [])), "")

    def typed_all(self, name: str) -> list[str]:
        return self.typed.get(name, [])

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


def filled(kind: type[F]) -> Callable[[Request], Awaitable[Filled[F]]]:
    """A dependency that reads this form.

    FastAPI's own form models answer 422 before the route runs, which loses the page and the typing.
    """
    many = {name for name, about in kind.model_fields.items() if about.get_default(call_default_factory=True) == []}

    async def read(request: Request) -> Filled[F]:
        typed = await _typed(request)
        values: dict[str, Any] = {n: found if n in many else found[0] for n, found in typed.items()}
        errors = {n: _("This text could not be read. Send it as UTF-8.") for n in typed if _unreadable(typed[n])}
        try:
            value = kind.model_validate(values)
        except ValidationError as error:
            return Filled(typed, None, {str(e["loc"][0]): sentence(e) for e in error.errors()} | errors)
        return Filled(typed, None if errors else value, errors)

    return read


async def _typed(request: Request) -> dict[str, list[str]]:
    _ensure_utf8(request)
    typed: dict[str, list[str]] = {}
    form = await (await _readable(request)).form(
        max_fields=MOST_FIELDS, max_part_size=request.app.state.settings.max_body_bytes
    )
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    return typed


def _ensure_utf8(request: Request) -> None:
    """Starlette decodes with whatever Python codec the visitor names; some take seconds, some make surrogates."""
    _kind, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get(b"charset", b"utf-8").lower() not in {b"utf-8", b"utf8"}:
        raise Refusal(_("This text could not be read. Send it as UTF-8."))


async def _readable(request: Request) -> Request:
    """The same request, with what is no UTF-8 marked: Starlette takes such bytes for Latin-1.

    In a form that is percent-encoded it takes all bytes above ASCII for that, when they stand there as they are.
    """
    body = await request.body()
    if body.isascii():
        return request
    kind, _options = parse_options_header(request.headers.get("content-type", ""))
    if kind == b"application/x-www-form-urlencoded":
        body = ABOVE_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), body)
    else:
        body = body.decode("utf-8", "replace").encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    return Request(request.scope, receive)


def _unreadable(values: list[str]) -> bool:
    return any(UNREADABLE in value for value in values)


def sentence(error: ErrorDetails) -> str:
    """A pydantic error as a sentence in the reader's language."""
    given = error.get("ctx", {})
    kind = error["type"]
    # A length stated beside a cleaned text is reported as that of a list.
    if kind in ("too_long", "too_short") and isinstance(error["input"], str):
        kind = f"string_{kind}"
    if kind == "string_too_long":
        return _("This is too long. It can have up to %(most)s characters.") % {"most": given["max_length"]}
    if kind == "too_long":
        return _("Choose at most %(most)s.") % {"most": given["max_length"]}
    if kind == "value_error":
        return str(given["error"])
    return _plain_sentences().get(kind) or _("This value is not one of the choices.")


def _plain_sentences() -> dict[str, str]:
    date = _("Write the date as year-month-day, for example 2026-11-21.")
    return {
        "missing": _("This is needed."),
        "string_too_short": _("This is needed."),
        "too_short": _("Choose at least one."),
        "date_from_datetime_parsing": date,
        "date_parsing": date,
        "date_from_datetime_inexact": date,
        "int_parsing": _("This has to be a whole number."),
        "greater_than_equal": _("This number is too small."),
        "less_than_equal": _("This number is too large."),
    }
