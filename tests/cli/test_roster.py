"""./byline import people and departments: what is asked, said, kept for the next file, and done in parts."""

import csv
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import wiring
from app.audit.models import AuditNote
from app.cli import importing
from app.cli.importing.writing import Writing
from app.imports.models import ImportRun
from app.people import commands, queries
from app.people.importing import MOST
from app.people.models import Department, Person
from app.people.roles import Role
from tests.imports.examples.example import workbook
from tests.makers import rows

HEAD = "employee_id,name,email\n"
PEOPLE = HEAD + "".join(f"E{n},Person {n},p{n}@x.example\n" for n in range(1, 31))


def people(company) -> dict[str | None, str]:
    return {one.employee_id: one.name for one in rows(company, Person)}


def an_administrator(company, employee_id) -> None:
    with company.writing() as db:
        found = queries.person_by_employee_id(db, employee_id)
        assert found
        commands.set_roles(db, found, [Role.ADMIN])


def test_twenty_lines_of_each_sort_are_shown_and_all_of_them_kept_for_their_maker(byline, company, file, settings):
    code, said, _complaint = byline("import", "people", file(PEOPLE), "--dry-run")
    assert (code, said.count("\nnew, row "), "… and 10 more like this.\n" in said) == (
        0,
        20 - said.startswith("new"),
        True,
    )
    path = settings.data / "imports" / "given-lines.txt"
    assert f"All of these lines are in {path}.\n" in said
    assert path.read_text().splitlines()[-1] == "new, row 31: Person 30"
    assert (len(path.read_text().splitlines()), stat.S_IMODE(path.stat().st_mode)) == (30, 0o600)
    few = "\n".join(PEOPLE.splitlines()[:5])
    assert "All of these lines" not in byline("import", "people", file(few, "few.csv"), "--dry-run")[1]
    assert sorted(one.name for one in path.parent.iterdir()) == ["given-lines.txt"]


def test_a_file_with_errors_leaves_no_list_of_names(byline, company, file, settings):
    assert byline("import", "people", file(PEOPLE + "E99,,\n"))[0] == 1
    assert [one.name for one in (settings.data / "imports").glob("*")] in ([], ["given-errors.txt"])


def test_errors_are_grouped_and_cut_and_each_stands_in_a_file(byline, company, file, settings):
    text = "employee_id,name,department\n" + "".join(f"E{n},P {n},D{n % 25}\n" for n in range(100))
    code, said, complaint = byline("import", "people", file(text))
    assert (code, said, rows(company, Person)) == (1, "", [])
    assert "row 2 and row 27 and row 52 and 1 more, department: There is no open department with the code" in complaint
    assert complaint.count("There is no open department") == 20
    assert "100 errors in" in complaint
    path = settings.data / "imports" / "given-errors.txt"
    assert (len(path.read_text().splitlines()), stat.S_IMODE(path.stat().st_mode)) == (100, 0o600)


def test_a_row_is_numbered_as_a_spreadsheet_shows_it(byline, company, file):
    text = 'employee_id,name\n1,"Ada\nWu"\n2,\n'
    assert "row 3 (line 4), name: This is needed.\n" in byline("import", "people", file(text))[2]


def test_rows_that_are_wrong_go_into_a_file_to_be_mended(byline, company, file, tmp_path):
    bad = tmp_path / "bad.csv"
    roster = file(PEOPLE + "E99,,nowhere\nE98,Last,last@x.example\n")
    code, _said, complaint = byline("import", "people", roster, "--skip-bad", bad, "--dry-run")
    assert (code, bad.exists(), rows(company, Person)) == (0, False, [])
    code, _said, complaint = byline("import", "people", roster, "--skip-bad", bad)
    assert (code, len(rows(company, Person)), "row 32, name:" in complaint) == (0, 31, True)
    with bad.open(encoding="utf-8-sig", newline="") as opened:
        [row] = list(csv.DictReader(opened))
    assert (row["employee_id"], row["email"], "row 32, name: This is needed." in row["why"]) == ("E99", "nowhere", True)
    mended = file(bad.read_text("utf-8-sig").replace("E99,,nowhere", "E99,Mended,m@x.example"), "mended.csv")
    assert byline("import", "people", mended)[0] == 0
    assert people(company)["E99"] == "Mended"
    code, _said, complaint = byline("import", "people", roster, "--skip-bad", bad)
    assert (code, len(complaint.splitlines())) == (2, 1)


