import re
import unicodedata
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import text
from app.core.text import (
    Written,
    clean,
    excerpt,
    first_line,
    guess_language,
    initials,
    lang_of,
    plain_text,
    render,
    written,
)

ODD = "\u200b\u200d\u200c\u202e\u2066\u2069\u200e \t\n\r\x00\x1c\u2028\ufeff\u0e33\u0e34\u0e49\u0301\u0300e\u3000中aB\u0345\u3099か\U000e0041😀"
typed = st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=40)
quick = settings(max_examples=150, deadline=None)

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


class TestClean:
    @quick
    @given(typed, st.booleans())
    def test_cleaning_twice_is_cleaning_once(self, typing, lines):
        once = clean(typing, lines=lines)
        assert clean(once, lines=lines) == once

    @quick
    @given(typed, st.booleans())
    def test_what_comes_out_can_be_stored(self, typing, lines):
        stored = clean(typing, lines=lines)
        assert unicodedata.is_normalized("NFC", stored)
        assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", stored)
        assert lines or "\n" not in stored

    @pytest.mark.parametrize(
        ("typing", "stored"),
        [
            ("  Plant\ttrees\r\nnow  ", "Plant trees now"),
            ("cafe\u0301", "café"),
            ("a\0b\x07c", "abc"),
            ("exe.\u202egnp.doc", "exe.gnp.doc"),
            ("\ufeff\u200bHello\u200b\u200d", "Hello"),
            ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
            ("क\u094d\u200dष", "क\u094d\u200dष"),
            ("น้ำ", "น้ำ"),
            ("สวัสดี\u200bครับ", "สวัสดี\u200bครับ"),
            ("种树\u3000好", "种树\u3000好"),
            ("half \ud800 pair", "half pair"),
            ("\u200b \u2060\u3164\u2800", ""),
            ("\ufe0f\U000e0041", ""),
            ("❤️", "❤️"),
        ],
    )
    def test_a_title_is_one_plain_line(self, typing, stored):
        assert clean(typing, lines=False) == stored

    @pytest.mark.parametrize(
        ("typing", "stored"),
        [
            ("one  \r\n\r\ntwo\t \rthree\u2028four", "one\n\ntwo\nthree\nfour"),
            ("\n\n    code\n\n", "    code"),
            ("\u3000\u3000第一段\n\u3000\u3000第二段", "\u3000\u3000第一段\n\u3000\u3000第二段"),
            ("a\tb", "a\tb"),
        ],
    )
    def test_a_body_keeps_its_lines_and_indents(self, typing, stored):
        assert clean(typing, lines=True) == stored

    def test_no_letter_carries_a_tower_of_accents(self):
        assert len(clean("Z" + "\u0336\u0321" * 50 + "!", lines=False)) <= 2 + text.MOST_MARKS


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
        assert len(render((unit * text.LONGEST)[: text.LONGEST])) < 10 * text.LONGEST

    def test_a_small_text_cannot_ask_for_a_huge_table(self):
        wide = "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|\n" * 5000
        assert len(render(wide)) < 10 * len(wide)

    def test_an_address_is_not_repeated_by_reference(self):
        assert len(render("[a]: http://" + "x" * 5000 + "\n\n" + "[a]" * 4000)) < 100_000

    def test_addresses_of_every_scheme_count_among_those_that_are_too_many(self):
        assert "<a " in render("ftp://a " * 100 + "http://a.example")
        assert "<a " not in render("ftp://a " * 2_000 + "http://a.example")

    def test_a_text_beyond_every_limit_is_shown_as_typed(self):
        assert render("<b>\n**a**\n\n" + "x" * text.LONGEST).startswith("<p>&lt;b&gt;<br>**a**</p>\n<p>xxx")


class TestPlainText:
    def test_marks_go_and_words_stay(self):
        source = "# Hi *you*\n\n![pic](http://a.example) [x](http://b.example) `c`\nnext\n\n- one\n- two\n\n```py\nx = 1\n```"
        assert plain_text(source) == "Hi you\npic x c\nnext\none\ntwo\nx = 1"

    def test_typed_markup_is_text(self):
        assert plain_text("a <b> & c") == "a <b> & c"


