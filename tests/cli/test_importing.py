"""./byline import: what is said, what is done, and how it ends."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlmodel import col, select

from app import wiring
from app.audit.models import AuditNote
from app.cli import importing
from app.core.clock import local_day
from app.core.migrating import config
from app.discussion.models import Post
from app.people.models import Department, Person

PEOPLE = "employee_id,name,email\n" + "".join(f"E{n},Person {n},p{n}@x.example\n" for n in range(1, 31))
IDEAS = (
    "id,title,body,created_at\n1,Lamps,The lamp at the gate is broken.,2024-01-31\n"
    "2,Paint,The fence needs paint.,2024-02-01\n"
)


def rows(store, table):
    with store.reading() as db:
        return list(db.exec(select(table).order_by(col(table.id))))


def test_people_are_imported_and_noted_once(byline, company, file):
    roster = file(PEOPLE)
    code, said, _ = byline("import", "people", roster)
    assert (code, "30 new, 0 changed" in said, len(rows(company, Person))) == (0, True, 30)
    assert "new, row 2: Person 1" in said
    code, said, _ = byline("import", "people", roster)
    assert (code, "0 new, 0 changed, 30 unchanged." in said) == (0, True)
    assert [(note.act, note.detail["new"]) for note in rows(company, AuditNote)] == [("roster.imported", 30)]


@pytest.mark.parametrize("what", ["people", "departments", "ideas"])
def test_a_dry_run_says_everything_and_changes_nothing(byline, company, file, what):
    content = {"people": PEOPLE, "departments": "name\n" + "".join(f"D{n}\n" for n in range(30)), "ideas": IDEAS}[what]
    code, said, _ = byline("import", what, file(content), "--dry-run")
    assert code == 0
    assert ("would be new" in said and said.count("new, row") == 20) or "2 are new" in said
    assert [rows(company, table) for table in (Person, Department, Post, AuditNote)] == [[], [], [], []]


def test_errors_are_told_with_their_lines_and_nothing_is_imported(byline, company, file):
    code, said, complaint = byline("import", "people", file(PEOPLE + "E1,,nowhere\n"))
    assert (code, said, rows(company, Person)) == (1, "", [])
    for part in ("row 32, name:", "row 32, email:", "row 32, employee_id:", "3 errors", "Nothing was changed."):
        assert part in complaint


def test_more_than_a_tenth_is_only_deactivated_when_that_is_said(byline, company, file):
    byline("import", "people", file(PEOPLE))
    few = file("\n".join(PEOPLE.splitlines()[:21]))
    code, said, complaint = byline("import", "people", few, "--full")
    assert (code, "not in the file: Person 21" in said, "10 of 30 people" in complaint) == (2, True, True)
    assert all(person.active for person in rows(company, Person))
    assert byline("import", "people", few, "--full", "--yes")[0] == 0
    assert sum(person.active for person in rows(company, Person)) == 20


def test_what_is_refused_is_told_as_what_would_be(byline, company, file):
    byline("import", "people", file(PEOPLE))
    few = file("\n".join(PEOPLE.splitlines()[:21]).replace("Person 1,", "Another,") + "\nE99,New,new@x.example\n")
    code, said, complaint = byline("import", "people", few, "--full")
    assert (code, "Nothing was changed." in complaint) == (2, True)
    assert "1 would be new, 1 would be changed, 19 unchanged.\n" in said
    assert "10 would be deactivated.\n" in said
    said = byline("import", "people", few, "--full", "--yes")[1]
    assert "1 new, 1 changed, 19 unchanged.\n" in said
    assert "\n10 deactivated.\n" in said


def test_changes_are_told_in_the_words_of_the_file(byline, company, file):
    byline("import", "departments", file("name\nSales\n", "departments.csv"))
    byline("import", "people", file("name,email\nAn Lee,an@x.example\n"))
    told = byline("import", "people", file("name,email,department,roles\nAn Lee,an@x.example,Sales,hr\n"), "--dry-run")
    assert "An Lee: department from “nothing” to “Sales”, hr from “no” to “yes”\n" in told[1]


def test_one_is_said_as_one(byline, company, file):
    said = byline("import", "ideas", file("title,votes,answer,answered_at\nLamps,1,Yes.,2024-02-01\n", "one.csv"))[1]
    assert "one.csv has 1 row;" in said
    assert "1 is new, 0 are here already and stay as they are.\nIt brings 1 vote and 1 response; 0 have" in said
    assert "1 idea was imported. Search finds it once the index has followed.\n" in said
    byline("import", "departments", file("name\nSales\nQuality\n", "departments.csv"))
    said = byline("import", "departments", file("name\nSales\n", "departments.csv"))[1]
    assert "1 department is not in the file and stays as before.\n" in said
    byline("import", "people", file(PEOPLE))
    fewer = "\n".join(PEOPLE.splitlines()[:30])
    assert "1 person is not in the file and stays as before; --full" in byline("import", "people", file(fewer))[1]


def test_one_error_is_one_error(byline, company, file):
    wrong = file("name,email\nAn Lee,nowhere\n")
    assert f"\n1 error in {wrong}. Nothing was changed. --skip-bad" in byline("import", "people", wrong)[2]


def test_a_column_is_either_used_or_not(byline, company, file):
    said = byline("import", "ideas", file("title,mood,status\nLamps,light,sent\n"), "--dry-run")[1]
    assert "Used: title.\n" in said
    assert "Columns that were not used: mood, status.\n" in said
    said = byline("import", "ideas", file("title,mood,status\nLamps,light,done\n"), "--dry-run")[1]
    assert "Used: title, status.\n" in said
    assert "Columns that were not used: mood.\n" in said


def test_a_tenth_is_deactivated_without_asking_again(byline, company, file):
    byline("import", "people", file(PEOPLE))
    assert byline("import", "people", file("\n".join(PEOPLE.splitlines()[:28])), "--full")[0] == 0
    assert sum(person.active for person in rows(company, Person)) == 27


def test_a_lead_who_is_not_there_yet_is_told(byline, company, file):
    departments = file("name,lead\nSales,p1@x.example\n")
    code, said, _ = byline("import", "departments", departments)
    assert (code, "row 2, lead: Nobody has" in said, rows(company, Department)[0].lead_id) == (0, True, None)
    byline("import", "people", file(PEOPLE, "people.csv"))
    code, said, _ = byline("import", "departments", departments)
    assert "Sales: lead from “nothing” to “Person 1”" in said
    assert rows(company, Department)[0].lead_id == rows(company, Person)[0].id


def test_ideas_are_imported_once_under_the_name_of_their_file(byline, company, file):
    ideas = file(IDEAS, "box-2024.csv")
    code, said, _ = byline("import", "ideas", ideas)
    assert (code, "2 ideas were imported." in said) == (0, True)
    assert [(post.source, post.external_id) for post in rows(company, Post)] == [("box-2024", "1"), ("box-2024", "2")]
    code, said, _ = byline("import", "ideas", ideas)
    assert "0 are new, 2 are here already" in said
    assert [(note.act, note.label, note.detail) for note in rows(company, AuditNote)] == [
        ("ideas.imported", "box-2024", {"new": 2})
    ]


def test_columns_stages_and_the_rest_can_be_said(byline, company, file):
    byline("import", "departments", file("code,name\nS,Sales\n", "departments.csv"))
    ideas = file("Überschrift;Stand;Wann\nLampen;fertig=ja;31.12.2023\n")
    options = [
        "--map",
        "title=Überschrift",
        "--map",
        "status=Stand",
        "--map",
        "created_at=wann",
        "--stage",
        "fertig=ja=done",
    ]
    code, said, _ = byline(
        "import", "ideas", ideas, *options, "--department", "sales", "--language", "de", "--source", "Box"
    )
    [post] = rows(company, Post)
    assert (code, post.title, post.language, post.source) == (0, "Lampen", "de", "Box")
    assert (post.created_at.year, post.department_id, post.awaits_reply) == (
        2023,
        rows(company, Department)[0].id,
        False,
    )
    assert "title from Überschrift" in said


def test_a_file_in_parts_is_whole_in_the_end(byline, company, file, monkeypatch):
    monkeypatch.setattr("app.ideas.importing.BATCH", 7)
    many = "id,title,date\n" + "".join(f"{n},Idea {n},2024-01-31\n" for n in range(30))
    assert byline("import", "ideas", file(many))[0] == 0
    assert [post.title for post in rows(company, Post)] == [f"Idea {n}" for n in range(30)]


@pytest.mark.parametrize(
    "words",
    [
        ["people", "nowhere.csv"],
        ["departments", "nowhere.csv"],
        ["ideas", "nowhere.csv"],
        ["ideas", "{file}", "--map", "title"],
        ["ideas", "{file}", "--map", "heading=title"],
        ["ideas", "{file}", "--map", "title=nowhere"],
        ["ideas", "{file}", "--stage", "new=somewhere"],
        ["ideas", "{file}", "--stage", "new"],
        ["ideas", "{file}", "--department", "nowhere"],
        ["ideas", "{file}", "--language", "the usual"],
        ["ideas", "{file}", "--unknown"],
        ["nothing"],
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(byline, company, file, words):
    ideas = file(IDEAS)
    code, _, complaint = byline("import", *(word.replace("{file}", str(ideas)) for word in words))
    assert (code, rows(company, Post)) == (2, [])
    assert complaint.strip()
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04" + b"\0" * 200, "title\nЛампы\n".encode() + b"\xff\xfe\xff" + "ещё текст и ещё\n".encode() * 9],
)
def test_a_file_that_is_no_table_is_one_sentence(byline, company, file, content):
    code, _, complaint = byline("import", "ideas", file(content))
    assert (code, rows(company, Post)) == (2, [])
    assert len(complaint.strip().splitlines()) == 1


def test_a_database_that_is_behind_is_one_sentence(byline, company, file, tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", "")
    byline("migrate", "--data", tmp_path / "other")
    with closing(sqlite3.connect(tmp_path / "other" / "byline.db", isolation_level=None)) as db:
        db.execute("UPDATE alembic_version SET version_num = ?", [ScriptDirectory.from_config(config()).get_base()])
    code, _, complaint = byline("import", "people", file(PEOPLE), "--data", tmp_path / "other")
    assert (code, "./byline migrate" in complaint) == (2, True)


@pytest.mark.sqlite
def test_an_import_that_is_killed_is_completed_by_the_next(byline, company, file, settings):
    many = file("id,title,date\n" + "".join(f"{n},Idea {n},2024-01-31\n" for n in range(200)))
    script = (
        "import os, app.cli.importing.ideas as verbs\n"
        "from app.cli.common import cli\n"
        "whole, verbs.importing.BATCH = verbs.importing.write_ideas, 30\n"
        "def killed(db, some, *, run):\n"
        "    written = whole(db, some, run=run)\n"
        "    if some[0].external_id == '90':\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return written\n"
        "verbs.importing.write_ideas = killed\n"
        f"cli(['import', 'ideas', {str(many)!r}, '--data', {str(settings.data)!r}])\n"
    )
    root = Path(importing.__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False, capture_output=True).returncode == -9
    assert len(rows(company, Post)) == 90
    code, said, _ = byline("import", "ideas", many)
    assert (code, "110 are new, 90 are here already" in said) == (0, True)
    assert sorted(int(post.external_id) for post in rows(company, Post)) == list(range(200))
    with company.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


US = "title,created_at\nA,03/04/2024\nB,11/12/2024\n"


def test_the_range_of_dates_is_told_as_it_was_read(byline, company, file):
    ideas = file(US, "us.csv")
    code, _said, complaint = byline("import", "ideas", ideas, "--dry-run")
    assert code == 1
    assert "row 1, created_at: “03/04/2024” in row 2 may be April 3, 2024 or March 4, 2024." in complaint
    assert "Say which with --dates dmy or --dates mdy." in complaint
    for order, told in (("dmy", "3 April 2024 to 11 December 2024"), ("mdy", "4 March 2024 to 12 November 2024")):
        code, said, _complaint = byline("import", "ideas", ideas, "--dry-run", "--dates", order)
        assert (code, f"Dates from {told}.\n" in said) == (0, True)
    assert byline("import", "ideas", ideas, "--dates", "ydm")[0] == 2
    byline("import", "ideas", ideas, "--dates", "mdy")
    assert [local_day(post.created_at, UTC).isoformat() for post in rows(company, Post)] == ["2024-03-04", "2024-11-12"]


def test_without_dates_no_range_is_told(byline, company, file):
    assert "Dates from" not in byline("import", "ideas", file("title\nLamps\n"), "--dry-run")[1]


SHORT = "employee_id,name,email\n1,王芳,a@x.example\n2,李伟,b@x.example\n"


def test_a_guessed_encoding_is_shown_and_never_written(byline, company, tmp_path):
    short = tmp_path / "short.csv"
    short.write_bytes(SHORT.encode("gb18030"))
    code, _said, complaint = byline("import", "people", short)
    assert (code, "nothing was changed" in complaint, people_of(company)) == (2, True, [])
    code, said, _ = byline("import", "people", short, "--dry-run")
    assert (code, "say --encoding" in said, people_of(company)) == (0, True, [])
    assert byline("import", "people", short, "--encoding", "gb18030")[0] == 0
    assert people_of(company) == ["李伟", "王芳"]
    code, _said, complaint = byline("import", "people", short, "--encoding", "klingon")
    assert (code, complaint.strip()) == (2, "There is no encoding called klingon.")


def people_of(company):
    with company.reading() as db:
        return sorted(db.exec(select(Person.name)))
