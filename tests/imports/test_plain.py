"""Plain text looks as it was typed, whatever signs are in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.letters import clean
from app.core.markdown import render
from app.imports.texts import Writing, to_markdown, to_words
from tests.imports.pages import Page, letters

SIGNS = [
    *(
        "# ",
        "## ",
        "> ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2019. ",
        "12) ",
        "---",
        "===",
        "***",
        "___",
        "* * *",
        "```",
        "~~~",
        "~~",
    ),
    *(
        "`",
        "*",
        "**",
        "_",
        "__",
        "\\",
        "|",
        "|-|",
        "| a | b |",
        "[",
        "](http://a.example)",
        "]",
        "(",
        ")",
        "![",
        "<",
        "<b>",
    ),
    *(
        "<http://a.example>",
        "<ann@x.example>",
        "&amp;",
        "&#35;",
        "!",
        "[note]: x",
        "a_b",
        "_a_",
        "*b*",
        ":",
        "+",
        "=",
        "$",
    ),
]
ADDRESSES = ["http://a.example/a_b_c", "https://x.example/*a*/_b_", "https://x.example/q?a=1&copy=2", "ann@example.com"]
WORDS = [
    "word",
    "Tree",
    "停车位不够",
    "。",
    "，",
    "ต้นไม้",
    "ที่",
    "é",
    "😀",
    "1",
    "2.",
    "\u3000\u3000",
    "\n",
    "\n\n",
    "\t",
    "    ",
    " ",
]
typed = st.lists(st.sampled_from([*SIGNS, *ADDRESSES, *WORDS]), max_size=14).map("".join)


def markdown(text: str) -> str:
    return to_markdown(clean(text, lines=True), Writing.PLAIN)


@settings(max_examples=400, deadline=None)
@given(typed)
def test_the_page_says_what_was_typed_and_marks_nothing(text):
    page = Page(markdown(text))
    assert page.text == letters(clean(text, lines=True))
    assert page.tags <= {"p", "br", "a"}


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("\n\t\t\tThe lift stops.\n\t\t\tIt does.", "<p>The lift stops.<br>\nIt does.</p>\n"),
        ("    four spaces\n\n\n    again", "<p>four spaces</p>\n<p>again</p>\n"),
        ("2019. was a good year\n1. one", "<p>2019. was a good year<br>\n1. one</p>\n"),
        ("Head\n----\nHead\n====", "<p>Head<br>\n----<br>\nHead<br>\n====</p>\n"),
        ("a | b\n--- | ---\n1 | 2", "<p>a | b<br>\n--- | ---<br>\n1 | 2</p>\n"),
        ("<b>x</b> &amp; *y* _z_", "<p>&lt;b&gt;x&lt;/b&gt; &amp;amp; *y* _z_</p>\n"),
        ("C:\\temp\\new \\\\srv\\x", "<p>C:\\temp\\new \\\\srv\\x</p>\n"),
        ("\u3000\u3000第一段。\n\u3000\u3000第二段。", "<p>第一段。</p>\n<p>第二段。</p>\n"),
        ("领导：\u3000\u3000您好！姓名\u3000\u3000部门", "<p>领导：</p>\n<p>您好！姓名\u3000\u3000部门</p>\n"),
        ("ไฟดับ\nสามวัน", "<p>ไฟดับ<br>\nสามวัน</p>\n"),
    ],
)
def test_lines_and_paragraphs_stay_and_indents_go(text, page):
    assert render(markdown(text)) == page


def test_signs_that_mark_nothing_stay_as_they_are_for_whoever_edits_them():
    text = "5 * 3 = 15, a_b_c, #1555, <3, a < b, R&D, [x], (y), ~5, 3.5 - 1, it's 100%!"
    assert markdown(text) == text


@pytest.mark.parametrize("sign", ["*", "**", "](x)", "<", "<b>", ", *b*"])
def test_a_sign_behind_an_address_is_no_part_of_it(sign):
    page = Page(markdown(f"see https://x.example/a_b_c{sign}"))
    assert page.links == ["https://x.example/a_b_c"]
    assert page.text == letters(f"see https://x.example/a_b_c{sign}")


def test_markdown_is_kept():
    text = "## Why\n\n- **a**\n- `b`\n\n    code"
    assert to_markdown(text, Writing.MARKDOWN) == text


def test_where_no_markdown_is_shown_the_words_and_addresses_are():
    text = "## Why\n\n- **a** [it](https://x.example/a_b)\n- b"
    assert to_words(text, Writing.MARKDOWN) == "Why\na it (https://x.example/a_b)\nb"
    assert to_words("<p>a</p><p><a href='https://x.example/'>it</a></p>", Writing.HTML) == "a\nit (https://x.example/)"
    assert to_words("*a*", Writing.PLAIN) == "*a*"


def test_a_long_text_of_signs_is_read_at_once():
    """Each of these made some pattern look back through the whole text."""
    for unit in ("<", "[", "](", "http://", "&a", "\\", "*_", " ", "\u3000"):
        assert len(to_markdown((unit * 30_000)[:30_000], Writing.PLAIN)) <= 60_000
    assert not re.search(r"\s\Z", to_markdown("a \n\t\n", Writing.PLAIN))
