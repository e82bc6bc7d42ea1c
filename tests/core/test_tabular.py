import csv
import unicodedata
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Unusable
from app.core.tabular import CSV_BOM, LONGEST_CELL, Row, csv_line, defused, read_table

quick = settings(max_examples=200, deadline=None)
storable = st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc"]), st.sampled_from("\n\r\t,;\"'"))


def rows(content: bytes | str, **options):
    sheet = read_table(content.encode() if isinstance(content, str) else content, **options)
    assert sheet.errors == []
    return [row.cells for row in sheet.rows]


def faults(content: str) -> list[tuple[int, str]]:
    return [(error.line, error.column) for error in read_table(content.encode()).errors]


class TestDefused:
    @pytest.mark.parametrize(
        "cell",
        [
            *(
                "=1+1",
                "+1",
                "-a",
                "@SUM(A1)",
                "\t=1",
                "\rx",
                "\nx",
                " =1",
                "'=1",
                '"=1',
                "“=1”",
                "\u200b=1",
                "\ufeff=1",
            ),
            *(
                "＝1",
                "＋1",
                "－1",
                "＠x",
                "﹦1",
                "−1",
                "\u00a0\u3000=1",
                "\x00=1",
                "\u202e=1",
                "' \u200d\"@x",
                "-1+1",
                "-1|x",
            ),
        ],
    )
    def test_what_a_spreadsheet_would_run_is_marked_as_text(self, cell):
        assert defused(cell) == "'" + cell

    @pytest.mark.parametrize(
        "cell", ["", "a=b", "-5", "-5.25", "-1e-05", "12", "种树", "ที่", "–", "a@b.example", "'quoted'"]
    )
    def test_what_is_harmless_stays_as_it_is(self, cell):
        assert defused(cell) == cell

    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ("a;=1+1;b", "a;'=1+1;b"),
            ("a; @x", "a;' @x"),
            ("a;\u200b=1", "a;'\u200b=1"),
            ("a;-5", "a;-5"),
            ("a; b", "a; b"),
        ],
    )
    def test_a_formula_behind_a_semicolon_is_marked_as_text(self, cell, shown):
        assert defused(cell) == shown

    @pytest.mark.parametrize(
        ("cell", "shown"), [(None, ""), (-3, "-3"), (-2.5, "-2.5"), (True, "True"), (float("-inf"), "'-inf")]
    )
    def test_values_are_written_as_text(self, cell, shown):
        assert defused(cell) == shown

    @quick
    @given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(";=+-@＝'\"\u200b \t\r\n1")), max_size=12))
    def test_no_cell_begins_a_formula(self, cell):
        pieces, shown = cell.split(";"), defused(cell).split(";")
        assert all(now in {was, "'" + was} for was, now in zip(pieces, shown, strict=True))
        for piece in shown:
            assert piece[:1] not in {"=", "+", "@", "\t", "\r", "\n"}
            assert not piece.startswith("-") or float(piece) <= 0
            assert unicodedata.normalize("NFKC", piece[:1])[:1] not in {"=", "+", "@"}


class TestWriting:
    def test_a_line_follows_the_standard(self):
        assert csv_line(["a,b", 'say "hi"', "x\ny", None, -3, "=1"]) == '"a,b","say ""hi""","x\ny",,-3,\'=1\r\n'

    @quick
    @given(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), min_size=1, max_size=5)
    )
    def test_another_reader_gets_the_same_cells(self, cells):
        assert next(csv.reader(StringIO(csv_line(cells), newline=""))) == [defused(cell) for cell in cells]

    @quick
    @given(st.lists(st.text(storable, max_size=20), min_size=2, max_size=2))
    def test_we_read_what_we_wrote(self, cells):
        content = CSV_BOM + csv_line(["first", "second"]) + csv_line(cells)
        expected = dict(zip(("first", "second"), map(defused, cells), strict=True))
        assert rows(content) == ([expected] if any(cell.strip() for cell in expected.values()) else [])


