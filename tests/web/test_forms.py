"""A submitted form: read whole, cleaned, and with a sentence for each field that is wrong."""

import asyncio
from datetime import date
from types import SimpleNamespace
from typing import Annotated
from urllib.parse import urlencode

import pytest
from fastapi import Request
from pydantic import Field, field_validator
from starlette.exceptions import HTTPException

from app.core.errors import Invalid, Refusal
from app.core.i18n import speaking
from app.core.web.forms import MOST_FIELDS, Filled, Form, Line, Lines, filled

URLENCODED = "application/x-www-form-urlencoded"


class Order(Form):
    title: Annotated[Line, Field(min_length=1, max_length=10)]
    body: Annotated[Lines, Field(max_length=20)] = ""
    stage: Annotated[int | None, Field(ge=1, le=9)] = None
    day: date | None = None
    people: Annotated[list[str], Field(max_length=2)] = Field(default_factory=list)
    secret: str = ""

    @field_validator("secret")
    @classmethod
    def _known(cls, value: str) -> str:
        if value == "guess":
            raise ValueError("Not that one.")
        return value


def sent(body: bytes | str, content_type: str = URLENCODED) -> Filled:
    packed = body.encode() if isinstance(body, str) else body

    async def receive():
        return {"type": "http.request", "body": packed}

    headers = [(b"content-type", content_type.encode())]
    app = SimpleNamespace(
        state=SimpleNamespace(parts=SimpleNamespace(settings=SimpleNamespace(max_body_bytes=100_000)))
    )
    request = Request({"type": "http", "method": "POST", "headers": headers, "app": app, "query_string": b""}, receive)

    async def read() -> Filled:
        return await filled(Order)(request)

    return asyncio.run(read())


def typed(**values: str | list[str]) -> Filled:
    return sent(urlencode(values, doseq=True))


def test_a_form_whose_shape_is_right_has_a_value():
    form = typed(title="Trees", body="a\r\nb", stage="3", day="2026-11-21", people=["a", "b"], other="x")
    assert form.valid() == Order(title="Trees", body="a\nb", stage=3, day=date(2026, 11, 21), people=["a", "b"])
    assert form.errors == {}


def test_what_was_typed_is_kept_as_it_was_typed():
    form = typed(title=" Trees that are too long ", people=["a", "b", "c"])
    assert form.value is None
    assert form.typed_value("title") == " Trees that are too long "
    assert form.typed_all("people") == ["a", "b", "c"]
    assert (form.typed_value("nothing"), form.typed_all("nothing")) == ("", [])


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({}, "title", "This is needed."),
        ({"title": ""}, "title", "This is needed."),
        ({"title": " \u200b\u3000"}, "title", "This is needed."),
        ({"title": "x" * 11}, "title", "This is too long. It can have up to 10 characters."),
        ({"title": "x", "body": "x" * 21}, "body", "This is too long. It can have up to 20 characters."),
        ({"title": "x", "stage": "many"}, "stage", "This has to be a whole number."),
        ({"title": "x", "stage": "0"}, "stage", "This number is too small."),
        ({"title": "x", "stage": "10"}, "stage", "This number is too large."),
        ({"title": "x", "stage": "9" * 5000}, "stage", "This value is not one of the choices."),
        ({"title": "x", "day": "21.11.2026"}, "day", "Write the date as year-month-day, for example 2026-11-21."),
        ({"title": "x", "day": "2026-02-30"}, "day", "Write the date as year-month-day, for example 2026-11-21."),
        ({"title": "x", "people": ["a", "b", "c"]}, "people", "Choose at most 2."),
        ({"title": "x", "secret": "guess"}, "secret", "Not that one."),
        ({"title": "caf\ufffd"}, "title", "This text could not be read. Send it as UTF-8."),
    ],
)
def test_what_is_wrong_is_one_sentence_at_its_field(values, field, said):
    form = typed(**values)
    assert (form.value, form.errors) == (None, {field: said})
    assert (form.error(field), form.error("nothing")) == (said, "")


def test_everything_that_is_wrong_is_said_at_once():
    assert set(typed(title="", stage="x", day="y").errors) == {"title", "stage", "day"}


@pytest.mark.parametrize("language", ["zh-Hans", "th"])
def test_the_sentences_are_in_the_readers_language(language):
    english = typed(title="").errors["title"]
    with speaking(language):
        assert typed(title="").errors["title"] != english


