import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.letters import clean
from app.core.shortening import excerpt, initials

ODD = "\u200b\u200d\u200c\u202e\u2066\u2069\u200e \t\n\r\x00\x1c\u2028\ufeff\u0e33\u0e34\u0e49\u0301\u0300e\u3000中aB\u0345\u3099か\U000e0041😀"
typed = st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=40)
quick = settings(max_examples=150, deadline=None)


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

    def test_emoji_in_front_change_nothing_about_that(self):
        assert excerpt("😀😀 The quick brown fox", 16) == "😀😀 The quick…"
        assert excerpt("e\u0301" * 20, 10) == "e\u0301" * 4 + "…"


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
