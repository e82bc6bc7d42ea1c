"""Files that are taken out, opened in LibreOffice: no cell is a formula, and every word is what was typed."""

import csv
from io import StringIO
from typing import Any

import pytest

from app.core.tabular import CSV_BOM, csv_line, defused
from app.credits.models import Party
from app.people import commands as people
from app.people.queries import colleague
from app.recognition import commands as recognition
from tests.makers import an_idea
from tests.offices import COMMA, SEMICOLON, TAB, found, opened

pytestmark = [pytest.mark.sqlite, pytest.mark.skipif(not found(), reason="no LibreOffice here; --long fetches it")]
FORMULAS = [
    *("=1+1", "+1+1", "-1+1", "=A1", "+A1", "-A1", "=SUM(1;2)", "=SUM(1,2)", "=-1", "=+1", "==1", "=(1)", "={1}"),
    *('=HYPERLINK("https://evil.example";"x")', '=HYPERLINK("https://evil.example","x")', '=WEBSERVICE("https://e.example")'),
    *("=DDE(\"soffice\";\"/etc/passwd\";\"A1\")", "=cmd|' /C calc'!A0", "@SUM(1+1)", "=@SUM(1)", "+cmd|'x'!A1", "-2+3+cmd|'x'!A0"),
    *("=IMPORTXML(1,2)", "=now()", "=TODAY()", "=RAND()", "=1;=1", "a;=1+1", "x;+1+1", "1;-A1;=2", '";=1+1', '=1&"a"'),
    *("\t=1+1", " =1+1", "\r=1+1", "\n=1+1", "'=1+1", '"=1+1', "\u200b=1+1", "\ufeff=1+1", "\u00a0=1+1", "\u3000=1+1"),
    *("＝1+1", "﹦1+1", "＋1+1", "－1+1", "−1+1", "＠SUM(1)", "=1+1\tx", "x\t=1+1", "x\n=1+1", "=\"x\"", "=TRUE()", "=1e1+1"),
    *("=INDIRECT(\"A1\")", "=FILTERXML(1;2)", "=FORMULA(A1)", "=$A$1", "=R1C1", "=#REF!", "=Sheet1.A1", "='file:///etc/passwd'#$x.A1"),
]  # fmt: skip
PLAIN = ["-5", "+1", "12", "1e5", "0012", "a=b", "1-2", "you & me", "“quoted”", "种树", "ปลูก", "x@y.example", "5% off"]


def formulas(rows):
    return [text for row in rows for formula, text in row if formula]


@pytest.fixture
def unguarded(tmp_path):
    def write(name, lines):
        (tmp_path / name).write_text(CSV_BOM + "".join(lines), encoding="utf-8", newline="")
        return tmp_path / name

    return write


def test_a_file_that_nobody_guarded_gives_formulas(unguarded):
    """What the others would find, if there were anything to be found."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([one] for one in FORMULAS)
    assert len(formulas(opened(unguarded("raw.csv", [out.getvalue()])))) >= 20


def as_seen(cell):
    """A cell as a spreadsheet shows it, where lines end in one way."""
    return defused(cell).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("separator", [COMMA, SEMICOLON, TAB], ids=["comma", "semicolon", "tab"])
def test_no_cell_is_a_formula_however_the_file_is_parted(unguarded, separator):
    lines = [csv_line([f"n{number}", one, "end"]) for number, one in enumerate([*FORMULAS, *PLAIN])]
    rows = opened(unguarded(f"guarded-{separator}.csv", lines), separator=separator)
    assert formulas(rows) == []
    if separator == COMMA:
        seen = {row[0][1]: row[1][1] for row in rows}
        wrong = {one: seen.get(f"n{n}") for n, one in enumerate(FORMULAS) if seen.get(f"n{n}") != as_seen(one)}
        assert wrong == {}


@pytest.fixture
def telling(store, cast, here):
    """A company whose people type formulas wherever they may."""
    with store.writing() as db:
        lea = colleague(db, cast.lea)
        for number, word in enumerate(FORMULAS):
            unit = people.add_department(db, name=f"{word}{number:03}"[:80], code=f"{word}#{number}"[:40])
            about: dict[str, Any] = {
                "title": word[:80],
                "employee_id": f"{word} {number}"[:60],
                "department_id": unit.id,
            }
            one = people.add_person(db, name=word, email=f"p{number}@x.example", **about)
            recognition.thank(db, giver=lea, receivers=[(Party.PERSON, one.id)], message=word)
    for word in FORMULAS[::2]:
        an_idea(store, by=cast.ana, title=word)
    return cast


def test_files_that_are_taken_out_hold_no_formula(byline, telling, as_, tmp_path):
    byline("export", "people", tmp_path / "people.csv")
    byline("invite", "--all", "--out", tmp_path / "links.csv")
    asked = {"since": "1970-01-01", "until": "2100-12-31", "purpose": "The yearly review."}
    (tmp_path / "records.csv").write_bytes(as_(telling.hana).post("/records.csv", data=asked).content)
    (tmp_path / "mine.csv").write_bytes(as_(telling.ana).get("/me/record.csv").content)
    for name, separator in (("people", SEMICOLON), ("records", COMMA), ("records", SEMICOLON), ("mine", TAB)):
        rows = opened(tmp_path / f"{name}.csv", separator=separator)
        assert (formulas(rows), len(rows) > 20) == ([], True), (name, separator)
    rows, links = opened(tmp_path / "people.csv"), opened(tmp_path / "links.csv")
    assert formulas([*rows, *links]) == []
    names = {row[1][1] for row in rows}
    assert [word for word in FORMULAS if as_seen(word) not in names] == []
