"""Rows that are not taken: handed back as they stood, and nobody is taken for gone who may be in one of them."""

import csv

import pytest
from sqlmodel import SQLModel

from app.discussion.models import Comment, Post
from app.people.models import Department, Person
from app.recognition.models import Recognition
from tests.makers import rows

HEAD = "employee_id,name,email\n"
KINDS = {
    "people": ("employee_id,name,title", "Q{n},Zed {n},Cook"),
    "departments": ("code,name,purpose", "Q{n},Works {n},Makes it"),
    "ideas": ("id,title,created_at", "{n},Lamps {n},2024-01-31"),
    "thanks": ("receiver_email,message,created_at", "ben@example.com,Well done {n},2024-01-31"),
    "comments": ("idea_id,body,created_at", "1,Yes {n},2024-02-01"),
}


def read(path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


MODELS: dict[str, type[SQLModel]] = {
    "people": Person,
    "departments": Department,
    "ideas": Post,
    "thanks": Recognition,
    "comments": Comment,
}


def brought(store, kind) -> int:
    return len(rows(store, MODELS[kind]))


@pytest.fixture
def ready(byline, store, here, file):
    """An idea is there that comments may be about."""
    assert byline("import", "ideas", file("id,title,created_at\n1,Roof,2024-01-30\n", "box.csv"))[0] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_cannot_be_read_is_written_as_it_stood(byline, store, ready, file, tmp_path, kind):
    head, line = KINDS[kind]
    first, second, third = line.format(n=7).split(",")
    wrong = [f"{first},{second}", f"{first},{second},{third},and,more", f"{first},N\0l,{third}"]
    torn = f'"{first}"x,{second},{third}'
    text = "\n".join([head, line.format(n=1), *wrong, torn, line.format(n=2), ""])
    before, bad = brought(store, kind), tmp_path / "bad.csv"
    words = ("--source", "box") if kind == "comments" else ()
    code, _said, complaint = byline("import", kind, file(text), *words, "--skip-bad", bad)
    assert (code, brought(store, kind) - before) == (0, 2), complaint
    header, short, long, nul, raw = read(bad)
    assert header == [*head.split(","), "why"]
    assert short[:3] == [first, second, ""] and "does not have a cell for each column" in short[3]
    assert long[:3] == [first, second, third] and long[4:] == ["and", "more"]
    assert nul[:3] == [first, "N\0l", third] and "NUL" in nul[3]
    assert raw[:3] == [torn, "", ""] and "quotation mark" in raw[3]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_long", [False, True], ids=["to the end", "longer than a cell"])
def test_a_quotation_mark_that_is_never_closed_is_no_row_to_be_skipped(
    byline, store, ready, file, tmp_path, kind, is_long
):
    head, line = KINDS[kind]
    torn = line.format(n=2).replace(",", ',"', 1)
    rest = [line.format(n=n) for n in range(3, 50_000 if is_long else 60)]
    before, bad = brought(store, kind), tmp_path / "bad.csv"
    words = ("--source", "box") if kind == "comments" else ()
    given = file("\n".join([head, line.format(n=1), torn, *rest, ""]))
    for more in ((), ("--skip-bad", bad), ("--skip-bad", bad, "--dry-run")):
        code, _said, complaint = byline("import", kind, given, *words, *more)
        assert (code, "row 3: A " in complaint, "never closed" in " ".join(complaint.split())) == (1, True, True)
        assert ("Nothing was changed." in complaint, "--skip-bad" in complaint) == (True, False)
    assert (brought(store, kind), bad.exists()) == (before, False)


def test_lines_that_a_quotation_mark_swallowed_are_all_there(byline, company, file, tmp_path):
    quoted = [f'"Q{n}","Zed {n}","q{n}@x.example"' for n in range(1, 9)]
    quoted[3] = '"Q4","Zed 4,q4@x.example'
    bad = tmp_path / "bad.csv"
    code, _said, complaint = byline("import", "people", file(HEAD + "\n".join(quoted)), "--skip-bad", bad)
    assert (code, "takes in what follows, up to line 6." in complaint, len(rows(company, Person))) == (0, True, 6)
    [_header, row] = read(bad)
    assert row[0] == "\n".join(quoted[3:5])


def test_what_is_no_object_in_json_is_written_as_it_stood(byline, company, file, tmp_path):
    lines = (
        '{"employee_id": "Q1", "name": "Zed"}\n{"employee_id": "Q4", "name": "Yan"}\n{"employee_id": "Q2", \n["Q3"]\n'
    )
    bad = tmp_path / "bad.csv"
    assert byline("import", "people", file(lines, "people.jsonl"), "--skip-bad", bad)[0] == 0
    assert [row[0] for row in read(bad)[1:]] == ['{"employee_id": "Q2", ', '["Q3"]']
    listed = file('[{"employee_id": "Q1", "name": "Zed"}, "Q5", null, {"employee_id": "Q6"}]', "people.json")
    assert byline("import", "people", listed, "--skip-bad", tmp_path / "worse.csv")[0] == 0
    assert [row[0] for row in read(tmp_path / "worse.csv")[1:]] == ['"Q5"', "null", "Q6"]


def test_what_was_handed_back_twice_has_one_column_of_why(byline, company, file, tmp_path):
    first, second = tmp_path / "bad.csv", tmp_path / "worse.csv"
    byline("import", "people", file(HEAD + "Q1,,\nQ2,Zed,\n"), "--skip-bad", first)
    assert byline("import", "people", first, "--skip-bad", second)[0] == 0
    assert [row[:3] for row in read(second)] == [["employee_id", "name", "email"], ["Q1", "", ""]]
    assert read(second)[0][3:] == ["why"]


# --- A whole roster: who may be in a row that was not taken is in the file. ---

ROSTER = [f"Q{n},Zed Ode {n},q{n}@x.example,Works" for n in range(1, 41)]
WHOLE = "employee_id,name,email,department\n"


@pytest.fixture
def forty(byline, company, file):
    assert byline("import", "people", file(WHOLE + "\n".join(ROSTER)), "--add-departments")[0] == 0


def active(store) -> set[str]:
    return {row.employee_id or "" for row in rows(store, Person) if row.active}


@pytest.mark.parametrize(
    "line",
    [
        "Q7,Zed Ode 7,q7@x.example,Workz",
        "Q7,,,Works",
        "Q7,Zed\0 Ode 7,,",
        "Q7\0,Zed Ode 7,,",
        "Q7,Zed",
        "Q7,Zed,,Works,more",
        "q7 ,,,",
        "Q07,Zed Ode 7,,",
        "Q 7,Zed Ode 7,,",
        ",,Q7@X.example,",
        ",,q7@x.example,Workz",
        "A9,Zed Ode 7,q7@x.example,",
        "2.02E+11,Zed Ode 7,,",
        "2.02E+11,,q7@x.example,",
        ",Zed Ode 7,nowhere,",
    ],
)
def test_whoever_a_refused_row_may_mean_is_in_the_file(byline, company, forty, file, tmp_path, line):
    text = WHOLE + "\n".join([*ROSTER[:6], line, *ROSTER[7:39]])
    words = ("--full", "--skip-bad", tmp_path / "bad.csv")
    code, said, complaint = byline("import", "people", file(text), *words)
    assert code == 0, complaint
    assert "perhaps in row 8, which was not taken: Zed Ode 7 <q7@x.example>\n" in said
    assert "\n1 may be in a row that was not taken, and stays as before.\n" in said
    assert active(company) == {f"Q{n}" for n in range(1, 40)}


@pytest.mark.parametrize(
    "line", ['"Q7"x,Zed Ode 7,,', '"Q7",Zed Ode 7,"q7"@x.example,', "Z9,Wu", "2.02E+11,Wu,,", ",Wu,a b,"]
)
def test_what_does_not_say_whom_it_means_may_mean_anybody(byline, company, forty, file, tmp_path, line):
    text = file(WHOLE + "\n".join([*ROSTER[:39], line]))
    words = ("--full", "--skip-bad", tmp_path / "bad.csv")
    told = "1 row that was not taken does not say who is meant: it may be any of the "
    is_torn = line.startswith('"')
    code, said, _complaint = byline("import", "people", text, *words, "--dry-run")
    assert (code, told in said, active(company)) == (0, True, {f"Q{n}" for n in range(1, 41)})
    code, _said, complaint = byline("import", "people", text, *words)
    assert (code, told in complaint, "Say --yes if that is meant. Nothing was changed." in complaint) == (2, True, True)
    assert (active(company), (tmp_path / "bad.csv").exists()) == ({f"Q{n}" for n in range(1, 41)}, False)
    code, said, _complaint = byline("import", "people", text, *words, "--yes")
    assert (code, told in said, active(company)) == (0, True, {f"Q{n}" for n in range(1, 40)})
    assert is_torn or "perhaps in row" not in said


def test_who_is_new_and_refused_means_nobody_here(byline, company, forty, file, tmp_path):
    text = WHOLE + "\n".join([*ROSTER[:39], "Z9,Wu,wu@x.example,Workz"])
    code, said, _complaint = byline("import", "people", file(text), "--full", "--skip-bad", tmp_path / "bad.csv")
    assert (code, "perhaps" in said, active(company)) == (0, False, {f"Q{n}" for n in range(1, 40)})


def test_many_refused_rows_leave_everybody_in_them_as_they_are(byline, company, forty, file, tmp_path):
    text = WHOLE + "\n".join([*ROSTER[:10], *(line.replace("Works", "Workz") for line in ROSTER[10:])])
    code, said, _complaint = byline("import", "people", file(text), "--full", "--skip-bad", tmp_path / "bad.csv")
    assert "\n30 may be in rows that were not taken, and stay as they are.\n" in said
    assert (code, said.count("perhaps in row"), active(company)) == (0, 20, {f"Q{n}" for n in range(1, 41)})


def test_the_new_id_of_a_refused_row_is_the_same_person(byline, company, forty, file, tmp_path):
    text = WHOLE + "\n".join([*ROSTER[:39], "Z9,Zed Ode 40,other@x.example,Workz"])
    words = ("--full", "--skip-bad", tmp_path / "bad.csv", "--renumber", "Q40=Z9")
    code, said, _complaint = byline("import", "people", file(text), *words)
    assert (code, "perhaps in row 41" in said, len(active(company))) == (0, True, 40)


def test_nobody_loses_their_address_who_may_be_in_a_row_that_cannot_be_read(byline, company, forty, file, tmp_path):
    text = WHOLE + "\n".join([*ROSTER[:39], "Q40,Zed", "Z9,Wu,q40@x.example,"])
    words = ("--full", "--skip-bad", tmp_path / "bad.csv", "--reuse-addresses")
    assert byline("import", "people", file(text), *words)[0] == 0
    [zed] = rows(company, Person, employee_id="Q40")
    assert (zed.active, zed.email, len(rows(company, Person))) == (True, "q40@x.example", 40)


def test_what_a_chain_of_addresses_takes_back_is_not_listed_as_changed(byline, company, forty, file, tmp_path):
    moved = [f"Q{n},Zed Ode {n},q{n + 1}@x.example,Works" for n in range(1, 6)]
    text = file(WHOLE + "\n".join([*moved, "Q6,Zed Ode 6,nowhere,Works", "Q9,Zed Ode 9,q9@y.example,Works"]))
    for more in (("--dry-run",), ()):
        code, said, complaint = byline("import", "people", text, "--skip-bad", tmp_path / "bad.csv", *more)
        assert (code, [line for line in said.splitlines() if line.startswith("changed")]) == (
            0,
            ["changed, row 8: Zed Ode 9: email from “q9@x.example” to “q9@y.example”"],
        )
        assert complaint.count("another employee ID") == 5
    assert said.endswith("Done: 0 added, 1 changed, 0 deactivated.\n")


def test_what_waits_for_others_is_listed_all_the_same(byline, company, forty, file):
    swapped = file(WHOLE + "Q1,Zed Ode 1,q2@x.example,Works\nQ2,Zed Ode 2,q1@x.example,Works\n")
    said = byline("import", "people", swapped)[1]
    assert [line.partition(":")[0] for line in said.splitlines()[:2]] == ["changed, row 2", "changed, row 3"]
