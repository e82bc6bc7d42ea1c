"""Texts of one very long word take time as long as they are, and not as its square."""

from time import process_time

import pytest

from app.imports.texts import Writing, to_markdown

UNITS = (
    "http://",
    "https://a.b/",
    "http://a",
    "[http://",
    "<http://",
    "!http://[",
    "http://a.b/(",
    "http://\\",
    "a@b.c",
)


def seconds(text: str, writing: Writing) -> float:
    begun = process_time()
    to_markdown(text, writing)
    return process_time() - begun


@pytest.mark.parametrize("writing", [Writing.PLAIN, Writing.HTML, Writing.JIRA])
@pytest.mark.parametrize("unit", UNITS)
def test_addresses_that_never_end(unit, writing):
    short, long = (min(seconds(unit * (size // len(unit)), writing) for _try in range(2)) for size in (8_000, 64_000))
    assert long < max(short, 0.005) * 30, "eight times the text; its square would be 64 times the time"


def test_a_long_address_stays_whole():
    whole = "https://a.example/" + "x_y/" * 3_000
    assert to_markdown(f"See {whole} now", Writing.PLAIN) == f"See {whole} now"
    short = "https://a.example/" + "x_y/" * 10
    assert to_markdown(f"{short} *", Writing.PLAIN).startswith(short)
