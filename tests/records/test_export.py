import csv
import html
import re
from io import StringIO

import pytest

from app.audit import queries as audit
from app.core.clock import now
from app.core.subjects import Subject
from app.core.tabular import CSV_BOM
from app.credits import commands as credits
from app.credits import queries as ledger
from app.people import commands as people
from app.people.queries import person

NOVEMBER = {"since": "2026-11-01", "until": "2026-11-30", "purpose": "The yearly review of contributions."}


NO_MOMENTS = (
    "yesterday",
    "2026-11-21",
    "08:30",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
)


def rows(response):
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.text.removeprefix(CSV_BOM))))


def notes(store):
    with store.reading() as db:
        return audit.notes(db, act="records.exported").rows


def test_the_file_has_a_row_for_each_person_and_act_of_the_period(as_, company, credited):
    credited(company.ana, 1, "2026-11-01")
    credited(company.ben, 2, "2026-11-30")
    credited(company.ana, 3, "2026-12-01")
    response = as_(company.hana).post("/records.csv", data=NOVEMBER)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == (
        'attachment; filename="byline-records-2026-11-01-2026-11-30.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbfemployee_id,name,department,")
    assert rows(response) == [
        {
            "employee_id": "E1",
            "name": "Ana",
            "department": "Sales",
            "role": "idea",
            "act": "posted",
            "share": "100",
            "kind": "idea",
            "subject": "Idea 1",
            "link": "http://testserver/ideas/1-idea-1",
            "date": "2026-11-01",
            "party": "person",
            "line": "1",
        },
        {
            "employee_id": "E2",
            "name": "Ben",
            "department": "Operations",
            "role": "idea",
            "act": "posted",
            "share": "100",
            "kind": "idea",
            "subject": "Idea 2",
            "link": "http://testserver/ideas/2-idea-2",
            "date": "2026-11-30",
            "party": "person",
            "line": "2",
        },
    ]


def test_days_begin_and_end_where_the_company_is(as_, company, credited):
    credited(company.ana, 1, "2026-10-31", hour=16)
    credited(company.ana, 2, "2026-10-31", hour=17)
    credited(company.ana, 3, "2026-11-30", hour=16)
    credited(company.ana, 4, "2026-11-30", hour=17)
    found = rows(as_(company.hana).post("/records.csv", data=NOVEMBER))
    assert [(row["subject"], row["date"]) for row in found] == [("Idea 2", "2026-11-01"), ("Idea 3", "2026-11-30")]


def test_what_changed_since_does_not_change_the_row(as_, company, store, credited):
    credited(company.ana, 1)
    with store.writing() as db:
        people.change_person(db, person(db, company.ana), name="Ana Maria", employee_id="E9", department_id=None)
    (row,) = rows(as_(company.hana).post("/records.csv", data=NOVEMBER))
    assert (row["employee_id"], row["name"], row["department"]) == ("E1", "Ana", "Sales")


def test_a_countered_credit_is_left_out(as_, company, store, credited):
    credited(company.ana, 1)
    credited(company.ana, 2)
    with store.writing() as db:
        credits.counter(db, subject=Subject("idea", 1), reason="withdrawn")
    assert [row["subject"] for row in rows(as_(company.hana).post("/records.csv", data=NOVEMBER))] == ["Idea 2"]


def test_one_department_can_be_taken_out_alone(as_, company, credited):
    credited(company.ana, 1)
    credited(company.ben, 2)
    found = rows(as_(company.hana).post("/records.csv", data=NOVEMBER | {"department": "operations"}))
    assert [row["name"] for row in found] == ["Ben"]


def test_a_title_that_looks_like_a_formula_is_defused(as_, company, credited):
    credited(company.ana, 1, label="=1+1")
    (row,) = rows(as_(company.hana).post("/records.csv", data=NOVEMBER))
    assert row["subject"] == "'=1+1"


def test_a_period_without_contributions_is_a_file_of_columns(as_, company):
    assert rows(as_(company.hana).post("/records.csv", data=NOVEMBER)) == []


def test_a_long_file_is_read_page_by_page_and_misses_nothing(as_, company, credited, monkeypatch):
    for ref in range(1, 8):
        credited(company.ana, ref)
    asked, whole = [], ledger.contributions

    def in_threes(db, extract, *, after_id):
        asked.append(after_id)
        return whole(db, extract, after_id=after_id, limit=3)

    monkeypatch.setattr(ledger, "contributions", in_threes)
    found = rows(as_(company.hana).post("/records.csv", data=NOVEMBER))
    assert [row["line"] for row in found] == [str(line) for line in range(1, 8)]
    assert asked == [0, 3, 6, 7]


def test_what_is_credited_while_the_file_is_written_is_not_in_it(as_, company, credited, monkeypatch):
    credited(company.ana, 1)
    credited(company.ana, 2)
    whole = ledger.contributions

    def meanwhile(db, extract, *, after_id):
        found = whole(db, extract, after_id=after_id, limit=1)
        db.close()
        credited(company.ana, 10 + after_id)
        return found

    monkeypatch.setattr(ledger, "contributions", meanwhile)
    found = rows(as_(company.hana).post("/records.csv", data=NOVEMBER))
    assert [row["subject"] for row in found] == ["Idea 1", "Idea 2"]


def test_an_earlier_export_can_be_had_again_to_the_byte(as_, company, store, credited):
    credited(company.ana, 1)
    credited(company.ana, 2)
    hana = as_(company.hana)
    first = hana.post("/records.csv", data=NOVEMBER)
    credited(company.ana, 3)
    with store.writing() as db:
        credits.counter(db, subject=Subject("idea", 1), reason="withdrawn")
    [again] = re.findall(r'href="(/records\?[^"]*as_of=[^"]*)"', hana.get("/records").text)
    filled_in = hana.get(html.unescape(again)).text
    assert "The file will have 2 rows." in filled_in
    shown = re.findall(r'name="as_of" type="datetime-local" value="([^"]+)"', filled_in)[0]
    exact = html.unescape(re.findall(r'name="exact" value="([^"]+)"', filled_in)[0])
    repeated = hana.post("/records.csv", data=NOVEMBER | {"as_of": shown, "exact": exact})
    assert repeated.content == first.content
    assert len(rows(repeated)) == 2
    assert {note.detail["as_of"] for note in notes(store)} == {exact}
    assert [row["subject"] for row in rows(hana.post("/records.csv", data=NOVEMBER))] == ["Idea 2", "Idea 3"]


@pytest.mark.parametrize(
    ("typed", "exact", "meant"),
    [
        # As a field sends it: in Bangkok, to the minute or to the second.
        ("2026-11-21T08:30", "", "2026-11-21T01:30:00+00:00"),
        ("2026-11-21T08:30:15", "", "2026-11-21T01:30:15+00:00"),
        ("2026-11-21 08:30", "", "2026-11-21T01:30:00+00:00"),
        # What it was filled in from counts only as long as it says the same.
        ("2026-11-21T08:30:15", "2026-11-21T01:30:15.250000+00:00", "2026-11-21T01:30:15.250000+00:00"),
        ("2026-11-21T09:30:15", "2026-11-21T01:30:15.250000+00:00", "2026-11-21T02:30:15+00:00"),
        ("2026-11-21T08:30:15", "nonsense", "2026-11-21T01:30:15+00:00"),
        ("2026-11-21T08:30:15", "2026-11-21T01:30:15.25", "2026-11-21T01:30:15+00:00"),
    ],
)
def test_a_moment_is_the_companys_time(as_, company, store, typed, exact, meant):
    about = {"as_of": typed} | ({"exact": exact} if exact else {})
    assert as_(company.hana).post("/records.csv", data=NOVEMBER | about).status_code == 200
    assert [note.detail["as_of"] for note in notes(store)] == [meant]


@pytest.mark.parametrize("as_of", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon", "2026-11-21"])
def test_an_address_with_a_moment_that_is_none_is_a_page(as_, company, as_of):
    response = as_(company.hana).get("/records", params={"as_of": as_of})
    assert (response.status_code, "Give a day and a time" in response.text) == (200, True)


def test_the_page_says_whose_days_they_are(as_, company):
    assert "in the time zone Asia/Bangkok." in as_(company.hana).get("/records").text


def test_an_export_is_noted_with_its_purpose_filter_and_count(as_, company, store, credited):
    credited(company.ben, 1)
    before = now()
    as_(company.hana).post("/records.csv", data=NOVEMBER | {"department": "operations"})
    (note,) = notes(store)
    assert (note.actor_name, note.label) == ("Hana", "The yearly review of contributions.")
    assert before.isoformat() <= note.detail.pop("as_of") <= now().isoformat()
    assert note.detail == {
        "since": "2026-11-01",
        "until": "2026-11-30",
        "zone": "Asia/Bangkok",
        "department": "operations",
        "rows": 1,
    }


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": ""}, "This is needed."),
        ({"until": ""}, "This is needed."),
        ({"purpose": ""}, "This is needed."),
        ({"purpose": " \u200b "}, "This is needed."),
        ({"purpose": "."}, "Say it in words: others will read it later."),
        ({"purpose": "x"}, "Say it in words: others will read it later."),
        ({"purpose": "2026 - 11 / !"}, "Say it in words: others will read it later."),
        ({"purpose": "aAaA"}, "Say it in words: others will read it later."),
        ({"purpose": "x" * 301}, "This is too long. It can have up to 300 characters."),
        ({"since": "yesterday"}, "Write the date as year-month-day"),
        ({"since": "1700000000"}, "Write the date as year-month-day"),
        ({"until": "2026-02-30"}, "Write the date as year-month-day"),
        ({"until": "9999-12-31"}, "Choose a day between 1970 and 2100."),
        ({"since": "0001-01-01"}, "Choose a day between 1970 and 2100."),
        ({"since": "2026-12-01"}, "The last day is before the first day."),
        ({"department": "nowhere"}, "There is no such department."),
        *(({"as_of": typed}, "Give a day and a time, such as 2026-11-21 17:30") for typed in NO_MOMENTS),
        ({"as_of": "2099-01-01T00:00:00+00:00"}, "This moment is in the future."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_noted(as_, company, store, wrong, sentence):
    response = as_(company.hana).post("/records.csv", data=NOVEMBER | wrong)
    assert response.status_code == 422
    assert sentence in response.text
    assert 'data-state="error"' in response.text
    kept = {name: value for name, value in (NOVEMBER | wrong).items() if name != "department"}
    for name, value in kept.items():
        kind = {"purpose": "text", "as_of": "datetime-local"}.get(name, "date")
        assert f'name="{name}" type="{kind}" value="{html.escape(value)}"' in response.text
    assert notes(store) == []


def test_a_field_that_is_missing_altogether_is_asked_for(as_, company):
    response = as_(company.hana).post("/records.csv", data={})
    assert response.status_code == 422
    assert response.text.count("This is needed.") >= 3


@pytest.mark.parametrize("address", ["/records", "/records?since=2026-11-01&until=2026-11-30"])
def test_only_hr_sees_the_page(as_, company, address):
    assert as_(company.hana).get(address).status_code == 200
    assert as_(company.ana).get(address).status_code == 403
    assert as_(0).get(address).headers["location"].startswith("/sign-in")


def test_only_hr_gets_the_file(as_, company, store, credited):
    credited(company.ana, 1)
    refused = as_(company.ana).post("/records.csv", data=NOVEMBER)
    assert (refused.status_code, "Idea 1" in refused.text) == (403, False)
    assert as_(0).post("/records.csv", data=NOVEMBER).status_code in (303, 401)
    assert notes(store) == []


def test_the_page_says_whose_days_it_means(as_, company):
    assert "Asia/Bangkok" in as_(company.hana).get("/records").text


def test_the_preview_counts_the_rows_without_noting_anything(as_, company, store, credited):
    for ref in (1, 2):
        credited(company.ana, ref)
    credited(company.ben, 3)
    client = as_(company.hana)
    period = {"since": "2026-11-01", "until": "2026-11-30"}
    assert "The file will have 3 rows." in client.get("/records", params=period).text
    assert "The file will have 1 row." in client.get("/records", params=period | {"department": "operations"}).text
    assert notes(store) == []


def test_the_preview_alone_is_what_htmx_asks_for(as_, company, credited):
    credited(company.ana, 1)
    aimed = {"HX-Request": "true", "HX-Target": "p#preview"}
    period = {"since": "2026-11-01", "until": "2026-11-30", "department": "", "purpose": ""}
    text = as_(company.hana).get("/records", params=period, headers=aimed).text
    assert text.strip().startswith('<p id="preview"')
    assert "The file will have 1 row." in text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "2026-11-01", "until": ""}, "Choose both days"),
        ({"since": "2026-11-30", "until": "2026-11-01"}, "The last day is before the first day."),
        ({"since": "soon", "until": "2026-11-01"}, "Write the date as year-month-day"),
        ({"since": "2026-11-01", "until": "2026-11-30", "department": "nowhere"}, "There is no such department."),
    ],
)
def test_a_preview_that_cannot_be_made_says_why_and_keeps_the_typing(as_, company, asked, sentence):
    text = as_(company.hana).get("/records", params=asked | {"purpose": "The yearly review."}).text
    assert sentence in text
    assert 'value="The yearly review."' in text
    assert f'value="{asked["since"]}"' in text


