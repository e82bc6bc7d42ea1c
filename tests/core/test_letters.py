import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import letters
from app.core.letters import MOST_IN_A_ROW, MOST_MARKS, bounded, clean, folded, key, ordered

ODD = "\u200b\u200d\u200c\u202e\u2066\u2069\u200e \t\n\r\x00\x1c\u2028\ufeff\u0e33\u0e34\u0e49\u0301\u0300e\u3000中aB\u0345\u3099か\U000e0041😀"
typed = st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=40)
quick = settings(max_examples=150, deadline=None)


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
        assert len(clean("Z" + "\u0336\u0321" * 50 + "!", lines=False)) <= 2 + letters.MOST_MARKS


SAME = {
    "case": [("Ana Ruiz", "ANA RUIZ"), ("Straße", "STRASSE"), ("Σωκράτης", "ΣΩΚΡΆΤΗΣ"), ("Ёлкин", "ёлкин")],
    "composed and decomposed": [
        ("José", "Jose\u0301"),
        ("김민수", "\u1100\u1175\u11b7\u1106\u1175\u11ab\u1109\u116e"),
        ("がく", "か\u3099く"),
    ],
    "full and half width": [
        ("E１２３", "e123"),
        ("Ａｎａ＠ｘ．ｅｘａｍｐｌｅ", "ana@x.example"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("（总部）", "(总部)"),
    ],
    "spaces": [
        ("Ana\u00a0Ruiz", "Ana Ruiz"),
        ("王\u3000伟", "王 伟"),
        (" Human  Resources ", "Human Resources"),
        ("a\u202fb", "a b"),
    ],
    "no width": [
        ("Sales\u200b", "Sales"),
        ("ฝ่าย\u200bขาย", "ฝ่ายขาย"),
        ("soft\u00adware", "software"),
        ("\ufeffE1", "E1"),
        ("葛\U000e0100", "葛"),
    ],
    "apostrophes": [("O’Neil", "O'Neil"), ("O´Neil", "O'Neil"), ("Oʼneil", "o'neil"), ("L‘Oréal", "l'oreal")],
    "hyphens and dots": [
        ("Ana‑Lena", "Ana-Lena"),
        ("R–D", "r-d"),
        ("阿卜杜·热合曼", "阿卜杜•热合曼"),
        ("ジョン･スミス", "ジョン・スミス"),
    ],
    "Thai SARA AM": [
        ("น้ำ", "น\u0e49\u0e4d\u0e32"),
        ("น้ำ", "น\u0e4d\u0e49\u0e32"),
        ("น้ำ", "น\u0e33\u0e49"),
        ("คำ", "ค\u0e4d\u0e32"),
    ],
    "Thai order": [
        ("ที่", "ท\u0e48\u0e35"),
        ("ผู้", "ผ\u0e49\u0e39"),
        ("พันธุ์", "พันธ\u0e4c\u0e38"),
        ("แผนก", "\u0e40\u0e40ผนก"),
    ],
    "Lao": [("ນ້ຳ", "ນ\u0ec9\u0ecd\u0eb2"), ("ທີ່", "ທ\u0ec8\u0eb5"), ("ແມ່", "\u0ec0\u0ec0ມ່")],
    "Latin accents": [
        ("Émile Żak", "emile zak"),
        ("Łukasz", "lukasz"),
        ("Søren Åberg", "soren aberg"),
        ("Ærø", "aero"),
        ("İIıi", "iiii"),
    ],
    "tone marks": [("Lǐ Wěi", "li wei"), ("lǜ", "lu"), ("Nguyễn Thị Đào", "nguyen thi dao"), ("Trần", "TRAN")],
    "Greek and Russian": [("Αθήνα", "ΑΘΗΝΑ"), ("Артём", "Артем")],
}
OTHER = [
    ("王伟", "王玮"),
    ("张", "張"),
    ("เสือ", "เสื้อ"),
    ("ขาว", "ข้าว"),
    ("かく", "がく"),
    ("カク", "かく"),
    ("й", "и"),
    ("김", "킴"),
    ("อำ", "อา"),
    ("E12", "E１3"),
    ("ana@x.example", "ana@y.example"),
    ("Ann", "An"),
    ("Ana Ruiz", "AnaRuiz"),
    ("O'Neil", "ONeil"),
    ("क्ष", "कष"),
    ("هند", "هندا"),
]


class TestBounded:
    @given(st.lists(st.sampled_from(["a", "\u0301", "\u0316", "\u302f", "\U0001d165", "ก", "ิ"]), max_size=120))
    def test_no_letter_keeps_more_marks_than_unicode_expects(self, chars):
        text = "".join(chars)
        runs = [len(run) for run in re.findall("[\u0301\u0316\u302f\U0001d165]+", bounded(text))]
        assert max(runs, default=0) <= MOST_IN_A_ROW
        if all(len(run) <= MOST_IN_A_ROW for run in re.findall("[\u0301\u0316\u302f\U0001d165]+", text)):
            assert bounded(text) == text

    def test_marks_beyond_number_are_gone_before_anything_is_put_in_order(self):
        typed = "a" + "\u0301" * 400_000 + "\u0316" * 400_000
        assert len(clean(typed, lines=False)) <= 1 + MOST_MARKS
        assert len(folded(typed)) <= 1 + MOST_IN_A_ROW


class TestKey:
    @pytest.mark.parametrize(("one", "other"), [pair for pairs in SAME.values() for pair in pairs])
    def test_spellings_of_the_same_have_one_key(self, one, other):
        assert key(one) == key(other)

    @pytest.mark.parametrize(("one", "other"), OTHER)
    def test_what_is_not_the_same_stays_apart(self, one, other):
        assert key(one) != key(other)

    @pytest.mark.parametrize(
        ("typed", "kept"), [("ñ", "n"), ("ทำงาน", "ทำงาน"), ("한국어", "한국어"), ("й", "й"), ("\u200b \u3164", "")]
    )
    def test_a_key_is_written_in_its_own_script(self, typed, kept):
        assert key(typed) == kept

    @settings(max_examples=400, deadline=None)
    @given(st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD + "เแ่ีำูńß’´ёάﬁＡ")), max_size=20))
    def test_a_key_is_its_own_key_in_one_line(self, typing):
        made = key(typing)
        assert key(made) == made
        assert len(made.splitlines()) <= 1
        assert made == made.strip()

    @pytest.mark.parametrize("code", range(0x0, 0x30000, 0x3000))
    def test_every_letter_folds_once(self, code):
        letters = [chr(one) for one in range(code, code + 0x3000) if not 0xD800 <= one < 0xE000]
        assert [one for one in letters if folded(folded(one)) != folded(one)] == []


class TestOrdered:
    def test_only_what_was_typed_in_another_order_changes(self):
        for word in ("น้ำดื่มฟรี ที่ชั้น 3", "เสือ เสื้อ พันธุ์", "สำนักงานใหญ่", "ນ້ຳ ທີ່ ແມ່", "plain", "中文"):
            assert ordered(word) == word
