"""HTML becomes Markdown whose page says and looks as the HTML did."""

import html as entities
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.markdown import LONGEST, render
from app.imports.texts import Writing, to_line, to_markdown
from tests.imports.pages import Page, letters

BODIES = [
    (
        "<p>Please <b>print</b> on both sides.<br/>Tom &amp; Ann asked.</p><ul><li>saves paper</li></ul>",
        "Please **print** on both sides.\nTom & Ann asked.\n\n- saves paper",
        "<p>Please <strong>print</strong> on both sides.<br>\nTom &amp; Ann asked.</p>\n"
        "<ul>\n<li>saves paper</li>\n</ul>\n",
    ),
    (
        "<ol><li>one<ul><li>a<li>b</ul><li>two</ol>after<ol start=4><li>four</ol>",
        "1. one\n   - a\n   - b\n2. two\n\nafter\n\n4. four",
        "<ol>\n<li>one\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</li>\n<li>two</li>\n</ol>\n<p>after</p>\n"
        '<ol start="4">\n<li>four</li>\n</ol>\n',
    ),
    (
        "<!--[if gte mso 9]><xml>x</xml><![endif]--><style>p.MsoNormal{margin:0}</style>"
        "<p class=MsoNormal><span lang=EN-GB style='font-size:11pt'>Rooms &mdash; <b style='font-weight:normal'>all</b>"
        " <span style='font-weight:700'>booked</span>.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoNormal>1. Free them.</p>",
        "Rooms — all **booked**.\n\n1\\. Free them.",
        "<p>Rooms — all <strong>booked</strong>.</p>\n<p>1. Free them.</p>\n",
    ),
    (
        "<div>Lunch ends early.</div><div><br></div><div>- Monday</div><div># Tuesday *a* b_c &gt;</div>",
        "Lunch ends early.\n\n\\- Monday\n\\# Tuesday \\*a\\* b_c >",
        "<p>Lunch ends early.</p>\n<p>- Monday<br>\n# Tuesday *a* b_c &gt;</p>\n",
    ),
    (
        "<a href='https://x.example/a_b(1)'>the [form]</a> <a href='javascript:x()'>no</a> <a href='/home'>home</a> "
        "<a href=mailto:ann@x.example>Ann</a> <a href='https://x.example/'>https://x.example/</a> https://x.example/c_d_",
        "[the \\[form\\]](https://x.example/a_b%281%29) no home [Ann](mailto:ann@x.example) <https://x.example/> "
        "<https://x.example/c_d_>",
        '<p><a href="https://x.example/a_b%281%29" rel="nofollow noopener noreferrer">the [form]</a> no home '
        '<a href="mailto:ann@x.example" rel="nofollow noopener noreferrer">Ann</a> '
        '<a href="https://x.example/" rel="nofollow noopener noreferrer">https://x.example/</a> '
        '<a href="https://x.example/c_d_" rel="nofollow noopener noreferrer">https://x.example/c_d_</a></p>\n',
    ),
    (
        "<table><thead><tr><th>Floor<th>People</thead><tr><td><p>1|2</p><td><b>12</b><td>x</table>",
        "| Floor | People | |\n| --- | --- | --- |\n| 1\\|2 | **12** | x |",
        "<table>\n<thead>\n<tr>\n<th>Floor</th>\n<th>People</th>\n<th></th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>1|2</td>\n<td><strong>12</strong></td>\n<td>x</td>\n</tr>\n</tbody>\n</table>\n",
    ),
    (
        "<h2>Why <i>now</i></h2><blockquote><p>We <s>wait</s> stand.</p></blockquote><hr><pre>a  b\n\n  `c` &lt;</pre>"
        "<p>Run <code>x_`y</code> m<sup>2</sup></p>",
        "## Why *now*\n\n> We ~~wait~~ stand.\n\n---\n\n```\na  b\n\n  `c` <\n```\n\nRun `` x_`y `` m²",
        "<h4>Why <em>now</em></h4>\n<blockquote>\n<p>We <s>wait</s> stand.</p>\n</blockquote>\n<hr>\n"
        "<pre><code>a  b\n\n  `c` &lt;\n</code></pre>\n<p>Run <code>x_`y</code> m²</p>\n",
    ),
    (
        "<p>路灯坏了<strong>三天：</strong>请修理<em>“东门”</em>旁边。<img src='https://x.example/p.png' alt='照片'>"
        "<img src='cid:1' alt='logo'></p><p>ไฟ<b>ดับ</b>แล้ว</p>",
        "路灯坏了**三天**：请修理“*东门*”旁边。![照片](https://x.example/p.png)logo\n\nไฟ**ดับ**แล้ว",
        "<p>路灯坏了<strong>三天</strong>：请修理“<em>东门</em>”旁边。"
        '<a href="https://x.example/p.png" rel="nofollow noopener noreferrer">照片</a>logo</p>\n'
        "<p>ไฟ<strong>ดับ</strong>แล้ว</p>\n",
    ),
    (
        "Lines\nas typed, with <b>bold</b>\n\nand a list\n<ul>\n<li>a</li>\n</ul>\nSign &amp;lt;here&amp;gt;",
        "Lines\nas typed, with **bold**\n\nand a list\n\n- a\n\nSign <here>",
        "<p>Lines<br>\nas typed, with <strong>bold</strong></p>\n<p>and a list</p>\n<ul>\n<li>a</li>\n</ul>\n"
        "<p>Sign &lt;here&gt;</p>\n",
    ),
    (
        "<p>Broken <b>here <i>and</b> there</i> 3 < 5, <ann@x.example> <script>x()</script><!-- gone --><!-- open",
        "Broken **here *and*** there 3 < 5, \\<ann@x.example> <!-- open",
        "<p>Broken <strong>here <em>and</em></strong> there 3 &lt; 5, &lt;ann@x.example&gt; &lt;!-- open</p>\n",
    ),
]
SIGNS = [
    "# ",
    "> ",
    "- ",
    "1. ",
    "---",
    "===",
    "`",
    "*",
    "_",
    "\\",
    "|",
    "[",
    "]",
    "(x)",
    "![",
    "&lt;",
    "!",
    "+",
    "~~",
    ":",
]
WORDS = [
    "word",
    "Tree ",
    "停车位",
    "。",
    "“",
    "ต้นไม้",
    "a_b",
    "_a_",
    " ",
    "\n",
    "&nbsp;",
    " https://a.example/a_b* ",
    "😀",
]
TAGS = [
    "p",
    "div",
    "b",
    "i",
    "em",
    "s",
    "span",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h2",
    "table",
    "tr",
    "td",
    "pre",
    "code",
]
MARKUP = [*(mark for tag in TAGS for mark in (f"<{tag}>", f"</{tag}>")), "<br>", "<o:p>", "<!-- c -->"]
LINK = ["<a href='http://b.example/_x_'>", "</a>"]


