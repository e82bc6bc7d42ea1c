"""./byline import: what is said, what is done, and how it ends."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlmodel import col, select

from app import wiring
from app.audit.models import AuditNote
from app.cli import importing
from app.core.db import Database
from app.core.migrating import config
from app.discussion.models import Post
from app.people.models import Department, Person

PEOPLE = "employee_id,name,email\n" + "".join(f"E{n},Person {n},p{n}@x.example\n" for n in range(1, 31))
IDEAS = "id,title,body\n1,Lamps,The lamp at the gate is broken.\n2,Paint,The fence needs paint.\n"


@pytest.fixture
def company(settings, monkeypatch):
    """The store of a company that has begun, in the folder and database that the verbs are told."""
    monkeypatch.setenv("BYLINE_DATA", str(settings.data))
    monkeypatch.setenv("BYLINE_DATABASE_URL", settings.database_url)
    store = Database(settings.url, info={"reactions": wiring.REACTIONS})
    with store.writing() as db:
        wiring.first_rows(db)
    yield store
    store.dispose()


@pytest.fixture
def file(tmp_path):
    def write(content, name="given.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows(store, table):
    with store.reading() as db:
        return list(db.exec(select(table).order_by(col(table.id))))


def test_people_are_imported_and_noted_once(byline, company, file):
    roster = file(PEOPLE)
    code, said, _ = byline("import", "people", roster)
    assert (code, "30 new, 0 changed" in said, len(rows(company, Person))) == (0, True, 30)
    assert "new, line 2: Person 1" in said
    code, said, _ = byline("import", "people", roster)
    assert (code, "0 new, 0 changed, 30 unchanged." in said) == (0, True)
    assert [(note.act, note.detail["new"]) for note in rows(company, AuditNote)] == [("roster.imported", 30)]


@pytest.mark.parametrize("what", ["people", "departments", "ideas"])
def test_a_dry_run_says_everything_and_changes_nothing(byline, company, file, what):
    content = {"people": PEOPLE, "departments": "name\n" + "".join(f"D{n}\n" for n in range(30)), "ideas": IDEAS}[what]
    code, said, _ = byline("import", what, file(content), "--dry-run")
    assert code == 0
    assert ("would be new" in said and said.count("new, line") == 30) or "2 are new" in said
    assert [rows(company, table) for table in (Person, Department, Post, AuditNote)] == [[], [], [], []]


def test_errors_are_told_with_their_lines_and_nothing_is_imported(byline, company, file):
    code, said, complaint = byline("import", "people", file(PEOPLE + "E1,,nowhere\n"))
    assert (code, said, rows(company, Person)) == (1, "", [])
    for part in ("line 32, name:", "line 32, email:", "line 32, employee_id:", "3 errors", "Nothing was changed."):
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


def test_one_error_is_one_error(byline, company, file):
    wrong = file("name,email\nAn Lee,nowhere\n")
    assert byline("import", "people", wrong)[2].endswith(f"\n1 error in {wrong}. Nothing was changed.\n")


def test_a_column_is_either_used_or_not(byline, company, file):
    said = byline("import", "ideas", file("title,tags,status\nLamps,light,sent\n"), "--dry-run")[1]
    assert "Used: title.\n" in said
    assert "Columns that were not used: tags, status.\n" in said
    said = byline("import", "ideas", file("title,tags,status\nLamps,light,done\n"), "--dry-run")[1]
    assert "Used: title, status.\n" in said
    assert "Columns that were not used: tags.\n" in said


def test_a_tenth_is_deactivated_without_asking_again(byline, company, file):
    byline("import", "people", file(PEOPLE))
    assert byline("import", "people", file("\n".join(PEOPLE.splitlines()[:28])), "--full")[0] == 0
    assert sum(person.active for person in rows(company, Person)) == 27


def test_a_lead_who_is_not_there_yet_is_told(byline, company, file):
    departments = file("name,lead\nSales,p1@x.example\n")
    code, said, _ = byline("import", "departments", departments)
    assert (code, "line 2, lead: Nobody has" in said, rows(company, Department)[0].lead_id) == (0, True, None)
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
    assert "title from überschrift" in said


def test_a_file_in_parts_is_whole_in_the_end(byline, company, file, monkeypatch):
    monkeypatch.setattr("app.ideas.importing.BATCH", 7)
    many = "id,title\n" + "".join(f"{n},Idea {n}\n" for n in range(30))
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
    many = file("id,title\n" + "".join(f"{n},Idea {n}\n" for n in range(200)))
    script = (
        "import os, app.cli.importing as verbs\n"
        "from app.cli.common import cli\n"
        "whole, verbs.importing.BATCH = verbs.importing.write_ideas, 30\n"
        "def killed(db, some, *, source):\n"
        "    written = whole(db, some, source=source)\n"
        "    if some[0].external_id == '90':\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return written\n"
        "verbs.importing.write_ideas = killed\n"
        f"cli(['import', 'ideas', {str(many)!r}, '--data', {str(settings.data)!r}])\n"
    )
    root = Path(importing.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False, capture_output=True).returncode == -9
    assert len(rows(company, Post)) == 90
    code, said, _ = byline("import", "ideas", many)
    assert (code, "110 are new, 90 are here already" in said) == (0, True)
    assert sorted(int(post.external_id) for post in rows(company, Post)) == list(range(200))
    with company.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


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
