import json
import os
from pathlib import Path

import pytest

from app.core.errors import Unusable
from app.core.sheets import How, Row, RowError, Sheet, open_sheet
from app.core.sheets.delimited import LONGEST_CELL
from app.core.sheets.sheet import MOST_COLUMNS


@pytest.fixture
def read(tmp_path):
    """Opens a file with this content, which is not known by its name."""

    def opened(content: bytes | str, encoding: str = "", columns: tuple[str, ...] = ()) -> Sheet:
        path = tmp_path / "a table"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_sheet(path, How(encoding=encoding, columns=columns))

    return opened


def rows(sheet: Sheet) -> list[Row]:
    return [row for row in sheet.rows() if isinstance(row, Row)]


def cells(sheet: Sheet) -> list[dict[str, str]]:
    assert faults(sheet) == []
    return [row.cells for row in rows(sheet)]


def faults(sheet: Sheet) -> list[tuple[int, str]]:
    """Row and column of everything that is wrong."""
    found = [*sheet.errors, *(row for row in sheet.rows() if isinstance(row, RowError))]
    return [(error.row, error.column) for error in found]


class TestEncodings:
    TABLE = "工号,姓名,部门\nE1,王小明,物流部\nE2,陈文,财务部\n"
    TRADITIONAL = "工號,姓名,部門\nE1,陳大文,資訊處\nE2,林小美,業務處\n"
    THAI = "รหัส,ชื่อ,แผนก\nE1,สมชาย ใจดี,คลังสินค้า\nE2,เอกชัย มั่นคง,บัญชี\n"
    SPANISH = "id,título,descripción\n1,Más árboles,El aparcamiento está muy caluroso – 5 €\n"
    JAPANESE = "番号,件名,本文\n1,駐車場に木を植える,夏はとても暑いので、日かげがほしい。\n"
    KOREAN = "번호,제목,내용\n1,주차장에 나무 심기,여름에 너무 덥습니다.\n"

    @pytest.mark.parametrize(
        ("table", "written", "encoding", "is_guess"),
        [
            (TABLE, "utf-8", "utf-8", False),
            (TABLE, "utf-8-sig", "utf-8", False),
            (TABLE, "utf-16", "utf-16", False),
            (TABLE, "utf-16-le", "utf-16-le", False),
            (TABLE, "utf-16-be", "utf-16-be", False),
            (TABLE, "gb18030", "gb18030", True),
            (TRADITIONAL, "big5", "big5", True),
            (THAI, "cp874", "cp874", True),
            (SPANISH, "cp1252", "cp1252", True),
            (JAPANESE, "cp932", "cp932", True),
            (KOREAN, "cp949", "cp949", True),
        ],
    )
    def test_a_table_is_read_in_the_encodings_offices_use(self, read, table, written, encoding, is_guess):
        sheet = read(table.encode(written))
        assert (sheet.encoding, sheet.is_guess) == (encoding, is_guess)
        assert [",".join(row.values()) for row in cells(sheet)] == table.splitlines()[1:]
        assert ",".join(sheet.columns) == table.splitlines()[0]

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
    def test_an_encoding_that_somebody_names_is_no_guess(self, read, encoding):
        sheet = read("工号,姓名\n1,王芳\n".encode(encoding), encoding)
        assert (sheet.encoding, sheet.is_guess, sheet.columns) == (
            encoding.removesuffix("-sig"),
            False,
            ["工号", "姓名"],
        )
        assert [list(row.values()) for row in cells(sheet)] == [["1", "王芳"]]

    @pytest.mark.parametrize("encoding", ["klingon", "rot13", "ascii"])
    def test_an_encoding_that_is_none_or_the_wrong_one_is_refused(self, read, encoding):
        with pytest.raises(Unusable, match=r"^(There is no encoding called|The file is not in the encoding)"):
            read("a,b\n1,é\n", encoding)

    def test_the_wrong_encoding_is_refused_with_those_that_would_do(self, read):
        with pytest.raises(Unusable, match=r"--encoding .*cp932"):
            read(self.JAPANESE.encode("cp932"), "utf-8")

    def test_letters_of_no_language_name_the_option_and_what_it_takes(self, read):
        with pytest.raises(Unusable, match=r"--encoding: .+ \(.+\)\.$"):
            read(b"a,b\n1," + bytes([0x82, 0xA0, 0x20, 0xFC, 0x20, 0xF5, 0x20, 0xEB, 0x20]) * 3 + b"\n")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xef\xbb\xbf",
            b"\r\n\n",
            b"PK\x03\x04 an archive",
            bytes(range(256)) * 4,
            b"\xff\xfea",
            b"\xd0\xcf\x11\xe0 half a workbook",
            b"%PDF-1.7 a paper",
        ],
    )
    def test_what_is_no_table_is_refused_with_a_sentence(self, read, content):
        with pytest.raises(Unusable, match=r"^[A-Z].*\.$"):
            read(content)

    def test_a_few_wrong_bytes_do_not_turn_a_file_into_another_language(self, read):
        with pytest.raises(Unusable, match="line 7"):
            read(("ชื่อ,x\n" + "สมชาย,1\n" * 5).encode() + b"\xff,2\n")

    def test_a_path_that_is_no_file_is_refused_with_its_name(self, tmp_path):
        with pytest.raises(Unusable, match=r"missing\.csv"):
            open_sheet(tmp_path / "missing.csv")
        with pytest.raises(Unusable, match="folder"):
            open_sheet(Path(tmp_path))


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_the_separator_is_seen_in_the_first_line(self, read, separator):
        sheet = read(f"a{separator}b\n1{separator}'2.3 4'\n")
        assert sheet.separator == separator
        assert cells(sheet) == [{"a": "1", "b": "'2.3 4'"}]

    def test_separators_inside_quotes_do_not_count(self, read):
        assert cells(read('"a;b;c;d","e"\n1,2\n')) == [{"a;b;c;d": "1", "e": "2"}]

    def test_one_column_needs_none(self, read):
        assert cells(read("name\nAna\n")) == [{"name": "Ana"}]

    @pytest.mark.parametrize(("said", "encoding"), [("sep=;", "utf-8"), ("sep=;", "utf-16"), ('"sep=;"', "utf-8-sig")])
    def test_a_first_line_that_says_the_separator_is_obeyed_and_not_counted(self, read, said, encoding):
        sheet = read(f"{said}\r\nemployee_id;name,first\r\n00200;Ivo\r\n".encode(encoding))
        [row] = rows(sheet)
        assert (row.number, row.line) == (2, 3)
        assert row.cells == {"employee_id": "00200", "name,first": "Ivo"}

    def test_quotation_marks_between_tabs_stay_where_a_program_left_them_so(self, read):
        sheet = read('id\ttitle\tbody\n1\tA "quoted" word\t"open\n2\tb\tc\n')
        assert [row["body"] for row in cells(sheet)] == ['"open', "c"]

    def test_quoted_cells_between_tabs_lose_their_marks(self, read):
        sheet = read('id\tbody\n1\t"two\nlines, ""said"""\n2\tc\n')
        assert [row["body"] for row in cells(sheet)] == ['two\nlines, "said"', "c"]


