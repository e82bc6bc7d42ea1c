"""Workbooks as people bring them: what a cell says, which row it stands in, which worksheet it is of."""

import io
import struct
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Unusable
from app.core.sheets import How, Row, Sheet, open_sheet
from app.core.sheets.trying import is_bearable
from app.core.sheets.workbooks import MOST_BYTES
from tests.imports.examples.example import open_document, workbook

FIRST = "xl/worksheets/sheet1.xml"
PEOPLE = (("name", "email"), ("Ada Wu", "ada@example.com"))
Reader = Callable[..., Sheet]


@pytest.fixture
def read(tmp_path) -> Reader:
    """Opens bytes as a file whose name says nothing."""

    def opened(content: bytes, sheet: str = "", columns: Sequence[str] = (), encoding: str = "") -> Sheet:
        path = tmp_path / "a book"
        path.write_bytes(content)
        return open_sheet(path, How(encoding=encoding, columns=columns, sheet=sheet))

    return opened


def rows(sheet: Sheet) -> list[Row]:
    found = list(sheet.rows())
    assert sheet.errors == [] and all(isinstance(row, Row) for row in found)
    return [row for row in found if isinstance(row, Row)]


def cells(sheet: Sheet) -> list[list[str]]:
    return [list(row.cells.values()) for row in rows(sheet)]


