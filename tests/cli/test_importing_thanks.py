"""./byline import thanks: what is said, what is done, and how it ends."""

import csv
import io
import json
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app import wiring
from app.audit.models import AuditNote
from app.cli import importing
from app.core.clock import is_day
from app.imports.models import ImportRun
from app.recognition.models import Receiver, Recognition
from tests.imports.examples.thanks import THANKS
from tests.makers import an_idea, hidden, people_named, rows

WALL = """id,giver,giver_email,receiver_email,message,created_at,kind
1,Ana,ana@example.com,otto@example.com,He stayed until the lorry was loaded.,2023-04-15,
2,Rosa Antigua,rosa@gone.example,otto@example.com;ben@example.com,You carried it up the stairs.,2022-12-24,Hero
"""


@pytest.fixture
def file(file):
    return lambda content, name="wall.csv": file(content, name)


@pytest.fixture
def bring(byline):
    return lambda *words: byline("import", "thanks", *words)


def shown(store):
    return [row for row in rows(store, Recognition) if row.is_shown]


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def test_thanks_are_brought_with_two_commands_and_noted_once(store, here, bring, file):
    wall = file(WALL)
    code, said, _ = bring(wall, "--dry-run")
    assert (code, rows(store, Recognition), rows(store, ImportRun)) == (0, [], [])
    for part in (
        "wall.csv has 2 rows; the source is “wall”.",
        "Dates run from 2022-12-24 to 2023-04-15.",
        "2 are new, 0 are here already and stay as they are.",
        "Kinds that are no award here, so these are thanks (--award VALUE=KIND): Hero (1).",
        "Givers who are nobody here stand by their names alone: Rosa Antigua (1).",
    ):
        assert part in said
    code, said, _ = bring(wall)
    assert (code, "2 thanks were imported. Search finds them" in said) == (0, True)
    assert "0 are new, 2 are here already and stay as they are." in bring(wall)[1]
    assert [(note.act, note.label, note.detail) for note in rows(store, AuditNote)] == [
        ("thanks.imported", "wall", {"new": 2})
    ]
    assert [is_day(row.at) for row in shown(store)] == [True, True]
    assert problems(store) == []


def test_a_kind_becomes_an_award_when_that_is_said_also_the_next_time(store, here, bring, file):
    code, said, _ = bring(file(WALL), "--award", "Hero=quiet HERO")
    assert (code, "1 is an award." in said) == (0, True)
    assert [row.kind for row in rows(store, Recognition)] == ["thanks", "award"]
    more = WALL.splitlines()[0] + "\n3,Ana,,ben@example.com,Again.,2023-05-01,HERO\n"
    bring(file(more, "wall (1).csv"))
    assert [(row.kind, row.source) for row in rows(store, Recognition)][2] == ("award", "wall")


def test_a_giver_whose_name_somebody_has_is_told(store, here, bring, file):
    wall = file("giver,receiver_email,message,date\nAna,otto@example.com,Well done.,2023-04-15\n")
    said = bring(wall, "--dry-run")[1]
    assert "Exactly one person here is called like the giver of 1 of them; --match-names takes these" in said
    assert bring(wall, "--match-names")[0] == 0
    assert rows(store, Recognition)[0].giver_id == here.ana


def test_an_unknown_kind_of_award_is_refused_with_those_there_are(store, here, bring, file):
    code, _said, complaint = bring(file(WALL), "--award", "Hero=Knight")
    assert (code, rows(store, Recognition)) == (2, [])
    assert "“Knight” is not a kind of award here. There are: “Bridge builder”" in complaint


@pytest.mark.parametrize("example", THANKS, ids=lambda example: example.name)
def test_a_known_export_goes_in_with_two_commands_or_stops_with_what_to_say(
    store, here, bring, byline, file, as_, example
):
    roster = "employee_id,name,email\nE1001,Ána Øen,ana@corp.example\nE1002,Bjørn Åse,bjorn@corp.example\n"
    byline("import", "people", file(roster, "people.csv"))
    given = file(example.content, example.name)
    if example.stops:
        code, _said, complaint = bring(given)
        assert code in {1, 2}
        assert any(word in complaint for word in example.stops.split("|"))
        assert rows(store, Recognition) == []
    code, said, complaint = bring(given, *example.options, "--dry-run")
    assert (code, rows(store, Recognition)) == (0, []), said + complaint
    assert bring(given, *example.options)[0] == 0
    made = shown(store)
    assert len(made) == example.brings
    assert problems(store) == []
    for row in made:
        page = as_(here.lea).get(f"/recognition/{row.id}")
        assert (page.status_code, row.message in page.text) == (200, True)
    day = example.first.get("day")
    assert day in {None, made[0].at.date().isoformat()}