def test_bytes_that_are_no_text_are_refused_but_not_lost():
    form = sent(b"title=caf%e9&body=fine")
    assert form.errors == {"title": "This text could not be read. Send it as UTF-8."}
    assert form.typed_value("body") == "fine"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\0b", "ab"),
        ("\u202eabc\u202c", "abc"),
        ("a\u2066b\u2069", "ab"),
        ("  a \n b  ", "a b"),
        ("a\x1b[31mb", "a[31mb"),
        ("cafe\u0301", "café"),
        ("\ufeffa", "a"),
    ],
)
def test_what_cannot_be_seen_is_cleaned_from_a_line(dirty, clean):
    assert typed(title=dirty).valid().title == clean


def test_a_length_is_that_of_the_cleaned_text():
    assert typed(title="x" * 10 + "\0" * 5).valid().title == "x" * 10


def test_a_password_like_field_is_taken_as_typed():
    assert typed(title="x", secret=" \0\u202e x ").valid().secret == " \0\u202e x "


def test_a_field_sent_twice_counts_once_where_one_is_meant():
    form = sent("title=first&title=second")
    assert form.valid().title == "first"
    assert form.typed_all("title") == ["first", "second"]


def test_a_form_in_parts_is_read_like_any_other():
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nTrees\r\n--x--\r\n'
    assert sent(body, content_type="multipart/form-data; boundary=x").valid().title == "Trees"


def test_a_file_in_place_of_a_text_is_no_text():
    body = b'--x\r\nContent-Disposition: form-data; name="title"; filename="a.txt"\r\n\r\nTrees\r\n--x--\r\n'
    form = sent(body, content_type="multipart/form-data; boundary=x")
    assert (form.typed, form.errors) == ({}, {"title": "This is needed."})


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary="])
def test_parts_without_a_boundary_are_refused(content_type):
    with pytest.raises(HTTPException) as refused:
        sent(b"title=x", content_type=content_type)
    assert refused.value.status_code == 400


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "utf-7", "undefined", "latin-1", ""])
def test_a_text_in_another_encoding_is_refused_before_it_is_read(charset):
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n-fa\r\n--x--\r\n'
    with pytest.raises(Refusal, match="UTF-8"):
        sent(body, content_type=f"multipart/form-data; boundary=x; charset={charset}")


IN_PARTS = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n%s\r\n--x--\r\n'


@pytest.mark.parametrize(("body", "kind"), [(b"title=%s", URLENCODED), (IN_PARTS, "multipart/form-data; boundary=x")])
def test_bytes_that_stand_as_they_are_have_to_be_utf8(body, kind):
    assert sent(body % "种树 ที่".encode(), content_type=kind).valid().title == "种树 ที่"
    for other in ("退货原因".encode("gb18030"), "ที่".encode("tis-620"), "café".encode("latin-1")):
        form = sent(body % other, content_type=kind)
        assert form.errors == {"title": "This text could not be read. Send it as UTF-8."}


def test_a_text_said_to_be_utf8_is_read():
    body = '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n种树\r\n--x--\r\n'.encode()
    assert sent(body, content_type="multipart/form-data; boundary=x; charset=UTF-8").valid().title == "种树"


def test_very_many_fields_are_refused():
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _n in range(MOST_FIELDS + 1))
    with pytest.raises(HTTPException) as refused:
        sent(parts + b"--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert refused.value.status_code == 400


def test_another_kind_of_body_is_an_empty_form():
    assert sent(b'{"title": "x"}', content_type="application/json").errors == {"title": "This is needed."}


def test_a_form_whose_shape_is_wrong_is_refused_without_another_sentence():
    with pytest.raises(Invalid) as refused:
        typed(title="").valid()
    assert refused.value.message == ""


def test_the_reason_of_a_command_stands_beside_its_field():
    form = typed(title="Trees").refused(Invalid("Taken.", field="title"))
    assert (form.error("title"), form.typed_value("title"), form.value) == ("Taken.", "Trees", None)
    assert typed(title="").refused(Invalid("")).errors == {"title": "This is needed."}


def test_a_blank_form_starts_with_what_it_is_given():
    form = Filled[Order].blank(title="Trees", people=["a"])
    assert (form.typed_value("title"), form.typed_all("people"), form.errors, form.value) == ("Trees", ["a"], {}, None)
