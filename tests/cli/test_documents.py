"""What docs/importing.md tells people to type works, in its order, with the files that stand beside it."""

import re
import shlex

import pytest

from app import wiring
from app.people import commands as people
from app.people.models import Department, Person
from tests.makers import rows
from tests.rules.sources import ROOT

DOCUMENT = ROOT / "docs" / "importing.md"
FILE = re.compile(r"as `([\w.]+)`:\n\n```csv\n(.*?)```", re.DOTALL)
COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def titled(title: str) -> str:
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture
def section() -> str:
    return titled("People and departments")


@pytest.fixture
def try_all(byline, tmp_path, monkeypatch):
    """Types every command of a section, in its order; which files stand in it, and how many commands there are."""

    def try_(section: str) -> tuple[list[str], list[str]]:
        monkeypatch.chdir(tmp_path)
        files = FILE.findall(section)
        for name, content in files:
            (tmp_path / name).write_text(content, "utf-8")
        lines = [line for block in COMMANDS.findall(section) for line in block.splitlines()]
        for command in (shlex.split(line, comments=True) for line in lines):
            code, said_, complaint = byline(*command[1:])
            assert (command[0], code, complaint) == ("./byline", 0, ""), command
            said.append(said_)
        return [name for name, _content in files], said

    said: list[str] = []
    return try_


def test_every_command_about_ideas_does_what_it_says(company, try_all):
    names, said = try_all(titled("Ideas and comments"))
    assert names == ["box.csv", "said.csv"]
    assert "2 are new" in said[0]
    assert "2 ideas were imported." in said[1]
    assert "2 comments were imported." in said[2]
    assert "0 are here otherwise than the file says now." in said[3]
    assert "2 ideas and 2 comments were taken back." in said[4]
    with company.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


def test_every_command_about_thanks_does_what_it_says(company, try_all, byline):
    for number, name in (("00410", "Ivo Lund"), ("00411", "安李")):
        with company.writing() as db:
            people.add_person(db, name=name, email=f"p{number}@example.com", department_id=None, employee_id=number)
    names, said = try_all(titled("Thanks and awards"))
    assert names == ["wall.csv"]
    assert "2 are new" in said[0]
    assert "1 is an award." in said[0]
    assert "2 thanks were imported." in said[1]
    assert "2 thanks were taken back." in said[2]
    with company.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []
    helped = "".join(byline("import", verb, "--help")[1] for verb in ("thanks", "undo"))
    named = set(re.findall(r"--[a-z][a-z-]+", titled("Thanks and awards")))
    assert [one for one in sorted(named) if one not in helped] == []


def test_every_option_about_ideas_that_the_document_names_is_there(byline):
    helped = "".join(byline("import", verb, "--help")[1] for verb in ("ideas", "comments", "undo"))
    named = set(re.findall(r"--[a-z][a-z-]+", titled("Ideas and comments")))
    assert "--shorten" in named
    assert [one for one in sorted(named) if one not in helped] == []


def test_every_command_of_the_document_does_what_it_says(company, section, try_all):
    names, said = try_all(section)
    assert (names, len(said)) == (["people.csv", "moved.csv", "departments.csv"], 6)
    assert {one.employee_id: (one.name, one.email) for one in rows(company, Person)} == {
        "A-17": ("Ivo Lund", "ivo@example.com"),
        "00411": ("安李", None),
    }
    names = {row.id: row.name for row in rows(company, Department)}
    assert {row.name: (row.code, names.get(row.parent_id or 0)) for row in rows(company, Department)} == {
        "Acme": ("acme", None),
        "Purchasing": ("PUR", "Acme"),
        "Warehouse": ("warehouse", "Acme"),
        "Night": ("NIGHT", "Warehouse"),
        "Dock": ("dock", "Warehouse"),
    }


def test_the_readme_leads_to_the_document():
    assert "(docs/importing.md)" in (ROOT / "README.md").read_text("utf-8")


def test_every_option_that_the_document_names_is_there(byline, section):
    verbs = (("import", "people"), ("import", "departments"), ("invite",))
    helped = "".join(byline(*verb, "--help")[1] for verb in verbs)
    named = set(re.findall(r"--[a-z][a-z-]+", section))
    assert named
    assert [one for one in sorted(named) if one not in helped] == []