class TestRows:
    def test_a_row_has_the_number_of_a_spreadsheet_and_the_line_of_the_text(self, read):
        sheet = read(b'a,b\r\n"one\r\ntwo\r\nthree",1\r\n\r\n,\r\nx,2\r\n')
        assert [(row.number, row.line, row.cells["b"]) for row in rows(sheet)] == [(2, 2, "1"), (5, 7, "2")]

    def test_the_same_rows_can_be_read_again(self, read):
        sheet = read("a,b\n1,2\n3,4\n")
        assert cells(sheet) == cells(sheet) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]

    def test_names_of_columns_are_in_one_line_without_what_cannot_be_seen(self, read):
        sheet = read("\u200b Título ,E-Mail  Address,\n1,2,\n")
        assert sheet.columns == ["Título", "E-Mail Address"]
        assert cells(sheet) == [{"Título": "1", "E-Mail Address": "2"}]

    def test_a_column_without_a_name_is_left_out(self, read):
        assert cells(read(",a,,b\n0,1,x,2\n")) == [{"a": "1", "b": "2"}]

    def test_every_ragged_row_is_named(self, read):
        assert faults(read("a,b\n1\n1,2\n1,2,3\n1,2,,\n")) == [(2, ""), (4, "")]

    def test_the_second_column_of_a_name_is_numbered(self, read):
        assert cells(read("a,b,A\n1,2,3\n")) == [{"a": "1", "b": "2", "A 2": "3"}]

    def test_a_lone_title_above_the_table_is_passed_over(self, read):
        sheet = read("Staff of 2024;;\n;;\nName;Email;ID\nAda;ada@example.com;7\n")
        assert sheet.columns == ["Name", "Email", "ID"]
        assert [row.number for row in rows(sheet)] == [4]

    @pytest.mark.parametrize("first", ["1,2\n", "1,Lift,2024-01-02,4\n", "ada@example.com,7\n"])
    def test_a_first_row_of_data_is_an_error_that_names_the_option(self, read, first):
        sheet = read(first * 2)
        assert faults(sheet) == [(1, "")]
        assert "--columns" in sheet.errors[0].message

    def test_columns_can_be_named_for_a_file_that_does_not(self, read):
        sheet = read("1,Lift\n2,Door\n", columns=("id", "title"))
        assert [(row.number, row.cells) for row in rows(sheet)] == [
            (1, {"id": "1", "title": "Lift"}),
            (2, {"id": "2", "title": "Door"}),
        ]

    def test_a_nul_is_an_error_of_its_cell(self, read):
        sheet = read(b"first,second\none,t\0wo\nthree,four\n")
        assert faults(sheet) == [(2, "second")]
        assert [row.number for row in rows(sheet)] == [3]

    def test_a_quotation_mark_inside_a_cell_is_an_error_and_reading_goes_on(self, read):
        sheet = read(b'a,b\n"he said "hi" there",1\nx,2\n')
        assert faults(sheet) == [(2, "")]
        assert [row.number for row in rows(sheet)] == [3]

    def test_what_cannot_be_read_is_kept_as_it_stood(self, read):
        sheet = read('a,,b\n1\n2,u,3,4\n5,u,6\0\n"7"x,u,8\n9,"u,8\n7,"u",8\n10,"u,8\n')
        errors = [row for row in sheet.rows() if isinstance(row, RowError)]
        assert [error.cells for error in errors] == [("1", ""), ("2", "3", "4"), ("5", "6\0"), (), (), ()]
        assert [error.text for error in errors[3:]] == ['"7"x,u,8', '9,"u,8\n7,"u",8', '10,"u,8']
        assert [error.ends for error in errors] == [False] * 5 + [True]

    def test_a_quotation_mark_left_open_is_an_error_of_its_line(self, read):
        assert faults(read('a,b\n1,2\n"3,4\n5,6\n')) == [(3, "")]

    def test_a_quotation_mark_left_open_in_the_first_line_leaves_no_table(self, read):
        sheet = read(b'"a"x,b\n1,2\n')
        assert (faults(sheet), rows(sheet)) == ([(1, "")], [])

    def test_an_endless_cell_is_one_error(self, read):
        assert faults(read('a,b\n1,"' + "x\n" * LONGEST_CELL)) == [(2, "")]

    def test_a_cell_may_be_long(self, read):
        assert len(cells(read('a,b\n1,"' + "x" * 500_000 + '"\n'))[0]["b"]) == 500_000


