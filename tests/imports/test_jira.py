"""Jira's wiki markup becomes Markdown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.texts import Writing, to_markdown
from tests.imports.pages import Page

WORDS = ["one", "two three", "停车位", "ต้นไม้"]
SIGNS = [
    *(
        "h2. ",
        "bq. ",
        "* ",
        "** ",
        "# ",
        "- ",
        "*",
        "_",
        "-",
        "+",
        "{{",
        "}}",
        "{code}",
        "{quote}",
        "{panel}",
        "{noformat}",
    ),
    *(
        "[",
        "]",
        "|",
        "||",
        "!",
        "\\",
        "{color:red}",
        "{color}",
        " ",
        "\n",
        "\n\n",
        "----",
        "(",
        ")",
        "https://x.example/a_b",
    ),
]


@pytest.mark.parametrize(
    ("wiki", "markdown"),
    [
        ("h2. Why *now*\ntext", "## Why **now**\ntext"),
        ("# one\n## two\n#* three\n# four", "1. one\n   1. two\n   - three\n1. four"),
        ("* a\n** b\n- c", "- a\n  - b\n- c"),
        ("a _b_ -c- +d+ {{e_f}} {color:red}g{color}", "a *b* ~~c~~ d `e_f` g"),
        ("[text|https://x.example/a_b] [https://y.example]", "[text](https://x.example/a_b) <https://y.example>"),
        ("[~ann] !shot.png|thumbnail! !https://x.example/p.png!", "@ann shot.png ![](https://x.example/p.png)"),
        ("{*}a{*}b H{~}2{~}O m{^}2{^} {{{}c_d{}}} {_}e{_}", "**a**b H₂O m² `c_d` *e*"),
        ("[^plan.pdf] ??quoted?? (/) done (x) open f(x)", "plan.pdf *quoted* ✓ done ✗ open f(x)"),
        ("a {code:java}\nint *x*;\n{code} b", "a\n\n```\nint *x*;\n```\n\nb"),
        ("{noformat}a{code}b{noformat}", "```\na{code}b\n```"),
        ("{quote}\na\n* b\n{quote}\nc", "> a\n> - b\n\nc"),
        ("{panel:title=Note|x=y}\nin\n{panel}", "**Note**\n\nin"),
        ("||h||i||\n|[a|https://x.example]|b|\nafter", "| h | i |\n| --- | --- |\n| [a](https://x.example) | b |\n\nafter"),
        ("bq. said\nthen", "\n> said\n\nthen".strip()),
        ("a\n----\nb\\\\ c", "a\n\n---\n\nb\n c"),
        ("1. typed, 5*3*2, a_b_c, \\*no*, x - y, wow![x|https://x.example]",
         "1\\. typed, 5\\*3\\*2, a_b_c, \\*no\\*, x - y, wow\\![x](https://x.example)"),
        ("*bold _both_*", "**bold *both***"),
    ],
)  # fmt: skip
def test_each_mark_becomes_its_own(wiki, markdown):
    assert to_markdown(wiki, Writing.JIRA) == markdown


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=14))
def test_no_word_is_lost(parts):
    page = Page(to_markdown("".join(parts), Writing.JIRA))
    rest = page.text + "".join(page.links)
    assert all(word.replace(" ", "") in rest for word in parts if word in WORDS)
