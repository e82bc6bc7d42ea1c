"""Files in two or four bytes a letter without the mark of their byte order, in any language."""

import random

import pytest

from app.core.errors import Unusable
from app.core.sheets import How, Row, open_sheet
from app.core.sheets.wide import ORDERS, unmarked

WORDS = {
    "zh": "停车场里种一些树夏天太热了大家都想在树荫下停自行车希望明年春天就能开始一二三",
    "th": "ปลูกต้นไม้ในลานจอดรถเพราะหน้าร้อนร้อนเกินไปทุกคนอยากจอดในร่มชญ",
    "ar": "نزرعأشجارافيموقفالسياراتلأنالصيفحارجدا",
    "hi": "पार्किंगमेंपेड़लगाएँक्योंकिगर्मीबहुतहैअआइउ",
    "ru": "посадитедеревьянастоянке",
    "ko": "주차장에나무를심어주세요여름이너무덥습니다",
    "ja": "駐車場に木を植えてください夏はとても暑いので",
    "he": "לטעתעציםבחניה",
    "ka": "დარგეთხეებიპარკინგზე",
    "te": "పార్కింగ్లోచెట్లునాటండి",
    "en": "plant some trees in the car park since summers are hot",
}


def table(language: str, *, rows: int, length: int) -> str:
    words, chance = WORDS[language], random.Random(language)
    cells = (["".join(chance.choices(words, k=length)) for _cell in range(2)] for _row in range(rows))
    return "id,title,body\n" + "".join(f"{n},{one},{two}\n" for n, (one, two) in enumerate(cells, 1))


@pytest.fixture
def path(tmp_path):
    def write(content: bytes):
        found = tmp_path / "a table"
        found.write_bytes(content)
        return found

    return write


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(("rows", "length"), [(1, 12), (3, 2), (40, 1500)])
def test_it_is_recognised_in_every_language(path, order, language, rows, length):
    text = table(language, rows=rows, length=length)
    sheet = open_sheet(path(text.encode(order)))
    assert (sheet.encoding, sheet.is_guess, sheet.columns) == (order, False, ["id", "title", "body"])
    assert [",".join(row.cells.values()) for row in sheet.rows() if isinstance(row, Row)] == text.splitlines()[1:]


@pytest.mark.parametrize("language", WORDS)
def test_names_of_columns_in_the_language_itself_are_enough(path, language):
    text = "\n".join(["\t".join([WORDS[language][:6], WORDS[language][6:12]])] * 30)
    assert open_sheet(path(text.encode("utf-16-be"))).encoding == "utf-16-be"


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("language", ["zh", "th", "en"])
def test_the_name_that_anybody_would_try_reads_it(path, order, language):
    name = order[:6]
    text = table(language, rows=30, length=60)
    assert open_sheet(path(text.encode(order)), How(encoding=name)).encoding == order
    assert open_sheet(path(text.encode(name)), How(encoding=name)).encoding == name


@pytest.mark.parametrize("name", ["utf-16", "utf-32", "U16", "undefined", "idna", "punycode", "rot13"])
def test_a_name_that_does_not_fit_is_a_sentence(path, name):
    with pytest.raises(Unusable) as told:
        open_sheet(path("号\t名".encode("gb18030") + b"\xff" * 7), How(encoding=name))
    assert name in str(told.value)


def test_where_nothing_tells_the_orders_both_are_named(path):
    with pytest.raises(Unusable) as told:
        open_sheet(path("工号".encode("utf-16-le")), How(encoding="utf-16"))
    assert "--encoding utf-16-le or utf-16-be" in str(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"id,title,body\n1,A\0,x\n2,B,y\n",
        b"id;title\n\0\n1;A\n",
        b"id,title\r\n1,N\0l\r\n2,Foo\r\n",
        "id,title\n1,Más\0 árboles\n2,Ü\n".encode(),
        "编号,标题\n1,种\0树\n2,停车\n".encode(),
        "编号,标题\n1,种\0树\n2,停车\n".encode("gb18030"),
        "รหัส,ชื่อ\n1,ต้น\0ไม้\n".encode("cp874"),
    ],
)
def test_a_nul_that_something_lost_makes_no_wide_text(content):
    assert unmarked(content) == ""


@pytest.mark.parametrize("seed", range(40))
def test_a_binary_file_is_none(seed):
    chance = random.Random(seed)
    noise = bytes(chance.choice([0, 0, 10, 13, 44, *range(256)]) for _byte in range(chance.choice([300, 5000])))
    assert unmarked(noise) == ""
