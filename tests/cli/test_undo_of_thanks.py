"""./byline import thanks and undo: what came is known again in any form, and goes as it came."""

import json

import pytest

from app.audit.models import AuditNote
from app.credits.models import CreditLine
from app.imports.models import ImportRun
from app.notices.models import Notice
from app.recognition.models import Receiver, Recognition
from tests.makers import hidden, people_named, rows

HEADER = "giver_email,receiver_email,message,date"
ROWS = (
    ("ana@example.com", "otto@example.com", "He stayed until the lorry was loaded.", "2023-04-15"),
    ("ben@example.com", "lea@example.com", "She asked why, twice.", "2022-12-24"),
)
TWO = "\n".join([HEADER, *('{},{},"{}",{}'.format(*row) for row in ROWS)]) + "\n"


@pytest.fixture
def bring(here, byline, file):
    """Writes a file and brings it; `here` is the company."""

    def once(content, *words, name="wall.csv"):
        return byline("import", "thanks", file(content, name), *words)

    return once


@pytest.fixture
def undo(byline):
    return lambda *words: byline("import", "undo", *words)


def states(store):
    return [row.state for row in rows(store, Recognition)]


def notes(store):
    return [(note.act, note.label, note.detail) for note in rows(store, AuditNote)]


def one(day, message="Well done.", receiver="otto@example.com"):
    return f"{HEADER}\nana@example.com,{receiver},{message},{day}\n"


@pytest.mark.parametrize(
    "content",
    [
        TWO,
        TWO.replace("\n", "\r\n"),
        "\ufeff" + TWO,
        TWO.replace(",", ";").replace("why; twice", "why, twice"),
        "\t".join(HEADER.split(",")) + "\n" + "\n".join("\t".join(row) for row in ROWS) + "\n",
        HEADER + "\n" + "\n".join('{},{},"{}",{}'.format(*row) for row in reversed(ROWS)),
        TWO.replace("ana@", "Ana@").replace("otto@example", "OTTO@Example"),
        TWO.replace("2023-04-15", "15.04.2023").replace("2022-12-24", "24.12.2022"),
        TWO.replace("2023-04-15", "15 April 2023").replace("2022-12-24", "24 Dec 2022"),
        TWO.replace("message", "Message").replace("date", "created_at"),
    ],
)
@pytest.mark.usefixtures("sound")
def test_the_same_thanks_in_another_form_of_the_file_come_once(store, bring, content):
    assert bring(TWO)[0] == 0
    code, said, complaint = bring(content)
    assert (code, "0 are new, 2 are here already and stay as they are." in said) == (0, True), said + complaint
    assert (states(store), len(rows(store, ImportRun))) == (["shown"] * 2, 1)


@pytest.mark.usefixtures("sound")
def test_the_same_thanks_as_lines_of_json_come_once(store, bring):
    assert bring(TWO)[0] == 0
    lines = "\n".join(json.dumps(dict(zip(HEADER.split(","), row, strict=True))) for row in ROWS)
    assert "0 are new, 2 are here already" in bring(lines, name="wall.jsonl")[1]
    assert states(store) == ["shown"] * 2


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("name", ["wall.csv", "wall (1).csv", "wall - Copy.csv", "wall [2] - copy.csv", "wall 2.csv"])
def test_a_second_download_is_the_same_file_and_another_name_is_asked_about(store, bring, name):
    assert bring(TWO)[0] == 0
    code, said, complaint = bring(TWO, name=name)
    if name == "wall 2.csv":
        assert (code, "This very file came in as “wall” on" in complaint, "Say --source wall" in complaint) == (
            2,
            True,
            True,
        )
    else:
        assert (code, "0 are new" in said) == (0, True)
    assert states(store) == ["shown"] * 2


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Bangkok", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_is_that_day_and_a_time_is_of_the_companys_zone(store, bring, monkeypatch, zone):
    monkeypatch.setenv("BYLINE_TIME_ZONE", zone)
    assert "Dates run from 2022-12-24 to 2023-04-15." in bring(TWO)[1]
    assert [row.at.date().isoformat() for row in rows(store, Recognition)] == ["2023-04-15", "2022-12-24"]
    assert {line.at for line in rows(store, CreditLine)} == {row.at for row in rows(store, Recognition)}
    timed = TWO.replace("2023-04-15", "2023-04-15 23:30").replace("2022-12-24", "2022-12-24 00:10")
    assert "Dates run from 2022-12-24 to 2023-04-15." in bring(timed, "--again", name="timed.csv")[1]


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("kind", ["Bridge builder", "bridge  BUILDER", "搭桥人", "ผู้เป็นสะพานเชื่อม"])
def test_an_award_is_one_by_its_name_in_any_language(store, bring, as_, here, kind):
    text = f"receiver_email,message,date,kind\notto@example.com;ben@example.com,She asked why.,2023-04-15,{kind}\n"
    assert "1 is an award." in bring(text)[1]
    page = as_(here.lea).get("/recognition?kind=award&lang=zh-Hans").text
    assert ("She asked why." in page, "搭桥人" in page) == (True, True)
    assert [(line.role, line.act, line.share) for line in rows(store, CreditLine)] == [("award", "awarded", 50)] * 2


