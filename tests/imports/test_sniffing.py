"""A file is in one writing, told by what most of its bodies show."""

import time

import pytest

from app.imports.texts import Sniff, Writing
from app.imports.texts.sniffing import LOOKED_AT

HTML = [
    "<p>Print on both sides.</p>",
    "Paper<br />and ink",
    "<ul><li>paper</ul>",
    "<div class='x'>Lamps</div>",
    "Tom &amp; Ann",
    "a&nbsp;b &#39;c&#39;",
    "&lt;p&gt;escaped&lt;/p&gt;",
    "<p class=MsoNormal>Word<o:p></o:p></p>",
]
NO_HTML = [
    "a < b and c > d",
    "if a <b and c> then",
    "I <3 it",
    "Ann Lee <ann@x.example> wrote <https://x.example/a>",
    "R&D; AT&T &copy 2020",
    "Use `<div>` here",
    "<Name> of the <thing>",
    "路灯坏了",
    "ไฟดับ",
    "",
]
MARKDOWN = [
    "```\ncode\n```",
    "## Why\nBecause.",
    "see [it](https://x.example/a)",
    "- [ ] do it",
    "this is **bold** text",
]
JIRA = [
    "h2. Why",
    "{code:java}x{code}",
    "[it|https://x.example/a]",
    "bq. said",
    "{{x}}",
    "||a||b||",
    "!shot.png|thumbnail!",
]
PLAIN = ["# 1555", "5 * 3 * 2", "2**3**4", "- one\n- two", "[x] done", "a_b_c", "| a | b |"]


def sniffed(*bodies: str) -> Writing:
    sniff = Sniff()
    for body in bodies:
        sniff.feed(body)
    return sniff.writing


@pytest.mark.parametrize("body", HTML)
def test_tags_and_entities_are_html(body):
    assert sniffed(body) == Writing.HTML


@pytest.mark.parametrize("body", [*NO_HTML, *PLAIN])
def test_what_only_looks_like_a_sign_is_plain_text(body):
    assert sniffed(body, "Lamps") == Writing.PLAIN


@pytest.mark.parametrize("body", MARKDOWN)
def test_strong_signs_are_markdown(body):
    assert sniffed(body) == Writing.MARKDOWN


@pytest.mark.parametrize("body", JIRA)
def test_jira_has_signs_of_its_own(body):
    assert sniffed(body) == Writing.JIRA


def test_html_needs_more_than_half_of_the_bodies_that_say_anything():
    assert sniffed("<p>a</p>", "<p>b</p>", "c", "", " ", "") == Writing.HTML
    assert sniffed("<p>a</p>", "b") == Writing.PLAIN


def test_markdown_needs_a_fifth_of_them():
    assert sniffed("**a**", "b", "c", "d", "e") == Writing.MARKDOWN
    assert sniffed("**a**", "b", "c", "d", "e", "f") == Writing.PLAIN


def test_html_inside_of_markdown_leaves_it_markdown():
    assert sniffed("## Why\n<details><summary>x</summary></details>") == Writing.MARKDOWN


def test_a_file_of_nothing_is_plain():
    assert sniffed() == Writing.PLAIN


def test_only_numbers_are_remembered():
    sniff = Sniff()
    for _turn in range(100):
        sniff.feed("<p>a</p>" * 10_000)
    assert len(repr(vars(sniff))) < 200


@pytest.mark.parametrize("sign", ["\n", "  \n", "<a \n", "\t", "```\n", "||\n", "~~~ "])
def test_no_body_takes_long(sign):
    sniff, began = Sniff(), time.perf_counter()
    sniff.feed(sign * LOOKED_AT)
    assert time.perf_counter() - began < 1