class TestShortening:
    @quick
    @given(typed, st.integers(5, 40))
    def test_an_excerpt_is_never_longer_than_asked(self, typing, limit):
        short = excerpt(clean(typing, lines=True), limit)
        assert len(short) <= limit
        assert "\n" not in short

    def test_a_short_text_is_its_own_excerpt(self):
        assert excerpt("One\n two") == "One two"

    def test_an_excerpt_ends_after_a_whole_word(self):
        assert excerpt("The quick brown, fox jumps", 17) == "The quick brown…"

    def test_an_excerpt_of_thai_ends_between_words(self):
        assert excerpt("ลูกค้าถามเวลานัดส่งสินค้าทุกวัน", 21) == "ลูกค้าถามเวลานัดส่ง…"

    def test_an_excerpt_of_chinese_ends_between_words(self):
        assert excerpt("我们应该在停车场种树", 7) == "我们应该在…"

    def test_a_very_long_word_is_cut_inside_but_not_inside_a_letter(self):
        assert excerpt("x" * 9 + "👩\u200d👩\u200d👧" + "y" * 20, 13) == "x" * 9 + "…"

    def test_a_first_line_is_a_title(self):
        assert first_line("\n\n  Sukhumvit 11 \nThe pavement is full.") == "Sukhumvit 11"

    def test_a_first_line_too_long_for_a_title_is_cut_between_letters(self):
        line = "a" * 39 + "ที่" + "b" * 140
        assert first_line(line) == "a" * 39
        assert first_line("a" * 140) == "a" * 140
        assert first_line(" \n\u200b\n") == ""


class TestLanguages:
    @pytest.mark.parametrize(
        ("written", "tag"),
        [
            ("陈文", "zh-Hans"),
            ("สมชาย ใจดี", "th"),
            ("東京タワーに行く", "ja"),
            ("鲜の每日牛奶放在三楼茶水间的冰箱里", "zh-Hans"),
            ("김민수", "ko"),
            ("شكرا", "ar"),
            ("Ana López", ""),
            ("Excel 表格导出", "zh-Hans"),
            ("ใช้ Excel", "th"),
            ("A printer for 陈文 and her team", ""),
            ("2026-11", ""),
            ("", ""),
        ],
    )
    def test_a_script_gives_its_language_away(self, written, tag):
        assert lang_of(written) == tag

    @pytest.mark.parametrize(
        ("written", "tag"),
        [
            ("La impresora de la tercera planta no funciona", "es"),
            ("Der Drucker im dritten Stock ist kaputt", "de"),
            ("Sửa máy in ở tầng ba giúp mọi người", "vi"),
            ("Please plant more trees in the car park", "en"),
            ("我们应该在停车场种树", "zh-Hans"),
            ("PDF", "th"),
            ("", "th"),
        ],
    )
    def test_a_language_is_named_only_when_it_is_clear(self, written, tag):
        assert guess_language(written, likely="th") == tag


class TestInitials:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            ("陈文", "陈文"),
            ("王小明", "小明"),
            ("山田 太郎", "太郎"),
            ("เอกชัย ใจดี", "อ"),
            ("ไพศาล", "พ"),
            ("สมชาย", "ส"),
            ("Ana María López", "AL"),
            ("élodie", "É"),
            ("ßmith", "S"),
            ("Pat O'Brien (HR)", "PO"),
            ("陈文（HR）", "陈文"),
            ("क्षितिज शर्मा", "क्षि"),
            ("Иван Петров", "ИП"),
            ("  ", "?"),
            ("007", "?"),
        ],
    )
    def test_a_name_is_shortened_as_its_script_would(self, name, letters):
        assert initials(name) == letters

    @quick
    @given(typed)
    def test_there_is_always_something_to_show(self, typing):
        assert initials(clean(typing, lines=False))


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

    def test_the_application_begins_with_its_languages_loaded(self, application):
        text._identifier.cache_clear()
        with TestClient(application):
            assert text._identifier.cache_info().currsize == 1
