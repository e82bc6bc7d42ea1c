"""Reading a submitted form without losing what the person typed."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect
from starlette.types import Message

from app.core.errors import Invalid, Refusal
from app.core.i18n import _
from app.core.kinds import Kinds
from app.core.letters import clean
from app.core.once import SentBefore, new_key
from app.core.web.parts import Parts, parts_of

MOST_FIELDS = 2_000
VERSION = "version"
"""The field in which a form says from which state of what is stored it was made."""
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
    """A form as it came: what was typed, its value if the shape is right, else a sentence for each field.

    `meanwhile` is what others have stored since it was shown, by the fields in which that is something else.
    """

    typed: dict[str, list[str]] = field(default_factory=dict)
    value: F | None = None
    errors: dict[str, str] = field(default_factory=dict)
    meanwhile: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def blank(cls, **typed: str | list[str]) -> "Filled[F]":
        """A form before anybody typed, with what it starts with."""
        return cls({name: value if isinstance(value, list) else [value] for name, value in typed.items()})

    def versioned(self) -> "Filled[F]":
        """For one that starts with what is stored: it comes back with the state that it was made from."""
        return replace(self, typed=self.typed | {VERSION: [_version(self.typed)]})

    def ensure_unchanged(self, stored: "Filled[F]") -> None:
        """Raises ChangedMeanwhile where what is stored is not what this form started with."""
        if self.typed_value(VERSION) not in ("", _version(stored.typed)):
            raise ChangedMeanwhile(stored.typed)

    def valid(self) -> F:
        """Raises Invalid without a message when the shape is wrong: the errors are here already."""
        if self.value is None:
            raise Invalid("", errors=self.errors)
        return self.value

    def refused(self, refusal: Invalid) -> "Filled[F]":
        """The same form with the reason a command gave, beside its field."""
        found = {refusal.field: refusal.message} if refusal.message else {}
        typed, meanwhile = self.typed, self.meanwhile
        if isinstance(refusal, ChangedMeanwhile):
            typed = typed | {VERSION: [_version(refusal.stored)]}
            meanwhile = {name: there for name, there in refusal.stored.items() if _differ(there, typed.get(name, []))}
        return Filled(typed, None, {**self.errors, **found}, meanwhile)

    def typed_value(self, name: str) -> str:
        return next(iter(self.typed.get(name, [])), "")

    def typed_all(self, name: str) -> list[str]:
        return self.typed.get(name, [])

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


class ChangedMeanwhile(Invalid):
    """Somebody else, or the same person in another tab, has stored something else than what a form started with."""

    def __init__(self, stored: dict[str, list[str]]) -> None:
        super().__init__(
            _("This was changed while you were writing, so nothing is saved yet. Save again to put yours in its place.")
        )
        self.stored = stored


def _version(typed: Mapping[str, list[str]]) -> str:
    said = {name: values for name, values in typed.items() if name != VERSION}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _differ(one: list[str], other: list[str]) -> bool:
    """In whatever order they were chosen; a field that is empty and one that was not sent are the same."""
    return _lines(one) != _lines(other)


def _lines(texts: list[str]) -> list[list[str]]:
    return sorted(text.splitlines() for text in texts if text)


def not_taken(form: "Filled[F]", refusal: Refusal) -> "Filled[F]":
    """What was typed, with the reason: beside its field, or above the form where it is the whole that came too late.

    Where its key is used up it gets another, so that sending it again posts it.
    """
    if isinstance(refusal, SentBefore):
        form = replace(form, typed=form.typed | {"key": [new_key()]})
    return form.refused(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))


def filled(kind: type[F]) -> Callable[[Request], Awaitable[Filled[F]]]:
    """A dependency that reads this form.

    FastAPI's own form models answer 422 before the route runs, which loses the page and the typing.
    """

    async def read(request: Request) -> Filled[F]:
        return checked(kind, await typed_in(request), around=parts_of(request))

    return read


def kinds_around(info: ValidationInfo) -> Kinds:
    """The register, for a field that names a subject."""
    around: Any = info.context
    parts: Parts = around
    return parts.kinds


def checked(
    kind: type[F],
    typed: dict[str, list[str]],
    files: Mapping[str, list[Any]] | None = None,
    refused: Mapping[str, str] | None = None,
    *,
    around: Parts,
) -> Filled[F]:
    """What was typed as a form, with the files that came beside it, and a sentence for each that was not taken.

    `around` is what the validators may ask, such as the register.
    """
    many = {name for name, about in kind.model_fields.items() if about.get_default(call_default_factory=True) == []}
    values = {name: found if name in many else found[0] for name, found in {**typed, **(files or {})}.items()}
    errors = {n: _("This text could not be read. Send it as UTF-8.") for n in typed if _unreadable(typed[n])}
    errors |= refused or {}
    try:
        value = kind.model_validate(values, context=around)
    except ValidationError as error:
        return Filled(typed, None, {str(e["loc"][0]): sentence(e) for e in error.errors()} | errors)
    return Filled(typed, None if errors else value, errors)


async def typed_in(request: Request) -> dict[str, list[str]]:
    ensure_utf8(request)
    typed: dict[str, list[str]] = {}
    try:
        whole = await _readable(request)
    except ClientDisconnect:
        raise Refusal from None  # Nobody is there to read it.
    form = await whole.form(max_fields=MOST_FIELDS, max_part_size=parts_of(request).settings.max_body_bytes)
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    return typed


def ensure_utf8(request: Request) -> None:
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