class TestJson:
    def test_a_list_of_objects_is_a_table_of_every_name_in_them(self, read):
        sheet = read(
            '[{"number": 1, "user": {"login": "ada"}, "labels": [{"name": "bug"}, {"name": "ui"}]}, {"t": null, "number": 2}]'
        )
        assert sheet.kind == "json"
        assert cells(sheet) == [
            {"number": "1", "user.login": "ada", "labels": "bug, ui", "t": ""},
            {"number": "2", "user.login": "", "labels": "", "t": ""},
        ]

    def test_the_longest_list_inside_an_answer_is_the_table(self, read):
        sheet = read('{"users": [{"id": 1}], "list": {"topics": [{"id": 5, "title": "q"}, {"id": 6, "title": "r"}]}}')
        assert [row["title"] for row in cells(sheet)] == ["q", "r"]

    @pytest.mark.parametrize(
        "content",
        [
            '{"data": {"items": [{"a": 1}, {"a": 2}]}}',
            '{"data": {"item": [{"a": 1}, {"a": 2}]}}',
            '{"item": [{"a": 1}, {"a": 2}]}',
            '{"item": {"b": 1}, "rows": [{"a": 1}, {"a": 2}]}',
            '{"items": [{"b": [{"c": 1}, {"c": 2}, {"c": 3}], "a": 1}, {"a": 2}]}',
        ],
    )
    def test_a_list_is_found_whatever_it_and_other_parts_are_called(self, read, content):
        assert [row["a"] for row in cells(read(content))] == ["1", "2"]

    def test_an_object_a_line_is_a_row_and_a_line_that_is_none_an_error(self, read):
        sheet = read('{"a": 1.50, "b": true}\n\n{"a": 2}\nnonsense\n')
        assert sheet.kind == "json lines"
        assert [(row.number, row.line, row.cells["a"]) for row in rows(sheet)] == [(1, 1, "1.50"), (2, 3, "2")]
        assert faults(sheet) == [(3, "")]

    def test_comments_inside_an_object_stay_as_they_are_for_whoever_can_read_them(self, read):
        [row] = cells(read('[{"id": 1, "comments": [{"body": "Yes", "author": "Ada"}]}]'))
        assert row["comments"] == '[{"body": "Yes", "author": "Ada"}]'

    @pytest.mark.parametrize("content", ['[{"a": 1}, {"b"', '{"a": 1}', "[]", '{"a": ['])
    def test_broken_json_and_json_without_a_list_is_refused_with_a_sentence(self, read, content):
        with pytest.raises(Unusable, match=r"^[A-Z].*JSON.*\.$|^The file is empty\.$"):
            rows(read(content))

    def test_half_a_letter_is_no_part_of_a_name_or_a_cell(self, read):
        sheet = read('{"k\\ud800": "b", "tags": ["\\ud800x"], "of": [{"body": "\\ud800", "n": 1}]}\n{"a": 1}\n')
        assert sheet.columns == ["k?", "tags", "of", "a"]
        assert list(rows(sheet)[0].cells.values()) == ["b", "?x", '[{"body": "?", "n": 1}]', ""]

    def test_what_is_nested_without_end_is_refused_and_in_a_line_that_line(self, read):
        deep = '{"a":' * 2_000 + "1" + "}" * 2_000
        with pytest.raises(Unusable, match="nested too deeply"):
            read(f'[{{"a": {deep}}}]')
        assert faults(read(f'{{"a": 1}}\n{{"a": 2}}\n{deep}\n')) == [(3, "")]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", '[{"a": 1}]'])
