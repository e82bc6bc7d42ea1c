import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core.letters import folded
from app.search.analysis import aligned, impacts, runs, singular, tidy


def holds(text: str, question: str) -> bool:
    """Whether a text with these terms answers the question."""
    terms = impacts("", tidy(text)).keys()
    return all(any(terms >= set(need) for need in run.needs) for run in runs(tidy(question)))


CHINESE = "客服每天要打很多电话，才能问清楚退货原因和收货城市长期不变的地址。"
CLAUSE = "才能问清楚退货原因和收货城市长期不变的地址"
THAI = "ลูกค้าหลายคนไม่ทราบเวลานัดส่งสินค้าล่วงหน้าจึงไม่อยู่บ้าน"


@pytest.mark.parametrize("length", [2, 3, 4, 5, 9])
def test_every_part_of_a_chinese_text_finds_it(length):
    parts = [CLAUSE[start : start + length] for start in range(len(CLAUSE) - length + 1)]
    assert [part for part in parts if not holds(CHINESE, part)] == []


def test_a_chinese_word_is_not_found_in_its_characters_apart():
    assert not holds("货物已退", "退货")
    assert not holds("原有一因", "原因")


@pytest.mark.parametrize("question", ["เวลานัดส่ง", "เวลานัด", "นัดส่งสินค้า", "ส่งสินค้า", "ล่วงหน้า", "หลายคนไม่ทราบ"])
def test_thai_words_are_found_inside_longer_text(question):
    assert holds(THAI, question)


@pytest.mark.parametrize(("text", "question"), [("เสียงรบกวนมาก", "บกวน"), ("รถจะมีคนขับ", "จะมี")])
def test_thai_that_the_dictionary_cuts_otherwise_alone_is_found(text, question):
    assert holds(text, question)


def test_a_pair_inside_a_word_weighs_more_than_one_across():
    weights = impacts("", "城市长期")
    assert weights["城市"] > weights["市长"]


def test_a_title_weighs_more_than_text():
    assert impacts("parking", "")["parking"] > impacts("", "parking")["parking"]


def test_a_word_in_a_long_text_weighs_less():
    assert impacts("", "parking " + "word " * 500)["parking"] < impacts("", "parking")["parking"]


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("policies", "policy"),
        ("boxes", "box"),
        ("matches", "match"),
        ("classes", "class"),
        ("bikes", "bike"),
        ("parques", "parque"),
        ("coches", "coche"),
        ("especies", "especie"),
        ("movies", "movie"),
        ("caches", "cache"),
    ],
)
def test_a_plural_is_its_singular(plural, single):
    assert singular(plural) == singular(single)


@pytest.mark.parametrize(
    ("one", "other"), [("mesa", "mes"), ("caro", "car"), ("note", "not"), ("bus", "bu"), ("gas", "ga")]
)
def test_other_words_stay_apart(one, other):
    assert singular(one) != singular(other)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("LAVANDERÍA", "lavanderia"),
        ("Ｐａｒｋ", "park"),
        ("Straße", "strasse"),
        ("Đường", "duong"),
        ("ﬁre", "fire"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("й", "й"),
    ],
)
def test_folding_drops_what_nobody_means(written, meant):
    assert folded(written) == meant


@pytest.mark.parametrize("text", ["Straße ﬁre", "Lavandería ① ½", "İstanbul", CHINESE, THAI, "e\u0301 ｱｲｳ 한국어"])
def test_aligned_text_keeps_every_place(text):
    assert len(aligned(text)) == len(text)


@pytest.mark.parametrize("text", ["Lavandería ÑOÑO", CHINESE, THAI, "ทำน้ำ", "Đường ＡＢＣ"])
def test_aligned_text_is_folded_text_where_letters_stay_single(text):
    assert aligned(tidy(text)) == folded(tidy(text))


def test_kept_text_is_composed_and_without_control_characters():
    assert tidy("e\u0301\x00a\x1fb\u200bc\u202ed\ud800") == "é a bcd "
    assert tidy("น\u0e49\u0e4d\u0e32") == "น้ำ"
    assert unicodedata.is_normalized("NFC", tidy("한국어"))


def test_threads_cut_words_without_disturbing_each_other():
    texts = [THAI[n:] + CHINESE[: n + 5] for n in range(20)] * 10
    alone = [impacts("", text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: impacts("", text), texts)) == alone