def test_nobody_gives_an_address_up_in_a_chain_that_a_refused_row_breaks(byline, company, file, tmp_path):
    head = "employee_id,name,email\n"
    byline("import", "people", file(f"{head}1,Ada,a@x.example\n2,Ben,b@x.example\n3,Cho,c@x.example\n"))
    chain, bad = (
        file(f"{head}1,Ada,b@x.example\n2,Ben,c@x.example\n3,Cho,no address\n4,Dan,d@x.example\n"),
        tmp_path / "bad",
    )
    code, said, complaint = byline("import", "people", chain, "--skip-bad", bad)
    assert (code, "1 new, 0 changed, 0 unchanged." in said, complaint.count("another employee ID")) == (0, True, 2)
    assert {one.name: one.email for one in rows(company, Person)} == {
        **{"Ada": "a@x.example", "Ben": "b@x.example", "Cho": "c@x.example", "Dan": "d@x.example"}
    }
    assert [line.split(",")[0] for line in bad.read_text("utf-8-sig").splitlines()] == ["employee_id", "3", "2", "1"]


def test_what_was_told_of_a_file_holds_for_the_next_one(byline, company, file):
    text = "Nr,Vor,Nach,Konto\n1,Ada,Wu,ada\n"
    options = ("--map", "name=Vor+Nach", "--map", "employee_id=Nr", "--map", "email=Konto@x.example")
    assert byline("import", "people", file(text, "staff.csv"), *options)[0] == 0
    [ada] = rows(company, Person)
    assert (ada.name, ada.email, ada.employee_id) == ("Ada Wu", "ada@x.example", "1")
    code, said, _complaint = byline("import", "people", file(text + "2,Ben,Ode,ben\n", "staff (1).csv"))
    assert (code, "1 new, 0 changed, 1 unchanged." in said) == (0, True)
    renamed = file(text + "3,Cem,Dag,cem\n", "another.csv")
    assert "1 new, 0 changed, 1 unchanged." in byline("import", "people", renamed)[1]


def test_a_run_is_counted_and_noted(byline, company, file):
    _code, said, _complaint = byline("import", "people", file(PEOPLE, "staff.csv"))
    assert said.endswith("Done: 30 added, 0 changed, 0 deactivated.\n")
    fewer = "\n".join(PEOPLE.replace("Person 1,", "Another,").splitlines()[:30])
    byline("import", "people", file(fewer, "staff.csv"), "--full")
    runs = rows(company, ImportRun)
    assert [(run.kind, run.source, run.new, run.changed) for run in runs] == [
        ("people", "staff", 30, 0),
        ("people", "staff", 0, 1),
    ]
    assert all(run.finished_at for run in runs)
    assert [note.detail for note in rows(company, AuditNote)] == [
        {"new": 30, "changed": 0, "deactivated": 0},
        {"new": 0, "changed": 1, "deactivated": 1},
    ]


def test_a_file_without_names_of_columns_is_told_them(byline, company, file):
    bare = file("1;Ada Wu;ada@x.example\n2;Ben Ode;ben@x.example\n")
    assert "--columns" in byline("import", "people", bare)[2]
    assert byline("import", "people", bare, "--columns", "employee_id,name,email")[0] == 0
    assert people(company) == {"1": "Ada Wu", "2": "Ben Ode"}


def test_a_workbook_keeps_zeros_that_are_text_and_says_which_worksheet_it_read(byline, company, file):
    book = workbook(
        ("employee_id", "name", "Exit Date"), ("00123", "Ada", ""), (4711, "Ben", ""), ("9.5E+11", "Cem", "")
    )
    code, _said, complaint = byline("import", "people", file(book, "staff.xlsx"))
    assert (code, "row 4, employee_id: A spreadsheet has shortened this ID" in complaint) == (1, True)
    assert byline("import", "people", file(book, "staff.xlsx"), "--sheet", "Nothing")[0] == 2
    good = workbook(("employee_id", "name"), ("00123", "Ada"), (4711, "Ben"))
    assert byline("import", "people", file(good, "staff.xlsx"), "--sheet", "Sheet1")[0] == 0
    assert people(company) == {"00123": "Ada", "4711": "Ben"}


