"""What is taken out comes in again as it was."""

import stat

import pytest

from app.audit.models import AuditNote
from app.people import commands, queries
from app.people.models import Person
from tests.makers import rows

pytestmark = pytest.mark.sqlite


@pytest.fixture
def roster(here, store):
    """Also with somebody who left, who has no address, an ID with a sign, and names with what parts others."""
    with store.writing() as db:
        first, second = (
            commands.add_department(db, name=name, code=code) for name, code in (("A/B, C", ""), ("Office", "+2"))
        )
        for name, about in (
            ("Nia Ode", {"employee_id": "+6681", "department_id": first.id}),
            ("安李", {"employee_id": "00411", "title": '装卸工; a, "b"', "department_id": second.id}),
            ("Gone Away", {"email": "gone@x.example", "roles": ["hr", "leader"]}),
        ):
            person = commands.add_person(db, name=name, **about)
        commands.set_active(db, person, active=False)


def test_brought_in_again_a_roster_changes_nothing_and_a_mended_cell_one(byline, store, roster, tmp_path):
    file = tmp_path / "roster.csv"
    code, said, _complaint = byline("export", "people", file)
    assert (code, f"are in {file}." in said, stat.S_IMODE(file.stat().st_mode)) == (0, True, 0o600)
    before = [one.model_dump() for one in rows(store, Person)]
    code, said, complaint = byline("import", "people", file, "--full", "--yes")
    assert (code, "0 added, 0 changed, 0 deactivated" in said) == (0, True), said + complaint
    assert [one.model_dump() for one in rows(store, Person)] == before
    file.write_text(file.read_text("utf-8-sig").replace("Nia Ode", "Nia Oden"), "utf-8")
    assert "1 changed" in byline("import", "people", file)[1]
    with store.reading() as db:
        found = queries.person_by_employee_id(db, "+6681")
        assert found and found.name == "Nia Oden"
    assert [note.detail["rows"] for note in rows(store, AuditNote, act="roster.exported")] == [len(before)]


def test_a_file_that_is_there_stays(byline, roster, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text("kept")
    code, _said, complaint = byline("export", "people", file)
    assert (code, "already" in complaint, file.read_text()) == (2, True, "kept")
    assert byline("export", "people", tmp_path / "nowhere" / "roster.csv")[0] == 2