def test_what_looks_like_much_and_is_not_used_stops_with_the_option_to_copy(store, here, bring, file):
    rows_ = "".join(f"otto@example.com,He carried the heavy box number {n} up all the stairs.\n" for n in range(4))
    wall = file("Receiver Email,Blurb\n" + rows_)
    code, _said, complaint = bring(wall, "--date", "2023-01-01")
    assert code in {1, 2}
    assert "--map message=Blurb" in complaint
    assert rows(store, Recognition) == []
    assert bring(wall, "--date", "2023-01-01", "--map", "message=Blurb")[0] == 0
    assert {row.at.date() for row in rows(store, Recognition)} == {date(2023, 1, 1)}


def test_without_a_column_of_receivers_it_stops(store, here, bring, file):
    code, _said, complaint = bring(file("text,date\nWell done.,2023-01-01\n"))
    assert (code, rows(store, Recognition)) == (1, [])
    assert "There is no column of who was thanked among “text”, “date”." in complaint


def test_without_dates_it_asks_rather_than_take_today(store, here, bring, file):
    wall = file("receiver_email,message\notto@example.com,Well done.\n")
    code, _said, complaint = bring(wall)
    assert (code in {1, 2}, "--date" in complaint, rows(store, Recognition)) == (True, True, [])
    assert bring(wall, "--date", "today")[0] == 0


def test_dates_that_may_be_two_days_are_asked_for(store, here, bring, file):
    wall = file("receiver_email,message,date\notto@example.com,Well done.,03/04/2023\n")
    code, _said, complaint = bring(wall)
    assert (code, "--dates" in complaint, rows(store, Recognition)) == (1, True, [])
    assert bring(wall, "--dates", "mdy")[0] == 0
    assert rows(store, Recognition)[0].at.date() == date(2023, 3, 4)


def test_texts_in_html_become_plain_ones(store, here, bring, file):
    text = "<p>Thank you <b>Otto</b> &amp; team</p><p>for the stairs.</p>"
    wall = file(f"receiver_email,message,date\notto@example.com,{text},2023-04-15\n")
    assert "Texts are in HTML and become plain ones" in bring(wall)[1]
    assert rows(store, Recognition)[0].message == "Thank you Otto & team\nfor the stairs."


def test_signs_in_plain_texts_stay_as_they_were_typed(store, here, bring, file):
    wall = file('receiver_email,message,date\notto@example.com,"* 5 boxes\n# 1 of *all* <us>",2023-04-15\n')
    assert bring(wall)[0] == 0
    assert rows(store, Recognition)[0].message == "* 5 boxes\n# 1 of *all* <us>"


def test_a_department_beside_receivers_is_thanked_only_when_that_is_said(store, here, bring, file):
    wall = file("receiver_email,department,message,date\notto@example.com,Sales,Well done.,2023-04-15\n")
    assert "Columns that were not used: department." in bring(wall)[1]
    assert [row.party_kind for row in rows(store, Receiver)] == ["person"]
    other = file("receiver_email,department,message,date\notto@example.com,Quality,Well done.,2023-04-16\n", "o.csv")
    assert bring(other, "--map", "department=department")[0] == 0
    assert sorted(row.name for row in rows(store, Receiver)) == ["Otto", "Otto", "Quality"]


def test_a_list_of_thanked_departments_is_one(store, here, bring, file):
    assert bring(file("department,message,date\nSales,Well done.,2023-04-15\n"))[0] == 0
    assert [row.name for row in rows(store, Receiver)] == ["Sales"]


def test_ids_of_another_system_are_not_taken_for_ours(store, here, bring, file):
    wall = file(
        "Sender ID,Sender Email,Recipient ID,Recipient Email,message,date\n"
        "5f1,ana@example.com,5f2,ben@example.com,Well done.,2023-04-15\n"
    )
    said = bring(wall)[1]
    assert "Nobody here has an employee ID of column “Sender ID”" in said
    assert [(row.giver_id, row.giver_name) for row in rows(store, Recognition)] == [(here.ana, "Ana")]
    code, _said, complaint = bring(wall, "--map", "receiver_employee_id=Recipient ID", "--again")
    assert (code, "another employee ID here than “5f2”" in complaint) == (1, True)


