import csv
import unicodedata
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.letters import trimmed
from app.core.sheets import Row, open_sheet
from app.core.tabular import CSV_BOM, csv_line, defused

quick = settings(max_examples=200, deadline=None)
storable = st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc"]), st.sampled_from("\n\r\t,;\"'"))


class TestDefused:
    @pytest.mark.parametrize(
        "cell",
        [
            *(
                "=1+1",
                "+1+1",
                "+1|x",
                "+x",
                "-a",
                "@SUM(A1)",
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
        ("cell", "text"),
        [
            ("\t=1", "'\t'=1"),
            ("x\n=1", "x\n'=1"),
            ("x\r\n-1+1", "x\r\n'-1+1"),
            ("x\t @y;=2", "x\t' @y;'=2"),
            ("one\n\ntwo\tthree", "one\n\ntwo\tthree"),
            ("x\n-5", "x\n-5"),
        ],
    )
    def test_a_program_that_begins_a_cell_elsewhere_finds_no_formula_either(self, cell, text):
        assert defused(cell) == text

    @pytest.mark.parametrize(
        "cell",
        [
            *("", "a=b", "-5", "-5.25", "-1e-05", "12", "+1", "+6681", "+1e5", "-12", "0012", "1E5"),
            *("种树", "ที่", "–", "a@b.example", "'quoted'"),
        ],
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
            assert piece[:1] not in {"=", "@", "\t", "\r", "\n"}
            assert not piece.startswith("-") or float(piece) <= 0
            assert not piece.startswith("+") or float(piece) >= 0
            assert piece[:1] == "+" or unicodedata.normalize("NFKC", piece[:1])[:1] not in {"=", "+", "@"}


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
    def test_we_read_what_we_wrote(self, tmp_path_factory, cells):
        path = tmp_path_factory.getbasetemp() / "written.csv"
        path.write_bytes((CSV_BOM + csv_line(["first", "second"]) + csv_line(cells)).encode())
        expected = dict(zip(("first", "second"), map(defused, cells), strict=True))
        found = [row.cells for row in open_sheet(path).rows() if isinstance(row, Row)]
        assert found == ([expected] if any(map(trimmed, expected.values())) else [])