@pytest.mark.parametrize(
    ("column", "cells", "field"),
    [("Kontakt", ("ada@x.example", "ben@x.example"), "email"), ("Zustand", ("ausgeschieden", "aktiv"), "status")],
)
def test_a_column_that_matters_is_not_left_out_in_silence(byline, company, file, column, cells, field):
    text = f"employee_id,name,{column}\n1,Ada,{cells[0]}\n2,Ben,{cells[1]}\n"
    code, _said, complaint = byline("import", "people", file(text))
    assert (code, rows(company, Person)) == (2, [])
    assert f"Column “{column}” looks like" in complaint
    assert f"Say --map {field}={column}, or --leave {column}." in complaint
    assert byline("import", "people", file(text), "--leave", column)[0] == 0
    assert byline("import", "people", file(text))[0] == 0, "what was left out once is left out again"


def test_a_column_that_is_left_out_is_taken_for_nothing(byline, company, file):
    text = "employee_id,name,Role\n1,Ada,Engineer\n"
    assert "“engineer” is not a role that a roster can give." in byline("import", "people", file(text))[2]
    assert byline("import", "people", file(text), "--leave", "Role")[0] == 0
    assert people(company) == {"1": "Ada"}


def test_departments_that_are_missing_are_one_line_each_and_made_when_that_is_said(byline, company, file):
    text = "employee_id,name,department\n" + "".join(f"{n},P {n},Acme/Team {n % 3}\n" for n in range(9))
    code, _said, complaint = byline("import", "people", file(text))
    assert (code, complaint.count("There is no open department")) == (1, 3)
    assert (
        "and row 5 and row 8, department: There is no open department with the code or name “Acme / Team 0”."
        in complaint
    )
    said = byline("import", "people", file(text), "--add-departments", "--dry-run")[1]
    assert "“department” holds departments, parted by “/”.\n" in said
    assert "new department: Acme\nnew department: Team 0, part of Acme\n" in said
    assert rows(company, Department) == []
    assert byline("import", "people", file(text), "--add-departments")[0] == 0
    assert [row.name for row in rows(company, Department)] == ["Acme", "Team 0", "Team 1", "Team 2"]


def test_a_department_that_changes_its_place_is_said(byline, company, file):
    byline("import", "departments", file("name\nSales\n"))
    text = "employee_id,name,department_path\n1,Ada,Acme/Sales\n"
    said = byline("import", "people", file(text), "--add-departments", "--dry-run")[1]
    assert "department Sales becomes part of Acme\n" in said
    said = byline("import", "departments", file("name,parent\nAcme,\nSales,Acme\n"))[1]
    assert "new, row 2: Acme\n" in said
    assert "changed, row 3: Sales: part of from “nothing” to “Acme”\n" in said
    assert said.endswith("Done: 1 added, 1 changed.\n")


def test_whoever_left_is_told_in_a_dry_run(byline, company, file):
    byline("import", "people", file(PEOPLE))
    text = "employee_id,name,status\nE1,Person 1,Terminated\nE2,Person 2,Ruhend\nE3,Person 3,active\nE77,Gone,left\n"
    said = byline("import", "people", file(text, "hr.csv"), "--dry-run")[1]
    assert "has left, row 2: Person 1\n" in said
    assert "has left and is not here, row 5: Gone\n" in said
    assert "1 has left by the file, and would be deactivated.\n" in said
    assert "count as being here, unless --left WORD: Ruhend (1).\n" in said
    assert "2 have left by the file" in byline("import", "people", file(text, "hr.csv"), "--left", "ruhend")[1]
    assert [one.employee_id for one in rows(company, Person) if not one.active] == ["E1", "E2"]
    said = byline("import", "people", file(HEAD + "E1,Person 1,p1@x.example\n", "other.csv"), "--dry-run")[1]
    assert "1 is in the file but deactivated here, and stays so without --full.\n" in said


def test_rows_that_say_so_many_left_need_a_yes_as_well(byline, company, file):
    byline("import", "people", file(PEOPLE))
    text = "employee_id,name,enabled\n" + "".join(f"E{n},Person {n},FALSE\n" for n in range(1, 10))
    code, _said, complaint = byline("import", "people", file(text))
    assert (code, "9 of 30 people would be deactivated. Say --yes if that is meant." in complaint) == (2, True)
    assert all(one.active for one in rows(company, Person))
    assert byline("import", "people", file(text), "--yes")[0] == 0


def test_a_column_of_addresses_that_slipped_by_a_row_needs_a_yes(byline, company, file):
    byline("import", "people", file(PEOPLE))
    lines = PEOPLE.splitlines()
    slipped = [lines[0], *(f"E{n},Person {n},p{n % 30 + 1}@x.example" for n in range(1, 31))]
    code, _said, complaint = byline("import", "people", file("\n".join(slipped)))
    assert (code, "30 e-mail addresses would go from one person to another" in complaint) == (2, True)
    assert byline("import", "people", file("\n".join(slipped)), "--yes")[0] == 0
    assert [one.email for one in rows(company, Person)] == [f"p{n % 30 + 1}@x.example" for n in range(1, 31)]


