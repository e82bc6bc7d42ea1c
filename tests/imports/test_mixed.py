"""Markdown that has tags of HTML in it becomes Markdown without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.texts import Writing, to_markdown
from tests.imports.pages import Page

PIECES = [
    *(
        "<!--",
        "-->",
        "<b>",
        "</b>",
        "<i>",
        "<details>",
        "<summary>",
        "</summary>",
        "<br>",
        "<table><tr><td>",
        "</table>",
    ),
    *("`", "``", "```", "\n", "\n\n", "- [ ] ", "> ", "<a href='https://x.example'>", "</a>", "words", " ", "ต้นไม้"),
]


@pytest.mark.parametrize(
    ("mixed", "markdown"),
    [
        ("<!-- Say `what` -->\n### Why\nIt is **dark**.", "### Why\nIt is **dark**."),
        ("<details><summary>More</summary>\n\nWords.\n</details>", "**More**\n\nWords."),
        ('<img src="https://x.example/a.png" width="300" alt="plan">', "![plan](https://x.example/a.png)"),
        ("a <b>b</b> <em>c</em> <kbd>d</kbd><br/>e", "a **b** *c* `d`\ne"),
        ('<a href="https://x.example/?a=1&b=2">words</a>', "[words](https://x.example/?a=1&b=2)"),
        ('<a href="javascript:x">words</a>', "words"),
        ("<h2>Title</h2>Text<hr>", "## Title\n\nText\n\n---"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        (
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
            "| 1 | 2 |\n| --- | --- |\n| 3 | 4 |",
        ),
        ("- [ ] one\n- [x] two\n1. [X] three", "- ☐ one\n- ☑ two\n1. ☑ three"),
        ("<b>never closed, 3 < 4, <ann@x.example>", "never closed, 3 < 4, <ann@x.example>"),
    ],
)
def test_what_tags_mean_is_said_in_markdown(mixed, markdown):
    assert to_markdown(mixed, Writing.MARKDOWN) == markdown


@pytest.mark.parametrize("code", ["a `<b>x</b> <!-- y -->`", "```html\n<!-- y -->\n- [ ] <br>\n```", "~~~\n<b>\n~~~"])
def test_code_stays_as_it_was_typed(code):
    assert to_markdown(code, Writing.MARKDOWN) == code


def test_a_remark_that_never_ends_is_text():
    assert Page(to_markdown("a <!-- b", Writing.MARKDOWN)).text == "a<!--b"


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_words_are_lost_in_any_mixture(mixed):
    assert to_markdown(mixed, Writing.MARKDOWN).count("words") == mixed.count("words") or "<!--" in mixed
