"""JSON that is nested without end is told so, in little time and memory."""

import json
import tracemalloc

import pytest

from app.core.errors import Unusable
from app.core.sheets import Row, RowError, encodings, open_sheet
from app.core.sheets.structured import MOST_NESTED


@pytest.fixture
def path(tmp_path):
    def write(text: str):
        found = tmp_path / "deep.json"
        found.write_text(text, "utf-8")
        return found

    return write


DEEP = 100_000
OBJECT = '{"a":' * DEEP + "1" + "}" * DEEP
LIST = "[" * DEEP + "]" * DEEP


@pytest.mark.parametrize(
    "text",
    [
        f'[{{"id": 1, "title": "Lamps"}}, {OBJECT}]',
        f'[{{"id": 1, "title": "Lamps", "more": {OBJECT}}}]',
        f'[{{"id": 1, "more": {LIST}}}]',
        f'{{"items": [{{"id": 1, "more": {LIST}}}]}}',
        OBJECT,
        f"[{OBJECT}",
    ],
    ids=["an object", "in an object", "in a list", "in an answer", "alone", "broken off"],
)
def test_it_ends_with_a_sentence(path, text):
    deep = path(text)
    tracemalloc.start()
    with pytest.raises(Unusable, match="nested too deeply"):
        open_sheet(deep)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000


def test_a_line_among_lines_is_one_bad_row(path):
    rows = list(open_sheet(path(f'{{"id": 1}}\n{{"id": 2}}\n{OBJECT}\n{{"id": 3}}\n')).rows())
    assert [type(row) for row in rows] == [Row, Row, RowError, Row]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
def test_brackets_in_texts_are_none(path, monkeypatch, size):
    monkeypatch.setattr(encodings, "PIECE", size)
    texts = ["[{" * MOST_NESTED, '\\"[' * 400, "\\", '"', '\\\\"{', "}]" * 9, "สวัสดี[" * 400]
    found = [{"id": number, "title": text} for number, text in enumerate(texts)]
    read = open_sheet(path(json.dumps(found)))
    assert [row.cells["title"] for row in read.rows() if isinstance(row, Row)] == texts


def test_what_programs_nest_is_read(path):
    text = '{"a":' * 100 + "1" + "}" * 100
    assert len(list(open_sheet(path(f'[{{"id": 1, "more": {text}}}]')).rows())) == 1