def test_the_page_lists_what_was_exported_last(as_, company):
    client = as_(company.hana)
    assert "Nobody has exported records yet." in client.get("/records").text
    client.post("/records.csv", data=NOVEMBER)
    text = client.get("/records").text
    assert "The yearly review of contributions." in text
    assert "Hana" in text


@pytest.mark.parametrize("employee_id", ["+6681", "-12", "0012", "1E5", "6681.50", "E-7", "工-12", "00+12", "'7"])
def test_an_id_comes_out_as_it_is(as_, company, store, credited, employee_id):
    with store.writing() as db:
        people.change_person(db, person(db, company.ana), employee_id=employee_id)
    credited(company.ana, 1)
    for file in (as_(company.hana).post("/records.csv", data=NOVEMBER), as_(company.ana).get("/me/record.csv")):
        assert [row["employee_id"] for row in rows(file)] == [employee_id]


def test_what_is_put_before_a_formula_is_explained_where_the_columns_are(as_, company):
    assert "would take for a formula begins with an apostrophe" in as_(company.hana).get("/records").text


def test_the_list_of_exports_alone_is_what_htmx_asks_for_after_a_download(as_, company):
    client, aimed = as_(company.hana), {"HX-Request": "true", "HX-Target": "section#exports"}
    assert "Nobody has exported records yet." in client.get("/records", headers=aimed).text
    client.post("/records.csv", data=NOVEMBER)
    text = client.get("/records", headers=aimed).text
    assert text.strip().startswith('<section class="stack" id="exports" data-latest="20')
    assert ("The yearly review of contributions." in text, "<form" in text) == (True, False)
    assert as_(company.ana).get("/records", headers=aimed).status_code == 403