def test_an_administrator_is_deactivated_only_when_named_and_with_a_yes(byline, company, file):
    byline("import", "people", file(PEOPLE))
    an_administrator(company, "E1")
    an_administrator(company, "E2")
    without = file("\n".join([PEOPLE.splitlines()[0], *PEOPLE.splitlines()[3:]]))
    code, said, _complaint = byline("import", "people", without, "--full")
    assert (code, "0 deactivated." in said) == (0, True)
    assert (
        "Person 1 is not in the file, but is administrator and stays active; --deactivate-admin p1@x.example --yes"
        in said
    )
    byline("import", "people", without, "--full", "--deactivate-admin", "E1")
    assert all(one.active for one in rows(company, Person)), "a yes is needed as well"
    byline("import", "people", without, "--full", "--deactivate-admin", "E1", "--yes")
    assert [one.employee_id for one in rows(company, Person) if not one.active] == ["E1"]
    said = byline("import", "people", without, "--full", "--deactivate-admin", "p2@x.example", "--yes")[1]
    assert "Person 2 is not in the file, but is the last administrator and stays active.\n" in said
    disabled = file("employee_id,name,enabled\nE2,Person 2,FALSE\n", "ad.csv")
    assert "but is administrator and stays active, row 2: Person 2\n" in byline("import", "people", disabled)[1]
    assert [one.employee_id for one in rows(company, Person) if not one.active] == ["E1"]


