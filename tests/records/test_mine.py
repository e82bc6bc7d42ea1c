import csv
import re
from io import StringIO

from app.core.subjects import Subject
from app.core.tabular import CSV_BOM
from app.credits import commands as credits

ONWARD = r'href="(/me/record\?after=[^"]+)"'


def titles(text):
    return re.findall(r"Idea \d+", text)


def test_my_record_has_what_i_am_credited_with_and_nothing_of_others(as_, company, store, credited):
    credited(company.ana, 1)
    credited(company.ben, 2)
    credited(company.ana, 3)
    with store.writing() as db:
        credits.counter(db, subject=Subject("idea", 3), reason="withdrawn")
    text = as_(company.ana).get("/me/record").text
    assert titles(text) == ["Idea 1"]
    assert 'href="/ideas/1-idea-1"' in text


def test_my_record_is_grouped_by_month_newest_first(as_, company, credited):
    for ref, day in enumerate(("2026-09-30", "2026-11-02", "2026-11-01"), start=1):
        credited(company.ana, ref, day)
    text = as_(company.ana).get("/me/record").text
    assert re.findall(r"November 2026|September 2026|Idea \d", text) == [
        "November 2026",
        "Idea 2",
        "Idea 3",
        "September 2026",
        "Idea 1",
    ]


def test_my_record_goes_on_over_the_page(as_, company, credited):
    for ref in range(1, 33):
        credited(company.ana, ref)
    client = as_(company.ana)
    first = client.get("/me/record").text
    (following,) = re.findall(ONWARD, first)
    second = client.get(following).text
    assert titles(first) + titles(second) == [f"Idea {ref}" for ref in range(32, 0, -1)]
    assert not re.findall(ONWARD, second)


def test_an_empty_record_says_how_it_fills(as_, company):
    text = as_(company.ana).get("/me/record").text
    assert "Nothing here yet" in text
    assert "/ideas/new" in text


def test_a_damaged_cursor_starts_at_the_beginning(as_, company, credited):
    credited(company.ana, 1)
    assert titles(as_(company.ana).get("/me/record?after=%00x").text) == ["Idea 1"]


def test_my_file_has_the_rows_that_hr_gets(as_, company, credited):
    credited(company.ana, 1)
    credited(company.ben, 2)
    credited(company.ana, 3, "2019-01-01")
    period = {"since": "1970-01-01", "until": "2100-12-31", "purpose": "All there is."}
    theirs = as_(company.hana).post("/records.csv", data=period)
    mine = as_(company.ana).get("/me/record.csv")
    assert mine.headers["content-disposition"] == 'attachment; filename="byline-my-record.csv"'
    found, every = ([*csv.reader(StringIO(file.text.removeprefix(CSV_BOM)))] for file in (mine, theirs))
    assert len(found) == 3
    assert found == [row for row in every if row[1] in ("name", "Ana")]


def test_a_stranger_has_no_record(as_, company):
    for address in ("/me/record", "/me/record.csv"):
        assert as_(0).get(address).headers["location"].startswith("/sign-in")


def test_my_record_is_read_in_ones_own_language_and_year(as_, company, credited):
    credited(company.ana, 1)
    assert "2569" in as_(company.ana).get("/me/record?lang=th").text
