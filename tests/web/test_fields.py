"""Field types that forms and imported rows share."""

from datetime import date

import pytest
from pydantic import ValidationError

from app.core.tables import LARGEST_ID, LARGEST_NUMBER, digits, identifier
from app.core.web.fields import Day, MaybeDay, MaybeEmail, MaybeReference, Reference, TimeZone, Tongue
from app.core.web.forms import Form, sentence


class Everything(Form):
    email: MaybeEmail = "ana@example.com"
    zone: TimeZone = ""
    tongue: Tongue = ""
    reference: Reference = 1
    maybe: MaybeReference = None
    day: Day = date(2026, 11, 21)
    maybe_day: MaybeDay = None


def said(**typed):
    with pytest.raises(ValidationError) as refused:
        Everything.model_validate(typed)
    return [sentence(error) for error in refused.value.errors()]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ana@Example.COM ", "ana@example.com"),
        ("ana@intranet", "ana@intranet"),
        ("ana@company.local", "ana@company.local"),
        ("ana+ideas@mail.localhost", "ana+ideas@mail.localhost"),
        ("ana@x.example", "ana@x.example"),
        ("o'neil@example.com", "o'neil@example.com"),
        ("สมชาย@ตัวอย่าง.ไทย", "สมชาย@ตัวอย่าง.ไทย"),
        ("jose\u0301@bu\u0308cher.example", "josé@bücher.example"),
        ("ANA@xn--bcher-kva.example", "ana@bücher.example"),
    ],
)
def test_an_address_is_kept_in_small_letters_of_its_own_script(typed, kept):
    assert Everything(email=typed).email == kept


@pytest.mark.parametrize(
    "typed",
    [
        "ana",
        "@x",
        "ana@",
        "a na@x.example",
        "a@b@c",
        "ana@x.",
        "ana@.x",
        "<ana@x.example>",
        "ana,ben@x.example",
        "a..b@x",
    ],
)
def test_what_cannot_be_an_address_is_said_with_what_was_typed(typed):
    assert said(email=typed) == [f"“{typed}” is not an e-mail address, such as name@example.com."]


def test_an_address_may_be_left_out_and_is_not_too_long():
    assert Everything(email=" ").email == ""
    assert said(email=f"{'a' * 250}@x.example") == ["This is too long. It can have up to 254 characters."]


def test_a_zone_and_a_language_may_be_left_out_and_must_be_known():
    assert (Everything(zone="Asia/Bangkok").zone, Everything(tongue="th").tongue) == ("Asia/Bangkok", "th")
    assert said(zone="Mars/Base") == ["“Mars/Base” is not a time zone name, such as Asia/Bangkok."]
    assert said(tongue="tlh") == ["Byline does not speak this language yet."]


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_what_is_left_empty_is_none(empty):
    made = Everything.model_validate({"maybe": empty, "maybe_day": empty})
    assert (made.maybe, made.maybe_day) == (None, None)


def test_a_reference_is_a_number_that_a_database_can_be_asked_for():
    assert Everything.model_validate({"reference": "12", "maybe": " 7 "}).maybe == 7
    assert said(reference=str(LARGEST_ID + 1)) == ["This number is too large."]
    assert said(maybe="0") == ["This number is too small."]
    assert said(maybe="x") == ["This has to be a whole number."]


def test_a_day_is_written_as_a_date_field_sends_it():
    made = Everything.model_validate({"day": "2026-11-21", "maybe_day": " 2026-12-01 "})
    assert (made.day, made.maybe_day) == (date(2026, 11, 21), date(2026, 12, 1))
    for wrong in ("21.11.2026", "1", "2026-02-30"):
        assert said(maybe_day=wrong) == ["Write the date as year-month-day, for example 2026-11-21."]
    assert said(day="") == ["This is needed."]
    assert said(day="0001-01-01") == ["Choose a day between 1970 and 2100."]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("007", 7),
        ("0", 0),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1 ", None),
        ("٣", None),
        ("²", None),
        ("x", None),
    ],
)
def test_digits_are_those_of_ascii(text, number):
    assert digits(text) == identifier(text) == number


def test_many_digits_are_a_large_number_and_no_identifier():
    for text in ("9" * 12, "9" * 5_000, "0" * 5_000 + "9" * 12):
        assert digits(text) == min(int(text[-12:]) if len(text) != 5_000 else LARGEST_NUMBER, LARGEST_NUMBER)
        assert identifier(text) is None
    assert identifier(str(LARGEST_ID)) == LARGEST_ID
    assert identifier(str(LARGEST_ID + 1)) is None