def remade(book: bytes, name: str, *changes: tuple[str, str], **more: str) -> bytes:
    """The book with other words in one of its parts, and with `more` parts."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as was, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for member in was.namelist():
            text = was.read(member).decode()
            for old, new in changes if member == name else ():
                assert old in text
                text = text.replace(old, new)
            made.writestr(member, text)
        for member, text in more.items():
            made.writestr(member, text)
    return out.getvalue()


def of_sheets(**tables: Sequence[Sequence[object]]) -> bytes:
    """A workbook of several worksheets; one whose name ends in `_hidden` or `_veryHidden` is."""
    listed, related, parts = "", "", {}
    for number, (name, table) in enumerate(tables.items(), 1):
        state = name.partition("_")[2] or "visible"
        listed += f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="s{number}"/>'
        related += f'<Relationship Id="s{number}" Type="{OFFICE}/worksheet" Target="worksheets/of{number}.xml"/>'
        with ZipFile(io.BytesIO(workbook(*table))) as one:
            parts[f"xl/worksheets/of{number}.xml"] = one.read(FIRST).decode()
    book = remade(workbook(), "xl/_rels/workbook.xml.rels", ("</Relationships>", f"{related}</Relationships>"))
    alone = '<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
    return remade(book, "xl/workbook.xml", (alone, listed), **parts)


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def compound(name: str, stream: bytes) -> bytes:
    """A file of the old kind, which is a small disk: one sector that says which follows which, one with names."""
    size = max(8, -(-len(stream) // 512))
    header = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, size + 2), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    names = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 2, size * 512)
    return header.ljust(512, b"\xff") + table + names.ljust(512, b"\0") + stream.ljust(size * 512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters, nobody = name.encode("utf-16-le"), 0xFFFFFFFF
    tree = struct.pack("<HBBIII", len(letters) + 2, kind, 1, nobody, nobody, child)
    return letters.ljust(64, b"\0") + tree + struct.pack("<36xIQ", start, size)


def old_workbook(*table: Sequence[str | float]) -> bytes:
    """XLS of 1997: records of a kind, a length and bytes."""
    start = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    named = b"\x06\0Sheet1"
    head = _record(0x809, start)
    listed = struct.pack("<IH", len(head) + 4 + 6 + len(named) + 4, 0) + named
    book = head + _record(0x85, listed) + _record(0x0A, b"")
    book += _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for row, line in enumerate(table):
        for column, value in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                book += _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            else:
                book += _record(0x203, place + struct.pack("<d", value))
    return compound("Workbook", book + _record(0x0A, b""))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


class TestCells:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (7, "7"),
            (7.0, "7"),
            (-3, "-3"),
            (2.5, "2.5"),
            (0.1, "0.1"),
            (10**15, "1000000000000000"),
            ("007", "007"),
            ("1.50", "1.50"),
            ("=1+1", "=1+1"),
            ("  two\n lines & <more> ", "  two\n lines & <more> "),
            (date(2024, 3, 1), "2024-03-01"),
            (date(1999, 12, 31), "1999-12-31"),
            (datetime(2024, 2, 29, 9, 30), "2024-02-29 09:30:00"),  # noqa: DTZ001
            (datetime(2024, 2, 29, 23, 59, 59), "2024-02-29 23:59:59"),  # noqa: DTZ001
        ],
    )
    def test_a_value_is_what_somebody_would_type(self, read, value, shown):
        assert cells(read(workbook(["what", "who"], [value, "Ada"]))) == [[shown, "Ada"]]

    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ('<c t="b"><v>1</v></c>', "TRUE"),
            ('<c t="b"><v>0</v></c>', "FALSE"),
            ('<c t="e"><v>#N/A</v></c>', ""),
            ('<c t="str"><f>A1&amp;"!"</f><v>x!</v></c>', "x!"),
            ("<c><f>1+1</f><v>2</v></c>", "2"),
            ('<c s="2"><v>0.5</v></c>', "12:00:00"),
            ("<c/>", ""),
            ('<c t="d"><v>2024-01-02T03:04:05</v></c>', "2024-01-02 03:04:05"),
        ],
    )
    def test_answers_formulas_mistakes_and_hours_are_read_by_what_they_show(self, read, cell, shown):
        book = remade(workbook(["what", "who"], [99, "Ada"]), FIRST, ("<c><v>99</v></c>", cell))
        assert cells(read(book)) == [[shown, "Ada"]]

    @pytest.mark.parametrize(
        ("kind", "content", "shown"),
        [
            ('float" office:value="2.50', "2,50", "2.5"),
            ('float" office:value="7', "7", "7"),
            ('percentage" office:value="0.25', "25 %", "0.25"),
            ('boolean" office:boolean-value="true', "WAHR", "TRUE"),
            ('boolean" office:boolean-value="false', "เท็จ", "FALSE"),
            ('date" office:date-value="2024-03-01', "01.03.24", "2024-03-01"),
            ('date" office:date-value="2024-03-01T09:30:00', "1 มี.ค. 67", "2024-03-01 09:30:00"),
            ('time" office:time-value="PT09H30M00S', "9.30", "09:30:00"),
            ("string", "one</text:p><text:p>two", "one\ntwo"),
        ],
    )
    def test_an_open_document_is_read_by_its_values_and_not_by_how_they_are_shown(self, read, kind, content, shown):
        change = ('string"><text:p>99', f'{kind}"><text:p>{content}')
        book = remade(open_document(["what", "who"], ["99", "Ada"]), "content.xml", change)
        assert cells(read(book)) == [[shown, "Ada"]]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)), min_size=1, max_size=30))  # noqa: DTZ001
    def test_every_second_of_a_day_comes_as_it_was_written(self, read, moments):
        whole = [moment.replace(microsecond=0) for moment in moments]
        found = cells(read(workbook(["at", "who"], *([moment, "Ada"] for moment in whole))))
        shown = [str(moment.date()) if f"{moment:%H%M%S}" == "000000" else str(moment) for moment in whole]
        assert [at.removesuffix(" 00:00:00") for at, _who in found] == shown

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=30))
    def test_a_whole_number_that_a_spreadsheet_can_hold_never_gets_a_fraction_or_an_exponent(self, read, numbers):
        found = cells(read(workbook(["id", "who"], *([number, "Ada"] for number in numbers))))
        assert [id_ for id_, _who in found] == list(map(str, numbers))


class TestRows:
    BLANK: tuple[str, str] = ("", "")

    @pytest.mark.parametrize("make", [workbook, open_document, old_workbook])
    def test_blank_rows_are_left_out_and_counted(self, read, make):
        sheet = read(make(("name", "unit"), self.BLANK, ("Ada Wu", "物流部"), self.BLANK, self.BLANK, ("Ivo", "คลัง")))
        assert [(row.number, row.line, row.cells["unit"]) for row in rows(sheet)] == [(3, 0, "物流部"), (6, 0, "คลัง")]
        assert (sheet.kind, sheet.encoding, sheet.is_guess, sheet.notes) == ("workbook", "", False, [])

    def test_rows_that_a_workbook_does_not_even_hold_are_counted(self, read):
        numbered = ("<row>", "<row r='1'>"), ("</row><row r='1'>", "</row><row r='40'>")
        [row] = rows(read(remade(workbook(*PEOPLE), FIRST, *numbered)))
        assert (row.number, row.cells["name"]) == (40, "Ada Wu")

    def test_one_blank_row_repeated_in_an_open_document_is_as_many_rows(self, read):
        gap = '<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>'
        last = "<table:table-row>" + '<table:table-cell office:value-type="string"><text:p>Ada Wu'
        [row] = rows(read(remade(open_document(*PEOPLE), "content.xml", (last, gap + last))))
        assert row.number == 9

    @pytest.mark.parametrize("make", [workbook, open_document])
    def test_a_first_column_without_a_name_is_passed_over(self, read, make):
        sheet = read(make(("", "name", "email"), ("", "Ada Wu", "ada@example.com"), ("x", "Ivo", "")))
        assert sheet.columns == ["name", "email"]
        assert cells(sheet) == [["Ada Wu", "ada@example.com"], ["Ivo", ""]]

    @pytest.mark.parametrize("title", [["Staff of 2024"], ["Staff of 2024", "", ""]])
    @pytest.mark.parametrize("make", [workbook, open_document])
    def test_a_title_above_the_table_is_no_header(self, read, make, title):
        sheet = read(make(title, ["", "", ""], ["Name", "Id", "Unit"], ["Ada Wu", "7", "Shop"]))
        assert sheet.columns == ["Name", "Id", "Unit"]
        assert [(row.number, row.cells["Unit"]) for row in rows(sheet)] == [(4, "Shop")]

    def test_a_workbook_without_a_header_takes_the_columns_that_somebody_names(self, read):
        book = workbook([1, date(2024, 1, 1)], [2, date(2024, 1, 2)])
        [error] = read(book).errors
        assert (error.row, error.line) == (1, 0) and "--columns" in error.message
        found = rows(read(book, columns=["id", "on"]))
        assert [(row.number, row.cells["on"]) for row in found] == [(1, "2024-01-01"), (2, "2024-01-02")]

    @pytest.mark.parametrize("make", [workbook, open_document, old_workbook])
    def test_the_same_rows_come_with_every_pass(self, read, make):
        sheet = read(make(*PEOPLE))
        first = next(sheet.rows())
        assert [first] == rows(sheet) == rows(sheet) == [Row(2, 0, dict(zip(*PEOPLE, strict=True)))]


class TestWorksheets:
    def test_the_first_that_is_shown_and_filled_is_read_and_the_others_are_named(self, read):
        book = of_sheets(
            Lists_hidden=[("key", "word")], Codes_veryHidden=[("a", "b")], Cover=[], Staff=PEOPLE, Old=PEOPLE, Notes=[]
        )
        sheet = read(book)
        assert cells(sheet) == [list(PEOPLE[1])]
        [note] = sheet.notes
        assert "“Staff”" in note and "also Old. --sheet" in note

    def test_a_lone_one_beside_hidden_and_empty_ones_needs_no_word(self, read):
        sheet = read(of_sheets(Cover=[], Lists_hidden=[("key", "word")], Staff=PEOPLE))
        assert (sheet.columns, sheet.notes) == (["name", "email"], [])

    @pytest.mark.parametrize("wished", ["Second", "Third_hidden"])
    def test_somebody_may_choose_any_even_a_hidden_one(self, read, wished):
        book = of_sheets(First=PEOPLE, Second=[("id", "Second"), (1, "x")], Third_hidden=[("id", "Third_hidden")])
        sheet = read(book, sheet=wished)
        assert (sheet.columns, sheet.notes) == (["id", wished], [])

    @pytest.mark.parametrize("wished", ["Third", "first", "Second "])
    def test_one_that_is_not_there_is_refused_with_those_that_are(self, read, wished):
        with pytest.raises(Unusable, match=rf"“{wished}”\. It has: First, Second\.$"):
            read(of_sheets(First=PEOPLE, Second=PEOPLE), sheet=wished)

    @pytest.mark.parametrize(
        "book",
        [
            workbook(),
            workbook([]),
            workbook(["", ""], ["", ""]),
            open_document(),
            of_sheets(Lists_hidden=PEOPLE, Cover=[]),
            old_workbook(),
        ],
    )
    def test_a_workbook_that_shows_nothing_is_empty(self, read, book):
        with pytest.raises(Unusable, match=r"^The file is empty\.$"):
            read(book)

    def test_an_encoding_that_somebody_says_means_nothing_to_a_workbook(self, read):
        assert cells(read(workbook(*PEOPLE), encoding="gb18030")) == [list(PEOPLE[1])]


class TestUnusable:
    LOCK = (
        "META-INF/manifest.xml",
        ("</m:manifest>", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></m:manifest>"),
    )

    @staticmethod
    def archive(**members: str) -> bytes:
        out = io.BytesIO()
        with ZipFile(out, "w") as made:
            for name, text in members.items():
                made.writestr(name, text)
        return out.getvalue()

    def test_an_archive_that_is_no_workbook_is_no_table(self, read):
        with pytest.raises(Unusable, match="archive"):
            read(self.archive(**{"readme.txt": "name,email\nAda,ada@example.com\n"}))

    @pytest.mark.parametrize(
        "content",
        [
            archive(**{"xl/workbook.xml": "nonsense"}),
            archive(**{"content.xml": "<office/>"}),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
            compound("Letter", b"Dear all"),
            workbook(*PEOPLE)[:-30],
            workbook(*PEOPLE)[:300],
        ],
        ids=["zip", "text document", "old and broken", "old letter", "cut off", "cut in half"],
    )
    def test_a_broken_one_is_refused_with_a_sentence(self, read, content):
        with pytest.raises(Unusable, match=r"^This .+\.$"):
            read(content)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("staff.xlsx", compound("EncryptedPackage", b"x" * 5000)),
            ("staff.ods", remade(open_document(*PEOPLE), *LOCK)),
        ],
    )
    def test_a_locked_one_says_what_to_do_about_it(self, tmp_path, name, content):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Unusable, match="locked with a password"):
            open_sheet(path)

    def test_one_that_unpacks_to_more_than_memory_bears_is_refused_before_it_is_unpacked(self, read):
        spaces = " " * MOST_BYTES
        small = remade(workbook(*PEOPLE), FIRST, ("<sheetData>", f"<sheetData>{spaces}"))
        assert len(small) < MOST_BYTES / 100
        with pytest.raises(Unusable, match=r"too large .* as CSV"):
            read(small)

    @pytest.mark.parametrize("what", ["rows", "columns"])
    @pytest.mark.parametrize("quote", ['"', "'"])
    def test_one_with_a_row_that_never_ends_is_refused_without_being_tried(self, read, monkeypatch, what, quote):
        def tried(*_given):
            raise AssertionError("this takes half a minute")

        monkeypatch.setattr("app.core.sheets.workbooks.is_bearable", tried)
        many = f"<table:table-row table:number-{what}-repeated={quote}100000000{quote}"
        with pytest.raises(Unusable, match=r"too large .* as CSV"):
            read(remade(open_document(*PEOPLE), "content.xml", ("<table:table-row", many)))

    @pytest.mark.parametrize("cell", ["XFD1048576", "ZZ1048576"])
    def test_one_with_a_cell_at_the_end_of_the_world_is_refused_by_a_process_that_comes_to_harm(self, read, cell):
        far = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'
        book = remade(workbook(*PEOPLE), FIRST, ("</sheetData>", far))
        assert len(book) < 10_000
        with pytest.raises(Unusable, match=r"too large .* as CSV"):
            read(book)

    def test_what_is_bearable_is_a_matter_of_memory(self, tmp_path):
        path = tmp_path / "book"
        path.write_bytes(workbook(*PEOPLE))
        assert is_bearable(path)
        assert not is_bearable(path, memory=1 << 20, seconds=2)

    def test_a_broken_one_is_refused_by_whoever_says_why(self, tmp_path):
        path = tmp_path / "book"
        path.write_bytes(b"\xd0\xcf\x11\xe0" * 1000)
        assert is_bearable(path)

    def test_pictures_in_a_workbook_do_not_make_it_too_large(self, read):
        book = remade(workbook(*PEOPLE), FIRST, **{"xl/media/image1.png": "\0" * (MOST_BYTES + 1)})
        assert cells(read(book)) == [list(PEOPLE[1])]

    def test_an_old_one_is_as_large_as_its_file(self, tmp_path):
        path = tmp_path / "old.xls"
        path.write_bytes(old_workbook(*PEOPLE))
        with path.open("r+b") as file:
            file.truncate(MOST_BYTES + 1)
        with pytest.raises(Unusable, match="too large"):
            open_sheet(path)