class TestEncodings:
    TABLE = "工号,姓名,部门\nE1,王小明,物流部\nE2,陈文,财务部\n"
    THAI = "รหัส,ชื่อ,แผนก\nE1,สมชาย ใจดี,คลังสินค้า\nE2,เอกชัย มั่นคง,บัญชี\n"
    SPANISH = "id,título,descripción\n1,Más árboles,El aparcamiento está muy caluroso – 5 €\n"

    @pytest.mark.parametrize(
        ("content", "encoding", "is_guess"),
        [
            (TABLE.encode(), "utf-8", False),
            (TABLE.encode("utf-8-sig"), "utf-8", False),
            (TABLE.encode("utf-16"), "utf-16", False),
            (b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16", False),
            (TABLE.encode("gb18030"), "gb18030", True),
            (THAI.encode("cp874"), "cp874", True),
            (SPANISH.encode("cp1252"), "cp1252", True),
        ],
    )
    def test_a_table_is_read_in_the_encodings_offices_use(self, content, encoding, is_guess):
        sheet = read_table(content)
        written = self.THAI if encoding == "cp874" else self.SPANISH if encoding == "cp1252" else self.TABLE
        assert (sheet.encoding, sheet.is_guess) == (encoding, is_guess)
        assert [",".join(row.cells.values()) for row in sheet.rows] == written.splitlines()[1:]
        assert ",".join(sheet.columns) == written.splitlines()[0]

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
    def test_an_encoding_that_somebody_names_is_no_guess(self, encoding):
        sheet = read_table("工号,姓名\n1,王芳\n".encode(encoding), encoding)
        assert (sheet.encoding, sheet.is_guess, sheet.columns) == (encoding, False, ["工号", "姓名"])
        assert [list(row.cells.values()) for row in sheet.rows] == [["1", "王芳"]]

    @pytest.mark.parametrize("encoding", ["klingon", "rot13", "ascii"])
    def test_an_encoding_that_is_none_or_the_wrong_one_is_refused(self, encoding):
        with pytest.raises(Unusable, match=r"^(There is no encoding called|The encoding of this file)"):
            read_table("a,b\n1,é\n".encode(), encoding)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xef\xbb\xbf",
            b"\r\n\n",
            b"PK\x03\x04 a workbook",
            bytes(range(256)) * 4,
            "a,b\n1,2\n".encode("utf-16-le"),
            b"\xff\xfea",
            "番号,件名\n1,駐車場に木を植える\n".encode("cp932"),
        ],
    )
    def test_what_is_no_table_is_refused_with_a_sentence(self, content):
        with pytest.raises(Unusable, match=r"^[A-Z].*\.$"):
            read_table(content)

    def test_a_few_wrong_bytes_do_not_turn_a_file_into_another_language(self):
        content = ("ชื่อ,x\n" + "สมชาย,1\n" * 5).encode() + b"\xff,2\n"
        with pytest.raises(Unusable, match="line 7"):
            read_table(content)

    def test_a_path_that_is_no_file_is_refused_with_its_name(self, tmp_path):
        with pytest.raises(Unusable, match=r"missing\.csv"):
            read_table(tmp_path / "missing.csv")
        with pytest.raises(Unusable, match="folder"):
            read_table(str(tmp_path))

    def test_a_file_is_read_from_its_path(self, tmp_path):
        (tmp_path / "people.csv").write_bytes(b"a;b\r\n1;2\r\n")
        assert read_table(tmp_path / "people.csv").rows == [Row(2, {"a": "1", "b": "2"})]


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_the_separator_is_seen_in_the_first_line(self, separator):
        sheet = read_table(f"a{separator}b\n1{separator}'2.3 4'\n".encode())
        assert sheet.separator == separator
        assert sheet.rows[0].cells == {"a": "1", "b": "'2.3 4'"}

    def test_separators_inside_quotes_do_not_count(self):
        assert rows('"a;b;c;d","e"\n1,2\n') == [{"a;b;c;d": "1", "e": "2"}]

    def test_one_column_needs_none(self):
        assert rows("name\nAna\n") == [{"name": "Ana"}]


class TestRows:
    def test_a_row_is_known_by_its_first_line(self):
        sheet = read_table(b'a,b\r\n"one\r\ntwo\r\nthree",1\r\n\r\n,\r\nx,2\r\n')
        assert [(row.line, row.cells["b"]) for row in sheet.rows] == [(2, "1"), (7, "2")]

    def test_names_of_columns_are_plain(self):
        sheet = read_table("\u200b Título ,E-Mail  Address,\n1,2,\n".encode())
        assert sheet.columns == ["título", "e-mail address"]
        assert sheet.rows[0].cells == {"título": "1", "e-mail address": "2"}

    def test_a_column_without_a_name_is_left_out(self):
        assert rows(",a,,b\n0,1,x,2\n") == [{"a": "1", "b": "2"}]

    def test_every_ragged_row_is_named(self):
        assert faults("a,b\n1\n1,2\n1,2,3\n1,2,,\n") == [(2, ""), (4, "")]

    def test_a_column_named_twice_is_an_error_and_no_row_is_read(self):
        sheet = read_table(b"a,b,A\n1,2,3\n")
        assert [(error.line, error.column) for error in sheet.errors] == [(1, "a")]
        assert sheet.rows == []

    def test_a_table_without_names_is_an_error(self):
        assert faults("1,2\n3,4\n") == [(1, "")]

    def test_a_nul_is_an_error_of_its_cell(self):
        sheet = read_table(b"first,second\none,t\0wo\nthree,four\n")
        assert [(error.line, error.column) for error in sheet.errors] == [(2, "second")]
        assert [row.line for row in sheet.rows] == [3]

    def test_a_quotation_mark_inside_a_cell_is_an_error_and_reading_goes_on(self):
        sheet = read_table(b'a,b\n"he said "hi" there",1\nx,2\n')
        assert [error.line for error in sheet.errors] == [2]
        assert [row.line for row in sheet.rows] == [3]

    def test_a_quotation_mark_left_open_is_an_error_of_its_line(self):
        assert faults('a,b\n1,2\n"3,4\n5,6\n') == [(3, "")]

    def test_a_quotation_mark_left_open_in_the_first_line_leaves_no_table(self):
        sheet = read_table(b'"a"x,b\n1,2\n')
        assert ([error.line for error in sheet.errors], sheet.rows) == ([1], [])

    def test_an_endless_cell_is_one_error(self):
        assert faults('a,b\n1,"' + "x\n" * LONGEST_CELL) == [(2, "")]

    def test_a_cell_may_be_long(self):
        assert len(rows('a,b\n1,"' + "x" * 500_000 + '"\n')[0]["b"]) == 500_000