@pytest.mark.parametrize(("body", "markdown", "page"), BODIES)
def test_a_body_becomes_what_it_was(body, markdown, page):
    assert to_markdown(body, Writing.HTML) == markdown
    assert render(markdown) == page


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from([*SIGNS, *WORDS, *MARKUP]), max_size=14))
def test_whatever_the_tags_no_letter_is_lost_and_none_is_added(parts):
    said = entities.unescape("".join(part for part in parts if part not in MARKUP))
    assert Page(to_markdown("".join(parts), Writing.HTML)).text == letters(said)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*SIGNS, *WORDS, *LINK, "<b>", "</b>", "<br>", "<span>"]), max_size=12))
def test_links_lose_no_letter_either(parts):
    said = entities.unescape("".join(part for part in parts if not part.startswith("<")))
    assert Page(to_markdown("".join(parts), Writing.HTML)).text == letters(said)


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("3 < 5, R&amp;D and *stars*\n\n2. x", "3 < 5, R&D and \\*stars\\*\n\n2\\. x"),
        ("&lt;p&gt;Whole &lt;b&gt;x&lt;/b&gt;&lt;/p&gt;", "Whole **x**"),
        ("<![CDATA[<p>a</p>]]>", "a"),
        ("<a href='https://x.example/?a=1&copy=2&amp;b=3'>x</a>", "[x](https://x.example/?a=1&copy=2&b=3)"),
        ("<table><tr><td>left<td>right</table>", "left\nright"),
        ("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>", "| a | b |\n| --- | --- |\n| c | d |"),
        (
            "<table><caption>Rows</caption><tr><td>a<td>b<tr><td>c<td>d</table>",
            "Rows\n\n| a | b |\n| --- | --- |\n| c | d |",
        ),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<p>see<iframe src='https://film.example/1'></iframe></p>", "see<https://film.example/1>"),
        ("<a href='https://x.example/'><img src='https://x.example/p.png'></a>", "<https://x.example/>"),
        ("wow!<a href='https://x.example/'>x</a>", "wow\\![x](https://x.example/)"),
        ("<p>10<sup>6</sup> CO<sub>2</sub> 1<sup>st</sup></p>", "10⁶ CO₂ 1st"),
        ("<details><summary>More</summary>text</details>", "More\ntext"),
        ("<b>a</b><i>b</i> <b><p>c</p></b>", "ab\n\nc"),
        ("<p></p><div>&nbsp;</div>", ""),
        ("<p>&#0;a&#x202e;b" + "&#x301;" * 9, "\ufffda" + "b" + "\u0301" * 4),
    ],
)
def test_what_else_comes_is_read_as_it_was_meant(body, markdown):
    assert to_markdown(body, Writing.HTML) == markdown


def test_what_is_deeper_than_a_page_shows_keeps_its_words():
    for tag in ("ul><li", "blockquote", "div", "b", "table><tr><td", "ol"):
        body = "".join(f"<{tag}>word{number}\n" for number in range(300))
        page = Page(to_markdown(body, Writing.HTML))
        assert page.text == "".join(f"word{number}" for number in range(300))
    quoted = Page(to_markdown("<blockquote>a" * 30, Writing.HTML))
    assert "blockquote" in quoted.tags


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<p>",
        "<li>",
        "<td>",
        "<!--",
        '<a "',
        "<style>",
        "<b><i>",
        "</b>",
        "&amp;",
        "<p x=",
        "<ol><li>x",
        "\n",
        "<br>",
    ],
)
def test_no_body_takes_long_however_it_is_made(unit):
    started = time.process_time()
    assert len(to_markdown((unit * LONGEST)[: 2 * LONGEST], Writing.HTML)) <= 10 * LONGEST
    assert time.process_time() - started < 5


def test_a_title_beside_html_has_entities_too_but_no_tags():
    assert to_line("Tom &amp; Ann &amp;lt;b&gt;", Writing.HTML) == "Tom & Ann <b>"
    assert to_line("Tom &amp; Ann", Writing.PLAIN) == "Tom &amp; Ann"