@pytest.mark.parametrize("kind", ["Thanks", "kudos", "感谢", "ขอบคุณ", ""])
def test_what_is_called_thanks_is_not_told_to_be_no_award(store, bring, kind):
    said = bring(f"receiver_email,message,date,kind\notto@example.com,Well done.,2023-04-15,{kind}\n")[1]
    assert ("Kinds that are no award" in said, [row.kind for row in rows(store, Recognition)]) == (False, ["thanks"])


@pytest.mark.parametrize(
    ("way", "text", "kept"),
    [
        ("html", "<p>Thank <b>you</b> &amp; all</p><script>alert(1)</script>", "Thank you & all"),
        ("markdown", "**Thank** [you](https://x.example)", "Thank you"),
        ("plain", "<p>Thank **you** &amp; all</p>", "<p>Thank **you** &amp; all</p>"),
    ],
)
@pytest.mark.usefixtures("sound")
def test_texts_are_read_as_it_is_said_they_are_written(store, bring, as_, here, way, text, kept):
    assert bring(one("2023-04-15", text), "--text", way)[0] == 0
    [row] = rows(store, Recognition)
    assert row.message.startswith(kept)
    assert ("alert" in row.message, "<script>alert" in as_(here.lea).get("/recognition").text) == (False, False)


@pytest.mark.parametrize("date", ["2999-01-01", "1969-12-31", "2023-02-30", "yesterday"])
def test_a_day_that_cannot_be_brings_nothing(store, bring, date):
    code, _said, complaint = bring(one(date))
    assert (code, date in complaint, rows(store, Recognition), rows(store, ImportRun)) == (1, True, [], [])


@pytest.mark.usefixtures("sound")
def test_nobody_is_told_of_what_comes_or_goes_and_the_audit_is(store, bring, undo, work):
    bring(TWO)
    bring(TWO)
    undo("wall", "--dry-run")
    undo("wall")
    work()
    assert rows(store, Notice) == []
    assert notes(store) == [
        ("thanks.imported", "wall", {"new": 2}),
        ("import.undone", "wall", {"taken_back": 2}),
    ]
    assert {note.actor_id for note in rows(store, AuditNote)} == {None}


@pytest.mark.usefixtures("sound")
def test_looking_only_changes_nothing(store, bring, undo):
    bring(TWO)
    assert undo("wall", "--dry-run")[:2] == (0, "2 would be taken back.\n")
    assert (states(store), [run.undone_at for run in rows(store, ImportRun)]) == (["shown"] * 2, [None])
    assert len([line for line in rows(store, CreditLine) if line.counters]) == 0


@pytest.mark.usefixtures("sound")
def test_every_line_of_credit_is_countered_once_and_none_is_deleted(store, bring, undo):
    cells = '"otto@example.com;ben@example.com;lea@example.com"'
    bring(one("2023-04-15", receiver=cells))
    undo("wall")
    undo("wall")
    lines = rows(store, CreditLine)
    assert [(line.share, bool(line.counters)) for line in lines if not line.counters] == [
        (34, False),
        (33, False),
        (33, False),
    ]
    assert sorted(line.counters for line in lines if line.counters) == [line.id for line in lines if not line.counters]
    assert len(rows(store, Receiver)) == 3