def test_rows_that_are_wrong_are_left_to_be_mended_and_brought_again(store, here, bring, file, tmp_path):
    wall = file(WALL + "3,,,nobody@x.example,=1+1,2023-01-01,\n")
    assert bring(wall)[0] == 1
    assert rows(store, Recognition) == []
    mended = tmp_path / "mended.csv"
    code, said, complaint = bring(wall, "--skip-bad", mended)
    assert (code, "1 row that could not be taken is left to be mended." in said) == (0, True)
    assert "Nobody here has" in complaint
    assert len(rows(store, Recognition)) == 2
    text = mended.read_text("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["id"], row["message"], "nobody@x.example" in row["why"]) == ("3", "=1+1", True)
    mended.write_text(text.replace("nobody@x.example", "ben@example.com", 1), "utf-8")
    assert bring(mended, "--source", "wall")[0] == 0
    assert len(rows(store, Recognition)) == 3


def test_errors_are_cut_at_twenty_and_all_of_them_in_a_private_file(store, here, bring, file, settings):
    many = "".join(f"{n},,,nobody{n}@x.example,Well.,2023-01-01,\n" for n in range(10, 60))
    code, _said, complaint = bring(file(WALL + many))
    assert (code, complaint.count("Nobody here has")) == (1, 20)
    listed = settings.data / "imports" / "wall-errors.txt"
    assert str(listed) in complaint
    assert len(listed.read_text("utf-8").splitlines()) == 50
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600


def test_strangers_beside_somebody_can_be_kept_by_name(store, here, bring, file):
    wall = file("receivers,message,date\nRosa Antigua; otto@example.com,Well done.,2023-04-15\n")
    assert bring(wall)[0] == 1
    code, said, _ = bring(wall, "--keep-names")
    assert (code, "1 also names receivers who are nobody here, and have no credit." in said) == (0, True)
    assert {(row.party_kind, row.name) for row in rows(store, Receiver)} == {
        ("person", "Otto"),
        ("name", "Rosa Antigua"),
    }


def test_the_same_file_under_another_name_is_known_again(store, here, bring, file):
    bring(file(WALL))
    code, _said, complaint = bring(file(WALL, "export.csv"))
    assert (code, "This very file came in as “wall” on" in complaint, "Say --source wall" in complaint) == (
        2,
        True,
        True,
    )
    code, _said, complaint = bring(file(WALL.replace("stairs", "steps"), "june.csv"))
    assert (code, "2 of these 2 thanks are here already, from “wall”" in complaint) == (2, True)
    assert len(rows(store, Recognition)) == 2
    assert bring(file(WALL, "export.csv"), "--again")[0] == 0
    assert len(rows(store, Recognition)) == 4


def test_what_was_told_once_holds_for_the_next_file(store, here, bring, file):
    first = "An,Was,Wann\nOtto,Gut gemacht und ganz allein.,03/04/2023\n"
    told = ["--map", "receivers=An", "--map", "message=Was", "--map", "created_at=Wann", "--match-names"]
    assert bring(file(first, "mai.csv"), *told, "--dates", "dmy")[0] == 0
    second = "An,Was,Wann\nBen,Auch gut gemacht.,04/05/2023\n"
    code, said, complaint = bring(file(second, "mai (1).csv"))
    assert (code, "What was told of “mai”" in said) == (0, True), complaint
    assert [row.at.month for row in rows(store, Recognition)] == [4, 5]


def test_an_import_is_taken_back_by_its_source(store, here, bring, file, byline):
    bring(file(WALL))
    assert byline("import", "undo", "wall", "--dry-run")[1].endswith("2 would be taken back.\n")
    code, said, _ = byline("import", "undo", "wall")
    assert (code, "2 thanks were taken back." in said, shown(store)) == (0, True, [])
    assert problems(store) == []
    assert "2 are new" in bring(file(WALL))[1]
    assert len(shown(store)) == 2


def test_what_an_administrator_hid_stands_in_the_way_of_taking_back(store, here, bring, file, byline):
    bring(file(WALL))
    hidden(store, by=here.mia, recognition=rows(store, Recognition)[0].id)
    code, _said, complaint = byline("import", "undo", "wall")
    assert (code, "Thanks 1 was hidden." in complaint, len(shown(store))) == (2, True, 1)
    assert "1 thanks was" in byline("import", "undo", "wall", "--rest")[1]
    assert [row.state for row in rows(store, Recognition)] == ["hidden", "undone"]
    assert "1 is here already" in bring(file(WALL), "--dry-run")[1]


def test_json_of_a_program_is_read_as_well(store, here, bring, file):
    bonus = {
        "id": "b1",
        "created_at": "2023-02-01T10:15:00Z",
        "reason": "+10 for staying late",
        "amount": 10,
        "giver": {"email": "ana@example.com", "display_name": "ana"},
        "receiver": {"email": "otto@example.com", "display_name": "otto"},
    }
    code, said, complaint = bring(file(json.dumps({"success": True, "result": [bonus]}), "bonuses.json"))
    assert (code, "This looks like an export of Bonusly." in said) == (0, True), complaint
    assert [(row.giver_id, row.message, row.external_id) for row in rows(store, Recognition)] == [
        (here.ana, "+10 for staying late", "b1")
    ]


def test_texts_that_look_like_formulas_are_defused_in_records(store, here, bring, file, as_):
    wall = file('receiver_email,message,date\notto@example.com,"=HYPERLINK(""http://x.example"")",2023-04-15\n')
    assert bring(wall)[0] == 0
    answer = as_(here.hana).post(
        "/records.csv", data={"since": "2023-01-01", "until": "2023-12-31", "purpose": "A review of the year."}
    )
    [line] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (line["subject"], line["date"], line["role"]) == ('\'=HYPERLINK("http://x.example")', "2023-04-15", "thanks")


def test_a_link_to_an_idea_here_is_what_the_thanks_is_about(store, here, bring, file, monkeypatch):
    monkeypatch.setenv("BYLINE_BASE_URL", "https://byline.example")
    idea = an_idea(store, by=here.otto)
    wall = file(
        "receiver_email,message,date,link\n"
        f"otto@example.com,One.,2023-04-15,https://byline.example/ideas/{idea}-plant-trees\n"
        f"otto@example.com,Two.,2023-04-15,https://elsewhere.example/ideas/{idea}\n"
    )
    assert "1 link leads to nothing here and is not kept." in bring(wall)[1]
    assert [(row.subject_kind, row.subject_ref) for row in rows(store, Recognition)] == [("idea", idea), ("", 0)]


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.csv"],
        ["{file}", "--map", "message"],
        ["{file}", "--map", "heading=message"],
        ["{file}", "--award", "Hero"],
        ["{file}", "--dates", "soon"],
        ["{file}", "--date", "soon"],
        ["{file}", "--source", "x" * 101],
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(store, here, bring, file, words):
    wall = file(WALL)
    code, _said, complaint = bring(*(word.replace("{file}", str(wall)) for word in words))
    assert (code, rows(store, Recognition)) == (2, [])
    assert complaint.strip()
    assert "Traceback" not in complaint


@pytest.mark.sqlite
def test_an_import_that_is_killed_is_completed_by_the_next(store, here, bring, file, settings):
    people_named(store, [f"P{n}" for n in range(5)], department_id=here.sales)
    many = file(
        "id,receiver_email,message,date\n"
        + "".join(f"{n},p{n % 5}@example.com,Well {n}.,2023-04-15\n" for n in range(200))
    )
    script = (
        "import os, app.cli.importing.thanks as verbs\n"
        "from app.cli.common import cli\n"
        "whole, verbs.importing.BATCH = verbs.importing.write_thanks, 30\n"
        "def killed(db, some, languages, **about):\n"
        "    written = whole(db, some, languages, **about)\n"
        "    if any(one.external_id == '90' for one in some):\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return written\n"
        "verbs.importing.write_thanks = killed\n"
        f"cli(['import', 'thanks', {str(many)!r}, '--data', {str(settings.data)!r}])\n"
    )
    root = Path(importing.__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False, capture_output=True).returncode == -9
    kept = len(rows(store, Recognition))
    assert 0 < kept < 200
    assert f"{200 - kept} are new, {kept} are here already" in bring(many)[1]
    assert sorted(int(row.external_id or "") for row in rows(store, Recognition)) == list(range(200))
    assert problems(store) == []