def test_only_a_workbook_has_worksheets(tmp_path, content):
    file = tmp_path / "a table"
    file.write_text(content)
    with pytest.raises(Unusable, match=r"^This is not a workbook, so it has no worksheet “Two”\.$"):
        open_sheet(file, How(sheet="Two"))


def test_no_two_columns_are_called_alike_whatever_the_file_calls_them(read):
    sheet = read("a,a,a 2,A,a 2\n1,2,3,4,5\n")
    assert sheet.columns == ["a", "a 3", "a 2", "A 4", "a 2 2"]
    assert cells(sheet) == [dict(zip(sheet.columns, "12345", strict=True))]


def test_what_is_no_file_is_said_to_be_none():
    with pytest.raises(Unusable, match=r"is not a file, and a table is read more than once\."):
        open_sheet(Path(os.devnull))


def test_columns_that_have_nothing_are_told(tmp_path):
    file = tmp_path / "given.json"
    file.write_text('[{"answer": null, "a": " "}, {"answer": {"en": "Yes."}, "a": ""}]')
    assert open_sheet(file).blank == {"answer", "a"}


class TestHostileJson:
    @pytest.mark.parametrize(
        ("value", "why"),
        [
            ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
            ('{"a": ' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
            ("9" * 10_000, "number that no program"),
        ],
    )
    @pytest.mark.parametrize(
        "around", ['[{"id": 1, "x": %s}]', '{"list": [{"id": 1, "x": %s}]}', '{"id": 1, "x": %s}\n' * 2]
    )
    def test_what_would_end_the_parser_is_refused_with_a_sentence(self, read, value, why, around):
        with pytest.raises(Unusable, match=why):
            rows(read(around % ((value,) * around.count("%s"))))

    def test_half_of_a_letter_is_refused_with_a_sentence(self, read):
        with pytest.raises(Unusable, match="cannot be read"):
            rows(read('[{"id": 1, "x": "\\udfff"}]'))

    def test_what_stands_deep_in_a_line_is_a_row_or_refused(self, read):
        for deep in range(800, 1000, 10):
            line = '{"id": 1, "x": %s}\n' % ("[" * deep + "]" * deep)
            try:
                assert len(list(read('{"id": 1, "x": 1}\n' * 2 + line).rows())) == 3
            except Unusable as refusal:
                assert "nested too deeply" in str(refusal)


def test_more_columns_than_any_program_gives_out_are_refused(read):
    names = [f"name {number}" for number in range(MOST_COLUMNS + 1)]
    assert len(read(",".join(names[1:])).columns) == MOST_COLUMNS
    for content in (",".join(names), json.dumps([{name: "x"} for name in names])):
        with pytest.raises(Unusable, match="more than 2000 columns"):
            read(content)
