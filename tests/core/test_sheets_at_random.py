"""Whatever is in a table, it is read back as it was written, in whatever form another program wrote it."""

import csv
import json
import re
import tracemalloc
from collections.abc import Iterator
from io import StringIO
from itertools import count, islice
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.letters import trimmed
from app.core.sheets import How, Row, RowError, Sheet, open_sheet
from app.core.sheets.sheet import Record

Table = list[list[str]]
thorough = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLUMNS = ("name", "工号", "แผนก", "e-mail", "note")
SIGNS = ",;\t|\"'\n\r \u00a0\u2028\u200b=-01"
letter = st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), st.sampled_from(SIGNS))
text = st.text(letter, max_size=12)
name = st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1, max_size=8)
separators = st.sampled_from(",;\t|")
ends = st.sampled_from(["\r\n", "\n", "\r"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A header of two names or more and rows of as many cells."""
    width = draw(st.integers(2, len(COLUMNS)))
    rows = draw(st.lists(st.lists(text, min_size=width, max_size=width), max_size=8))
    return [list(COLUMNS[:width]), *rows]


def written(table: Table, separator: str, end: str, quoting: Literal[0, 1] = csv.QUOTE_ALL) -> str:
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(table)
    return out.getvalue()


def placed(table: Table, separator: str, end: str) -> list[Row]:
    """What has to be found: every row in which anything can be seen, where it stands."""
    rows, line = [], 1
    for number, cells in enumerate(table, 1):
        if number > 1 and any(map(trimmed, cells)):
            rows.append(Row(number, line, dict(zip(table[0], cells, strict=True))))
        line += len(re.findall("\r\n|\r|\n", written([cells], separator, end)))
    return rows


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "a table"


class TestDelimited:
    @thorough
    @given(tables(), separators, ends, encodings)
    def test_every_cell_of_a_quoted_table_comes_back_with_its_row_and_line(self, path, table, separator, end, encoding):
        path.write_bytes(written(table, separator, end).encode(encoding))
        sheet = open_sheet(path, How(encoding=encoding))
        assert (sheet.columns, sheet.errors, sheet.separator, sheet.is_guess) == (table[0], [], separator, False)
        assert list(sheet.rows()) == placed(table, separator, end)

    @thorough
    @given(tables(), st.sampled_from(",;"))
    def test_quotes_where_only_they_are_needed_are_enough(self, path, table, separator):
        end = "\r\n"
        path.write_bytes(written(table, separator, end, csv.QUOTE_MINIMAL).encode())
        found = [(row.number, row.cells) for row in open_sheet(path).rows() if isinstance(row, Row)]
        assert found == [(row.number, row.cells) for row in placed(table, separator, end)]

    @thorough
    @given(tables(), st.sampled_from("\t|"))
    def test_a_table_without_quotes_keeps_every_apostrophe_and_inch(self, path, table, separator):
        plain = [table[0], *([re.sub('[\t|\r\n"]', "", cell) + "5'" for cell in row] for row in table[1:])]
        path.write_bytes("".join(separator.join(row) + "\n" for row in plain).encode())
        assert [list(row.cells.values()) for row in open_sheet(path).rows() if isinstance(row, Row)] == plain[1:]

    @thorough
    @given(tables(), separators, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
    def test_what_a_file_is_in_needs_no_word_where_it_says_so_itself(self, path, table, separator, encoding):
        path.write_bytes(written(table, separator, "\r\n").encode(encoding))
        told, untold = open_sheet(path, How(encoding=encoding)), open_sheet(path)
        assert (untold.columns, untold.encoding, untold.is_guess) == (
            told.columns,
            encoding.removesuffix("-sig"),
            False,
        )
        assert list(untold.rows()) == list(told.rows())

    @thorough
    @given(tables(), separators, st.integers(0, 8))
    def test_a_row_with_a_cell_too_many_or_too_few_is_named_and_no_other(self, path, table, separator, at):
        whole = [table[0], *(["x", *row[1:]] for row in table[1:])]
        at, torn = min(at, len(whole)), ["x"] * (len(table[0]) + (1 if at % 2 else -1))
        path.write_bytes(written([*whole[:1], *whole[1:at], torn, *whole[max(at, 1) :]], separator, "\n").encode())
        found = list(open_sheet(path).rows())
        assert [(row.row, row.column) for row in found if isinstance(row, RowError)] == [(max(at, 1) + 1, "")]
        assert [list(row.cells.values()) for row in found if isinstance(row, Row)] == whole[1:]

    @thorough
    @given(st.lists(name, min_size=2, max_size=12))
    def test_columns_of_any_names_are_told_apart(self, path, names):
        path.write_bytes(written([names, [str(number) for number, _name in enumerate(names)]], ",", "\n").encode())
        sheet = open_sheet(path, How(columns=names))
        assert len(set(sheet.columns)) == len(names)
        assert list(sheet.rows())[1:] == [Row(2, 2, dict(zip(sheet.columns, map(str, range(len(names))), strict=True)))]

    @thorough
    @given(st.binary(max_size=300))
    def test_no_bytes_at_all_bring_anything_but_rows_faults_or_a_sentence(self, path, content):
        path.write_bytes(content)
        try:
            found = list(open_sheet(path).rows())
        except Exception as error:
            assert type(error).__name__ == "Unusable" and str(error).endswith("."), repr(error)
        else:
            assert all(isinstance(row, Row | RowError) for row in found)


class TestJson:
    OBJECTS = st.lists(
        st.dictionaries(name, st.one_of(text, st.integers(), st.booleans(), st.none()), max_size=4),
        min_size=2,
        max_size=8,
    )

    @staticmethod
    def shown(given: list[dict[str, object]]) -> list[tuple[int, dict[str, str]]]:
        """Every object in which anything is said, with a cell for each name that any of them has."""
        names = dict.fromkeys(name for one in given for name in one)
        words = {"None": "", "True": "TRUE", "False": "FALSE"}
        found = []
        for number, one in enumerate(given, 1):
            said = {name: one.get(name) for name in names}
            cells = {
                name: value if isinstance(value, str) else words.get(str(value), str(value))
                for name, value in said.items()
            }
            if any(map(trimmed, cells.values())):
                found.append((number, cells))
        return found

    @pytest.mark.parametrize("is_ascii", [True, False])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @thorough
    @given(given=OBJECTS, indent=st.sampled_from([None, 2]))
    def test_a_list_of_objects_comes_back_in_any_layout(self, path, given, indent, is_ascii, mark):
        path.write_text(mark + json.dumps(given, ensure_ascii=is_ascii, indent=indent), "utf-8")
        sheet = open_sheet(path)
        assert (sheet.kind, sheet.errors) == ("json", [])
        assert [(row.number, row.cells) for row in sheet.rows() if isinstance(row, Row)] == self.shown(given)

    @thorough
    @given(given=OBJECTS, gaps=st.lists(st.integers(0, 2), min_size=8, max_size=8))
    def test_an_object_a_line_comes_back_with_its_line(self, path, given, gaps):
        lines = [json.dumps(one, ensure_ascii=False) + "\n" * (1 + gap) for one, gap in zip(given, gaps, strict=False)]
        path.write_text("".join(lines), "utf-8")
        sheet = open_sheet(path)
        found = [row for row in sheet.rows() if isinstance(row, Row)]
        assert (sheet.kind, [(row.number, row.cells) for row in found]) == ("json lines", self.shown(given))
        starts = [1 + sum(line.count("\n") for line in lines[:before]) for before in range(len(lines))]
        assert [row.line for row in found] == [starts[row.number - 1] for row in found]

    @thorough
    @given(given=OBJECTS)
    def test_the_same_objects_are_the_same_rows_however_they_are_wrapped(self, path, given):
        path.write_text(json.dumps(given), "utf-8")
        bare = list(open_sheet(path).rows())
        path.write_text(json.dumps({"total": len(given), "data": {"nodes": given, "more": False}}), "utf-8")
        assert list(open_sheet(path).rows()) == bare


class TestStreaming:
    WIDE = "x" * 4_000

    def endless(self) -> Iterator[Record]:
        yield Record(1, 1, ["name", "note"])
        for number in count(2):
            self.met = number
            yield Record(number, number, [f"Ada {number}", self.WIDE])

    def test_a_row_is_read_when_it_is_asked_for_and_no_sooner(self):
        sheet = Sheet("csv", self.endless)
        sheet.head(())
        rows = sheet.rows()
        assert not hasattr(self, "met")
        assert [row.number for row in islice(rows, 3) if isinstance(row, Row)] == [2, 3, 4] and self.met == 4

    def test_two_passes_at_once_do_not_disturb_each_other(self, path):
        path.write_text("name,note\n" + "".join(f"Ada {number},x\n" for number in range(50)), "utf-8")
        sheet = open_sheet(path)
        pairs = list(zip(sheet.rows(), sheet.rows(), strict=True))
        assert len(pairs) == 50 and all(one == other for one, other in pairs)

    @pytest.mark.parametrize(
        ("form", "start", "line", "end"),
        [
            ("csv", "name,note\n", "Ada,WIDE\n", "Ada,\n"),
            ("json", "[\n", '{"name": "Ada", "note": "WIDE"},\n', '{"name": "Ada"}\n]\n'),
            ("json lines", "", '{"name": "Ada", "note": "WIDE"}\n', '{"name": "Ada"}\n'),
        ],
    )
    def test_memory_does_not_grow_with_the_file(self, path, form, start, line, end):
        path.write_text(start + line.replace("WIDE", self.WIDE) * 2_999 + end, "utf-8")
        tracemalloc.start()
        try:
            sheet = open_sheet(path)
            assert (sheet.kind, sum(1 for _row in sheet.rows())) == (form, 3_000)
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < path.stat().st_size / 2