@pytest.mark.usefixtures("sound")
def test_the_second_time_there_is_nothing_to_take_back(store, bring, undo):
    bring(one("2023-01-01"), name="other.csv")
    bring(TWO)
    undo("wall")
    for words in (["wall"], ["wall", "--all"], ["wall", "--rest"], ["Wall"], ["nowhere"]):
        code, _said, complaint = undo(*words)
        assert (code, f"Nothing is here that came from “{words[0]}”. There are: “other”." in complaint) == (2, True)
    assert len(notes(store)) == 3
    undo("other")
    assert "Nothing was imported." in undo("other")[2]


@pytest.mark.usefixtures("sound")
def test_the_last_file_goes_first_and_all_of_them_when_that_is_said(store, bring, undo):
    days = ["2023-01-01", "2023-02-01", "2023-03-01"]
    for day in days:
        assert bring(one(day))[0] == 0
    assert "1 thanks was taken back." in undo("wall")[1]
    assert states(store) == ["shown", "shown", "undone"]
    assert undo("wall", "--all", "--dry-run")[1] == "2 would be taken back.\n"
    assert "2 thanks were taken back." in undo("wall", "--all")[1]
    assert (states(store), all(run.undone_at for run in rows(store, ImportRun))) == (["undone"] * 3, True)


@pytest.mark.usefixtures("sound")
def test_what_was_taken_back_comes_anew_under_any_name_of_the_file(store, bring, undo):
    bring(TWO)
    undo("wall")
    code, said, complaint = bring(TWO, name="mended.csv")
    assert (code, "2 are new" in said) == (0, True), complaint
    assert [(row.state, row.source) for row in rows(store, Recognition)] == [
        *[("undone", None)] * 2,
        *[("shown", "mended")] * 2,
    ]
    assert undo("mended")[0] == 0


@pytest.mark.usefixtures("sound")
def test_ideas_and_thanks_of_one_source_go_together_when_all_is_said(store, here, bring, undo, byline, file):
    assert bring(TWO)[0] == 0
    assert byline("import", "ideas", file("title,date\nPlant trees,2023-01-01\n", "wall.csv"), "--leave-rest")[0] == 0
    assert "1 idea and 0 comments were taken back." in undo("wall")[1]
    assert states(store) == ["shown"] * 2
    assert "2 thanks were taken back." in undo("wall", "--all")[1]
    assert states(store) == ["undone"] * 2


TOUCHED = [("withdrawn", "Thanks 1 was withdrawn."), ("hidden", "Thanks 1 was hidden.")]


@pytest.fixture
def touched(store, here, as_):
    """The first thanks, by its giver or by an administrator."""

    def once(state):
        id_ = rows(store, Recognition)[0].id
        if state == "hidden":
            hidden(store, by=here.mia, recognition=id_)
        else:
            as_(here.ana).delete(f"/recognition/{id_}")

    return once


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("state", "said"), TOUCHED)
def test_what_somebody_had_to_do_with_stands_in_the_way_and_is_never_undone(store, bring, undo, touched, state, said):
    bring(TWO)
    touched(state)
    code, _said, complaint = undo("wall")
    assert (code, said in complaint, "--rest" in complaint, states(store)) == (2, True, True, [state, "shown"])
    assert len(notes(store)) == 1 + (state == "hidden")
    for _time in range(2):
        assert (undo("wall", "--rest")[0], states(store)) == (0, [state, "undone"])
    assert rows(store, ImportRun)[0].undone_at is None


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("state", "_said"), TOUCHED)
def test_what_somebody_took_from_sight_no_file_brings_back(store, bring, undo, touched, state, _said):
    bring(TWO)
    touched(state)
    undo("wall", "--rest")
    assert "1 is new, 1 is here already and stays as it is." in bring(TWO)[1]
    assert states(store) == [state, "undone", "shown"]


@pytest.mark.usefixtures("sound")
def test_twenty_of_what_is_in_the_way_are_named_and_the_rest_counted(store, here, bring, undo):
    people_named(store, [f"P{n}" for n in range(23)], department_id=here.quality)
    some = "".join(f"ana@example.com,p{n}@example.com,Well.,2023-04-15\n" for n in range(23))
    bring(f"{HEADER}\n{some}")
    for row in rows(store, Recognition):
        hidden(store, by=here.mia, recognition=row.id)
    complaint = undo("wall")[2]
    assert (complaint.count(" was hidden."), "… and 3 more." in complaint) == (20, True)
    assert "had to do with 23 of them" in " ".join(complaint.split())
    code, said, _ = undo("wall", "--rest")
    assert (code, "0 thanks were taken back." in said, set(states(store))) == (0, True, {"hidden"})
