import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.markdown import LONGEST, Written, plain_text, render, running_its_own_way, written

PIECES = [
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "javascript:alert(1)"),
    *("[x](", ")", "![", "](", "<", ">", "`", "**", "|", "|-|", "\n", " ", '"', "'", "&#x6a;avascript:", "&colon;"),
    *("data:text/html,x", "vbscript:x", "http://a.example/", " onclick=x ", "[a]: javascript:x", "<a href=//x>"),
    *("&#x202e;", "style=x", "<!--", "]]>", "\t", "java\nscript:x", "//evil.example", "<http://a.example/>", "# "),
]


SHOWN = {
    *("a", "br", "code", "em", "s", "strong", "blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}


class Marks(HTMLParser):
    """What a browser would make of it: every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def links(markdown: str) -> list[str | None]:
    return [attrs.get("href") for tag, attrs in Marks(render(markdown)).found if tag == "a"]


class TestRender:
    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
    def test_nothing_that_runs_gets_through(self, markdown):
        for tag, attrs in Marks(render(markdown)).found:
            assert tag in SHOWN
            assert attrs.keys() <= {"a": {"href", "rel"}, "ol": {"start"}}.get(tag, set())
            assert re.match("(https?|mailto):", attrs.get("href") or "http:")

    def test_markup_that_was_typed_is_shown(self):
        assert render("<b onclick=x>a</b>") == "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>\n"

    def test_headings_leave_the_first_two_levels_to_the_page(self):
        assert [tag for tag, _ in Marks(render("# a\n## b\n##### c\n\nd\n=")).found] == ["h3", "h4", "h6", "h3"]

    def test_links_lead_nowhere_but_to_the_web_and_to_mail(self):
        assert links(
            "[a](https://a.example) [b](javascript:alert) [c](//b.example) [d](/sign-out) <mailto:e@f.example>"
        ) == [
            "https://a.example",
            "mailto:e@f.example",
        ]

    def test_a_link_gives_its_target_nothing(self):
        assert Marks(render('[a](http://a.example "title")')).found[1] == (
            "a",
            {"href": "http://a.example", "rel": "nofollow noopener noreferrer"},
        )

    def test_written_addresses_become_links_and_file_names_do_not(self):
        assert links("see http://a.example/x?y=1, ana@example.com, readme.md, www.c.example") == [
            "http://a.example/x?y=1",
            "mailto:ana@example.com",
        ]

    def test_a_picture_is_a_link_to_it(self):
        html = render("![the *plan*](https://a.example/p.png) ![](https://a.example/q.png)")
        assert "img" not in html
        assert ">the plan</a>" in html
        assert ">https://a.example/q.png</a>" in html
        assert links("![p](https://a.example/p.png)") == ["https://a.example/p.png"]

    def test_new_lines_tables_and_struck_words_look_as_meant(self):
        assert render("a\nb") == "<p>a<br>\nb</p>\n"
        assert "<s>no</s>" in render("~~no~~")
        assert {"table", "th", "td"} <= {tag for tag, _ in Marks(render("|a|b|\n|-|:-:|\n|1|2|")).found}

    def test_a_note_that_looks_like_a_reference_stays_visible(self):
        assert "tomorrow" in render("[note]: tomorrow")

    def test_a_character_reference_brings_no_reordering_in(self):
        assert "\u202e" not in render("a &#x202e;b http://a.example/%E2%80%AEx") + plain_text("a &#x202e;b")

    @pytest.mark.parametrize("markdown", [">" * 30 + "deep", "".join("  " * n + f"- deep{n}\n" for n in range(30))])
    def test_what_stands_too_deep_is_shown_as_typed(self, markdown):
        assert "deep" in render(markdown)
        assert render(markdown).startswith("<p>")
        assert plain_text(markdown) == markdown

    @pytest.mark.parametrize(
        "unit", ["[", "![", ">", "> ", "*a ", "- ", "`", "|", "<", ":[http://", "[a](", "a@", "//a.b/"]
    )
    def test_repetition_never_makes_much_of_a_text(self, unit):
        assert len(render((unit * LONGEST)[:LONGEST])) < 10 * LONGEST

    def test_a_small_text_cannot_ask_for_a_huge_table(self):
        wide = "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|\n" * 5000
        assert len(render(wide)) < 10 * len(wide)

    def test_an_address_is_not_repeated_by_reference(self):
        assert len(render("[a]: http://" + "x" * 5000 + "\n\n" + "[a]" * 4000)) < 100_000

    def test_addresses_of_every_scheme_count_among_those_that_are_too_many(self):
        assert "<a " in render("ftp://a " * 100 + "http://a.example")
        assert "<a " not in render("ftp://a " * 2_000 + "http://a.example")

    def test_a_text_beyond_every_limit_is_shown_as_typed(self):
        assert render("<b>\n**a**\n\n" + "x" * LONGEST).startswith("<p>&lt;b&gt;<br>**a**</p>\n<p>xxx")


class TestPlainText:
    def test_marks_go_and_words_stay(self):
        source = "# Hi *you*\n\n![pic](http://a.example) [x](http://b.example) `c`\nnext\n\n- one\n- two\n\n```py\nx = 1\n```"
        assert plain_text(source) == "Hi you\npic x c\nnext\none\ntwo\nx = 1"

    def test_typed_markup_is_text(self):
        assert plain_text("a <b> & c") == "a <b> & c"


class TestWritten:
    def test_a_text_is_rendered_and_told_by_its_language(self):
        assert written("种**树**") == Written("种**树**", "<p>种<strong>树</strong></p>\n", "zh-Hans")

    def test_what_stands_beside_it_helps_and_what_was_said_counts_more(self):
        assert written("OK", beside=["ปลูกต้นไม้"]).language == "th"
        assert written("OK", beside=["ปลูกต้นไม้"], language="ja").language == "ja"
        assert written("OK").language == ""

    def test_what_is_written_already_stays_as_it_is(self):
        made = Written("a", "<p>b</p>", "th")
        assert written(made, beside=["种树"], language="ja") is made


class TestDirections:
    def test_each_block_has_its_own_and_what_is_in_it_none(self):
        html = running_its_own_way(
            render("باب\n\n# Gate\n\n- a\n\n  b\n- > c\n\n3. d\n\n> e\n\n```\nf\n```\n\n---\n\n|g|\n|-|\n|h|")
        )
        directed = [tag for tag, attrs in Marks(html).found if attrs.get("dir") == "auto"]
        assert directed == ["p", "h3", "ul", "ol", "blockquote", "pre", "table"]

    def test_nothing_else_of_it_changes(self):
        html = render("[a](http://a.example) <p> &lt;p\n\n1. x\n\n   y\n\n> z")
        assert running_its_own_way(html).replace(' dir="auto"', "") == html
