"""A title made of a body is a whole sentence or ends at a word, and the page does not say it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.letters import clean
from app.imports.texts import Writing, to_markdown
from app.imports.titles import LONGEST_MADE, shortened, title_and_rest
from tests.imports.pages import Page, letters

LONG = "The screen at the entrance has shown the numbers of last year since January, and it should show this year's."
GOES_ON = "会议室总是被占着却没有人来，订了房间的人十分钟不到就应该自动取消，这样其他同事就可以用了，门口再放一个屏幕。"
THAI = "ไฟทางเดินดับมาสามวันแล้ว กรุณาช่วยซ่อมด้วย ใกล้ประตูทิศตะวันออก มีคนสะดุดล้มเมื่อคืนนี้ โชคดีที่ไม่เป็นอะไรมาก"
WORDS = [
    *(
        "The lift",
        " stops",
        " on floor 3",
        ". ",
        "! ",
        "? ",
        ", ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "*",
        "_",
        "# ",
        "Dr. ",
        "Hello,\n",
    ),
    *(
        "电梯停了",
        "三天",
        "。",
        "，",
        "您好！",
        "ลิฟต์เสีย",
        "มาสามวันแล้ว",
        " ",
        "https://x.example/a_b ",
        "👩\u200d👩\u200d👧",
        "e\u0301",
    ),
]
typed = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ("Lift\nIt stops.", "Lift", "It stops."),
        ("Lift", "Lift", ""),
        ("", "", ""),
        ("## Why\n\ntext", "Why", "text"),
        ("**Please** mend _it_\n\nmore", "Please mend it", "more"),
        ("The lift stops today. " + LONG, "The lift stops today.", LONG),
        ("Dr. Lee of no. 5 wrote: it stops. " + LONG, "Dr. Lee of no. 5 wrote: it stops.", LONG),
        (LONG, LONG[:95] + "…", "…" + LONG[96:]),
        (GOES_ON, GOES_ON[:44] + "…", "…" + GOES_ON[44:]),
        ("路灯坏了三天，请尽快修理。" + GOES_ON, "路灯坏了三天，请尽快修理。", GOES_ON),
        (THAI, THAI[:87] + "…", "…" + THAI[88:]),
        ("Good morning,\n\nthe door is stuck.\nAnn", "The door is stuck.", "Good morning,\n\n\nAnn"),
        ("尊敬的领导：您好！" + GOES_ON, GOES_ON[:44] + "…", "尊敬的领导：您好！…" + GOES_ON[44:]),
        ("https://x.example/a\nThe page is down.", "The page is down.", "https://x.example/a"),
        ("See https://x.example/a_b for it\nmore", "See … for it", "See https://x.example/a_b for it\nmore"),
        ("https://x.example/a_b", "https://x.example/a_b", ""),
        ("See [the plan](https://x.example/p)", "See the plan", "See [the plan](https://x.example/p)"),
        ("1\\. one\n2\\. two", "one", "1\\. one\n2\\. two"),
        ("- one\n- two", "one", "- one\n- two"),
        ("1、打印机\n2、屏幕", "打印机", "1、打印机\n2、屏幕"),
        ("3\\. floor: the lift\nstops", "3. floor: the lift", "stops"),
        ("2019\\. was good\n70 * 108 cm", "2019. was good", "70 * 108 cm"),
        ("| a | b |\n| --- | --- |\n\nThe table above.", "The table above.", "| a | b |\n| --- | --- |"),
        ("```\ncode\n```\nThe code above.", "The code above.", "```\ncode\n```"),
        ("> quoted\n\nmore", "quoted", "> quoted\n\nmore"),
        ("Head\n----\ntext", "Head", "Head\n----\ntext"),
        ("Title\n    went on", "Title", "went on"),
    ],
)  # fmt: skip
def test_a_title_is_what_a_body_begins_with(body, title, rest):
    found, left = title_and_rest(body)
    assert (found, left) == (title, rest)


@settings(max_examples=400, deadline=None)
@given(typed)
def test_title_and_body_are_the_text_together(text):
    """Unless the whole body stayed as it was; what is skipped at the beginning comes after the title."""
    body = to_markdown(clean(text, lines=True), Writing.PLAIN)
    title, rest = title_and_rest(body)
    said = letters(title.removesuffix("…"))
    if rest == body:
        assert said.casefold().split("…")[0] in Page(body).text.casefold()
    else:
        left = Page(rest).text if rest else ""
        assert sorted((said + left.replace("…", "")).casefold()) == sorted(Page(body).text.casefold())


@settings(max_examples=400, deadline=None)
@given(typed)
def test_a_title_fits_and_is_cut_in_no_letter(text):
    body = to_markdown(clean(text, lines=True), Writing.PLAIN)
    title, _rest = title_and_rest(body)
    assert len(title) <= LONGEST_MADE
    assert bool(title) == bool(body)
    assert not title.removesuffix("…").endswith(("\u200d", "👩\u200d👩"))


@pytest.mark.parametrize("unit", ["👩\u200d👩\u200d👧", "e\u0301", "นี้", "長", "x"])
def test_one_endless_word_is_cut_between_letters(unit):
    title, rest = title_and_rest(unit * 300)
    kept = title.removesuffix("…")
    assert kept == unit * (len(kept) // len(unit))
    assert kept + rest.removeprefix("…") == unit * 300


def test_what_was_cut_goes_on_on_the_page():
    title, rest = title_and_rest(to_markdown(f"{LONG}\n\nAnn", Writing.PLAIN))
    assert title.endswith("…")
    assert rest.startswith("…")
    assert title.removesuffix("…") + " " + rest.removeprefix("…") == f"{LONG}\n\nAnn"


class TestShortened:
    def test_a_title_that_fits_stays(self):
        assert shortened("x" * 140, "body") == ("x" * 140, "body")

    def test_one_too_long_is_cut_between_words_and_stands_whole_in_the_body(self):
        title, body = shortened("*word* " * 30, "body")
        assert len(title) <= 140
        assert (
            title == "*word* " * 19 + "*word*…"
            if len("*word* " * 19 + "*word*…") <= 140
            else "*word* " * 18 + "*word*…"
        )
        assert Page(body).text == letters("*word* " * 30) + "body"

    def test_a_body_that_begins_with_it_says_it_once(self):
        assert shortened("word " * 29 + "word", "word " * 40)[1] == ("word " * 40)

    @settings(max_examples=200, deadline=None)
    @given(typed, st.integers(20, 140))
    def test_nothing_is_lost(self, text, limit):
        long = clean(text, lines=False)
        title, body = shortened(long, "More.", limit)
        assert len(title) <= limit
        assert Page(body).text.removesuffix("More.") == ("" if title == long else letters(long))