@pytest.mark.parametrize(
    "words",
    [
        ["--deactivate-admin", "E1"],
        ["--deactivate-admin", "nobody"],
        ["--renumber", "E99=E1"],
        ["--renumber", "E2=E77"],
        ["--renumber", "E2"],
        ["--dates", "sometime"],
        ["--map", "name=nowhere"],
        ["--map", "heading=name"],
        ["--sheet", "x"],
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(byline, company, file, words):
    byline("import", "people", file(PEOPLE))
    changed = file(PEOPLE.replace("Person 1,", "Another,"))
    code, _said, complaint = byline("import", "people", changed, *words)
    assert (code, len(complaint.strip().splitlines()), people(company)["E1"]) == (2, 1, "Person 1")


def test_a_new_id_is_told_on_the_command_line(byline, company, file):
    byline("import", "people", file(HEAD + "7001,Bea Holt,b@x.example\n"))
    new = file(HEAD + "7002,Bea Holt,b@x.example\n")
    code, _said, complaint = byline("import", "people", new)
    assert (code, "say --renumber 7001=7002." in complaint) == (1, True)
    code, said, _complaint = byline("import", "people", new, "--renumber", "7001=7002")
    assert (code, "employee_id from “7001” to “7002”" in said, people(company)) == (0, True, {"7002": "Bea Holt"})


def test_days_of_leaving_that_can_be_read_in_two_ways_are_asked_for(byline, company, file):
    byline("import", "people", file(HEAD + "1,Ada,a@x.example\n2,Ben,b@x.example\n"))
    text = file("employee_id,name,left_on\n1,Ada,03/04/2024\n2,Ben,\n")
    code, _said, complaint = byline("import", "people", text)
    assert (code, "--dates dmy or --dates mdy" in complaint) == (1, True)
    assert byline("import", "people", text, "--dates", "mdy", "--yes")[0] == 0
    assert [one.active for one in rows(company, Person)] == [False, True]


@pytest.fixture
def sizes(company) -> Iterator[list[Counter]]:
    """How many people each transaction adds and changes."""
    counted: list[Counter] = []

    def begun(*_about) -> None:
        counted.append(Counter())

    def flushed(session, *_about) -> None:
        for which, some in (("new", session.new), ("changed", session.dirty)):
            counted[-1][which] += sum(isinstance(one, Person) for one in some)

    event.listen(Session, "after_begin", begun)
    event.listen(Session, "after_flush", flushed)
    yield counted
    event.remove(Session, "after_begin", begun)
    event.remove(Session, "after_flush", flushed)


def test_no_transaction_writes_many_people_and_all_of_them_are_written(byline, company, file, sizes, monkeypatch):
    monkeypatch.setattr("app.cli.importing.pacing.BREATH", 0)
    many = HEAD + "".join(f"E{n},Person {n},p{n}@x.example\n" for n in range(500))
    assert byline("import", "people", file(many))[0] == 0
    assert sum(one["new"] for one in sizes) == len(rows(company, Person)) == 500
    assert 1 < max(one["new"] for one in sizes) <= MOST
    sizes.clear()
    assert byline("import", "people", file(many.replace("Person", "Colleague")))[0] == 0
    assert sum(one["changed"] for one in sizes) >= 500
    assert max(one["changed"] for one in sizes) <= MOST // 10
    sizes.clear()
    assert byline("import", "people", file(many.replace("Person", "Colleague")))[0] == 0
    assert sum((one["new"] + one["changed"]) for one in sizes) == 0


def test_what_somebody_changes_meanwhile_refuses_its_row_and_nothing_else(byline, company, file, monkeypatch):
    whole = Writing.write

    def meanwhile(self, leaving):
        with company.writing() as db:
            commands.add_person(db, name="Otto", email="p7@x.example", employee_id="X1")
        whole(self, leaving)

    monkeypatch.setattr(Writing, "write", meanwhile)
    code, said, complaint = byline("import", "people", file(PEOPLE))
    assert (code, len(rows(company, Person)), "Done: 29 added" in said) == (1, 30, True)
    assert "row 8, email: This e-mail address belongs to Otto, X1." in complaint
    assert "1 row was not taken: run it again." in complaint
    monkeypatch.setattr(Writing, "write", whole)
    with company.writing() as db:
        otto = queries.person_by_employee_id(db, "X1")
        assert otto
        commands.change_person(db, otto, email="")
    assert "1 new, 0 changed, 29 unchanged." in byline("import", "people", file(PEOPLE))[1]


@pytest.mark.sqlite
def test_an_import_that_is_killed_is_completed_by_the_next(byline, company, file, settings):
    many = file(
        "employee_id,name,email,department\n" + "".join(f"E{n},P {n},p{n}@x.example,A/B{n % 9}\n" for n in range(400))
    )
    script = (
        "import os, app.people.importing as roster\n"
        "from app.cli import verbs\n"
        "from app.cli.common import cli\n"
        "whole, count = roster.carry_out, [0]\n"
        "def killed(db, changes):\n"
        "    whole(db, changes)\n"
        "    count[0] += len(changes)\n"
        "    if count[0] > 200:\n"
        "        os.kill(os.getpid(), 9)\n"
        "roster.carry_out = killed\n"
        f"cli(['import', 'people', {str(many)!r}, '--add-departments', '--data', {str(settings.data)!r}])\n"
    )
    root = Path(importing.__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False, capture_output=True).returncode == -9
    before = len(rows(company, Person))
    assert 0 < before < 400
    code, said, _complaint = byline("import", "people", many)
    assert (code, f"{400 - before} new, 0 changed, {before} unchanged." in said) == (0, True)
    assert len(rows(company, Person)) == 400
    assert len(rows(company, ImportRun)) == 1, "the run that was broken off went on"
    with company.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


def test_the_help_names_every_field(byline):
    said = re.sub(r"\s+", " ", byline("import", "people", "--help")[1])
    for word in (
        "given_name",
        "left_on",
        "--renumber",
        "--reuse-addresses",
        "--deactivate-admin",
        "--skip-bad",
        "--map",
    ):
        assert word in said


DEPARTMENTS = "Kürzel;Bezeichnung;Übergeordnete Abteilung;Aufgaben\nA;Acme;;\nS;Verkauf;A;Verkauft.\n"


def test_departments_are_told_apart_mended_and_remembered_as_people_are(byline, company, file, tmp_path):
    bad = tmp_path / "bad.csv"
    text = DEPARTMENTS + "L;Labor;Nirgends;\n"
    code, _said, complaint = byline("import", "departments", file(text, "abt.csv"))
    assert (code, "row 4, Übergeordnete Abteilung: There is no department" in complaint) == (1, True)
    assert rows(company, Department) == []
    assert byline("import", "departments", file(text, "abt.csv"), "--skip-bad", bad)[0] == 0
    assert [(row.code, row.name, row.purpose) for row in rows(company, Department)] == [
        ("A", "Acme", ""),
        ("S", "Verkauf", "Verkauft."),
    ]
    with bad.open(encoding="utf-8-sig", newline="") as opened:
        assert [row["Kürzel"] for row in csv.DictReader(opened)] == ["L"]
    [run] = rows(company, ImportRun)
    assert (run.kind, run.source, run.new, run.finished_at is not None) == ("departments", "abt", 2, True)


def test_a_column_of_departments_is_said_once(byline, company, file):
    odd = DEPARTMENTS.replace("Bezeichnung", "Wie")
    code, _said, complaint = byline("import", "departments", file(odd, "abt.csv"))
    assert (code, "Say which it is, as in --map name=" in complaint) == (1, True)
    assert byline("import", "departments", file(odd, "abt.csv"), "--map", "name=Wie")[0] == 0
    assert (
        "0 new, 1 changed, 1 unchanged."
        in byline("import", "departments", file(odd.replace("Verkauft.", "Verkauft gern."), "abt (2).csv"))[1]
    )


def test_departments_in_a_workbook_and_without_a_header(byline, company, file):
    book = workbook(("name", "parent"), ("Acme", ""), ("Sales", "Acme"))
    assert byline("import", "departments", file(book, "tree.xlsx"))[0] == 0
    bare = file("Night,Sales\nDay,Sales\n", "bare.csv")
    assert byline("import", "departments", bare, "--columns", "name,parent")[0] == 0
    names = {row.id: row.name for row in rows(company, Department)}
    assert {row.name: names.get(row.parent_id or 0) for row in rows(company, Department)} == {
        "Acme": None,
        "Sales": "Acme",
        "Night": "Sales",
        "Day": "Sales",
    }


def test_lists_of_a_month_ago_are_forgotten(byline, company, file, settings):
    byline("import", "people", file(PEOPLE, "first.csv"), "--dry-run")
    old = settings.data / "imports" / "first-lines.txt"
    os.utime(old, (1, 1))
    byline("import", "people", file(PEOPLE, "second.csv"), "--dry-run")
    assert [one.name for one in old.parent.iterdir()] == ["second-lines.txt"]


def test_a_name_that_no_file_could_have_makes_a_list_all_the_same(byline, company, file, settings):
    said = byline("import", "people", file(PEOPLE, "人员 名册（11月）.csv"), "--dry-run")[1]
    [path] = (settings.data / "imports").iterdir()
    assert f"All of these lines are in {path}.\n" in said


def test_a_known_export_and_what_was_taken_from_where_are_said(byline, company, file):
    text = "Name,mail,EmployeeID,Enabled,SamAccountName,ObjectClass,Floor\nAda Wu,ada@x.example,007,TRUE,awu,user,3\n"
    said = byline("import", "people", file(text, "ad.csv"), "--dry-run")[1]
    assert "This looks like an export of Active Directory.\n" in said
    assert "Taken: employee_id from EmployeeID, name from Name, email from mail, enabled from Enabled.\n" in said
    assert byline("import", "people", file(text, "ad.csv"))[0] == 0
    assert people(company) == {"007": "Ada Wu"}


def test_whoever_changes_the_address_in_a_directory_stays_one_person(byline, company, file):
    text = "Name,mail,EmployeeID\nAda Lee,ada.lee@x.example,007\n"
    byline("import", "people", file(text, "ad.csv"))
    said = byline("import", "people", file(text.replace("ada.lee", "ada.wu").replace("Ada Lee", "Ada Wu"), "ad.csv"))[1]
    assert "changed, row 2: Ada Wu: name from “Ada Lee” to “Ada Wu”, email from “ada.lee@x.example”" in said
    assert people(company) == {"007": "Ada Wu"}


@pytest.mark.parametrize("column", ["Role", "System Role", "roles"])
def test_nobody_becomes_administrator_by_a_column_that_nobody_read(byline, company, file, column):
    """Nor anything else without a trace."""
    text = f"employee_id,name,{column}\nE1,Eve,admin\nE2,Hana,hr\n"
    code, said, complaint = byline("import", "people", file(text))
    assert (code, rows(company, Person)) == (2, [])
    assert "Eve would become administrator." in said + complaint
    assert "--yes" in complaint
    assert "Eve would become administrator." in byline("import", "people", file(text), "--dry-run")[1]
    assert byline("import", "people", file(text), "--yes")[0] == 0
    noted = [(note.label, note.detail["roles"]) for note in rows(company, AuditNote, act="role.changed")]
    assert noted == [("Eve", ["admin"]), ("Hana", ["hr"])]
    assert byline("import", "people", file(text))[0] == 0
    assert len(rows(company, AuditNote, act="role.changed")) == 2
