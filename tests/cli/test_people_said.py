"""./byline import people and departments: what is printed, cut, kept beside, asked again and remembered."""

import csv
import os
import stat
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from app.cli.importing import pacing
from app.cli.importing.opening import merged
from app.cli.importing.pacing import Pace
from app.imports.models import ImportRun
from app.people import commands, queries
from app.people.models import Department, Person
from app.people.roles import Role
from tests.makers import roles_of, rows

HEAD = "employee_id,name,email\n"
MONTH = 31 * 24 * 3600


def roster(count: int, name: str = "Person") -> str:
    return HEAD + "".join(f"E{n},{name} {n},p{n}@x.example\n" for n in range(1, count + 1))


@pytest.fixture
def bring(byline, file):
    """Brings a text, or a file that is there: exit code, what was said, what was complained of."""

    def run(content, *words, kind="people", name="given.csv"):
        return byline("import", kind, file(content, name) if isinstance(content, str | bytes) else content, *words)

    return run


@pytest.fixture
def kept(settings):
    """What lies beside, by its name: what is in it."""
    folder = settings.data / "imports"
    return lambda: {one.name: one.read_text() for one in sorted(folder.glob("*"))} if folder.exists() else {}


def made(company, *employee_ids: str, **roles: Role) -> None:
    with company.writing() as db:
        for id_ in employee_ids:
            found = commands.add_person(db, name=f"Admin {id_}", employee_id=id_)
            commands.set_roles(db, found, list(roles.values()))


def read(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize(("count", "cut"), [(20, ""), (21, "… and 1 more like this.\n")])
@pytest.mark.parametrize(("status", "line"), [("", "changed, row "), ("left", "has left, row "), ("new", "new, row ")])
def test_the_twenty_first_line_of_a_sort_is_the_first_that_is_cut(bring, company, kept, count, cut, status, line):
    text = "employee_id,name,status\n" + "".join(f"E{n},Colleague {n},{status}\n" for n in range(1, count + 1))
    if status != "new":
        bring(roster(count))
    _code, said, _complaint = bring(text, "--dry-run", name="next.csv")
    assert [part.count(line) for part in (said, kept().get("next-lines.txt", ""))] == [20, count if cut else 0]
    assert (cut in said, said.count("more like this")) == (True, int(bool(cut)))


def test_lists_of_names_are_gone_after_a_month_and_nobody_else_may_read_them(bring, company, settings):
    bring(roster(25), "--dry-run", name="old.csv")
    bring(roster(25), "--dry-run", name="young.csv")
    folder = settings.data / "imports"
    then = time.time() - MONTH
    os.utime(folder / "old-lines.txt", (then, then))
    bring(roster(25), "--dry-run")
    assert sorted(one.name for one in folder.iterdir()) == ["given-lines.txt", "young-lines.txt"]
    assert (stat.S_IMODE(folder.stat().st_mode), *(stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir())) == (
        *(0o700, 0o600, 0o600),
    )


@pytest.mark.parametrize("name", [".. etc staff.csv", "พนักงาน 2026.csv", "名单(1).csv", "-.csv"])
def test_a_list_is_called_like_its_file_and_lies_in_its_folder(bring, company, settings, name):
    assert bring(roster(21), "--dry-run", name=name)[0] == 0
    [found] = (settings.data / "imports").iterdir()
    assert found.name.endswith("-lines.txt")
    assert not {" ", "(", "/"} & set(found.name)


@pytest.mark.parametrize(
    ("kinds", "each", "said", "are_kept"),
    [
        (20, 1, "", False),
        (20, 3, "", False),
        (20, 4, "", True),
        (21, 1, "… and 1 more error.", True),
        (22, 2, "… and 4 more errors.", True),
    ],
)
def test_errors_are_cut_at_twenty_kinds_and_kept_where_not_all_rows_are_named(
    bring, company, kept, kinds, each, said, are_kept
):
    lines = (f"E{n},P {n},Nowhere {n % kinds}\n" for n in range(kinds * each))
    code, _said, complaint = bring("employee_id,name,department\n" + "".join(lines))
    assert (code, complaint.count("There is no open department")) == (1, 20)
    assert ("more error" in complaint, said in complaint) == (bool(said), True)
    assert f"{kinds * each} errors in " in complaint
    assert ("Every one of them is in" in complaint, [text.count("\n") for text in kept().values()]) == (
        *(are_kept, [kinds * each] if are_kept else []),
    )


def test_rows_are_numbered_by_the_spreadsheet_and_by_the_line_in_lists_and_in_errors(bring, company):
    text = 'employee_id,name,title\n1,Ada,"Head\nof\nSales"\n2,Ben,\n3,,\n'
    assert "row 4 (line 6), name: This is needed.\n" in bring(text)[2]
    said = bring(text.replace("3,,", "3,Cem,"))[1]
    assert said.startswith("new, row 2: Ada\nnew, row 3 (line 5): Ben\nnew, row 4 (line 6): Cem\n")


HARD = [
    ("E1", 'O"Hara, Ivo', "ivo@x.example"),
    ("E2", " Nia  Lund\nDag", "nowhere"),
    ("007", "=Kit", "kit@x.example"),
    ("E4", "", "é@x.example"),
]


def test_rows_that_are_wrong_come_back_to_the_letter_and_once_mended_are_brought(bring, company, tmp_path, file):
    path, bad = file("", "hard.csv"), tmp_path / "bad.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([("employee_id", "name", "email"), *HARD])
    code, said, _complaint = bring(path, "--skip-bad", bad)
    assert (code, said.endswith("Done: 2 added, 0 changed, 0 deactivated.\n")) == (0, True)
    found = read(bad)
    assert [(one["employee_id"], one["name"], one["email"]) for one in found] == [HARD[1], HARD[3]]
    assert [one["why"].partition(":")[0] for one in found] == ["row 3, email", "row 5, name"]
    mended = bad.read_text("utf-8-sig").replace(",nowhere", ",nia@x.example").replace("E4,,", "E4,Eve,")
    code, said, complaint = bring(mended, "--skip-bad", tmp_path / "none.csv", name="mended.csv")
    assert (code, complaint, "2 new, 0 changed, 0 unchanged." in said) == (0, "", True)
    assert not (tmp_path / "none.csv").exists(), "made only where there are such rows"
    assert {one.employee_id for one in rows(company, Person)} == {"E1", "E2", "007", "E4"}


def test_a_row_that_repeats_another_is_left_to_be_mended_and_the_first_is_taken(bring, company, tmp_path):
    bad = tmp_path / "bad.csv"
    assert bring(HEAD + "E1,Ada,a@x.example\nE1,Ben,b@x.example\nE3,Cem,A@x.example\n", "--skip-bad", bad)[0] == 0
    assert [one.name for one in rows(company, Person)] == ["Ada"]
    assert [(one["name"], one["why"]) for one in read(bad)] == [
        ("Ben", "row 3, employee_id: This is in row 2 already."),
        ("Cem", "row 4, email: This is in row 2 already."),
    ]


def test_what_is_wrong_with_the_whole_file_is_mended_by_no_skipping(bring, company, tmp_path):
    bad = tmp_path / "bad.csv"
    code, _said, complaint = bring("Phone,Floor\n1,2\n", "--skip-bad", bad)
    assert (code, bad.exists(), "There is no column of names." in complaint) == (1, False, True)
    assert ("2 errors in" in complaint, "--skip-bad FILE" in complaint) == (True, False)
    code, _said, complaint = bring(roster(2), "--skip-bad", tmp_path / "nowhere" / "bad.csv")
    assert (code, "cannot be written: No such file or directory." in complaint, rows(company, Person)) == (2, True, [])


@pytest.mark.parametrize(("gone", "needs_yes"), [(3, False), (4, True)])
@pytest.mark.parametrize("how", ["--full", "status"])
def test_more_than_one_in_ten_who_leave_are_worth_a_second_thought(bring, company, gone, needs_yes, how):
    bring(roster(30))
    left = HEAD + "".join(f"E{n},Person {n},p{n}@x.example\n" for n in range(1 + gone, 31))
    said_so = "employee_id,name,status\n" + "".join(f"E{n},Person {n},left\n" for n in range(1, 1 + gone))
    words = ["--full"] if how == "--full" else []
    code, said, complaint = bring(left if words else said_so, *words, name="next.csv")
    assert (code, f"{gone} of 30 people would be deactivated." in complaint) == ((2, True) if needs_yes else (0, False))
    assert ("would be " in said, sum(not one.active for one in rows(company, Person))) == (
        *(needs_yes, 0 if needs_yes else gone),
    )


@pytest.mark.parametrize(("moved", "needs_yes"), [(5, False), (6, True)])
def test_more_than_a_few_addresses_that_change_hands_are_worth_one_too(bring, company, moved, needs_yes):
    bring(roster(30))
    turned = {n: n % moved + 1 if n <= moved else n for n in range(1, 31)}
    text = HEAD + "".join(f"E{n},Person {n},p{other}@x.example\n" for n, other in turned.items())
    code, _said, complaint = bring(text)
    assert (code, f"{moved} e-mail addresses would go" in complaint) == ((2, True) if needs_yes else (0, False))
    assert bring(text, "--dry-run")[0] == 0


def test_a_dry_run_says_would_and_leaves_nothing_behind(bring, company, kept):
    bring(roster(3))
    text = HEAD + "E1,Another,p1@x.example\nE9,New,n@x.example\n"
    code, said, complaint = bring(text, "--dry-run", "--full")
    assert (code, complaint) == (0, "")
    assert "1 would be new, 1 would be changed, 0 unchanged.\n" in said
    assert "not in the file: Person 2 <p2@x.example>\n" in said
    assert said.endswith("2 would be deactivated.\n")
    assert ([one.name for one in rows(company, Person)], len(rows(company, ImportRun)), kept()) == (
        *(["Person 1", "Person 2", "Person 3"], 1, {}),
    )


def test_whoever_has_no_address_is_named_by_what_they_sign_in_with(bring, company):
    bring("employee_id,name\nPK-7,Pim\nPK-8,Nu\n")
    said = bring("employee_id,name\nPK-8,Nu\n", name="next.csv")[1]
    assert "not in the file: Pim <PK-7>\n" in said
    assert "1 person is not in the file and stays as before; --full deactivates them.\n" in said


def test_what_was_said_of_columns_holds_until_something_else_is_said(bring, company):
    text = "Nr,Who,Alias,Mail\n1,Ada Wu,Addy,ada@x.example\n"
    choice = ("--map", "employee_id=Nr", "--map", "name=Who")
    bring(text, *choice, name="staff.csv")
    bring(text.replace("Ada Wu", "Ada Li"), name="staff.csv")
    assert [one.name for one in rows(company, Person)] == ["Ada Li"]
    bring(text, "--map", "name=Alias", name="staff.csv")
    bring(text.replace("Addy", "Ad"), name="staff (2).csv")
    assert [one.name for one in rows(company, Person)] == ["Ad"], "the last choice, with the others as they were"
    code, _said, complaint = bring(text, kind="departments", name="staff.csv")
    assert (code, "There is no column of names." in complaint) == (1, True), "of another kind nothing was said"


def test_a_dry_run_remembers_nothing(bring, company):
    text = "Nr,Who\n1,Ada Wu\n"
    assert bring(text, "--map", "employee_id=Nr", "--map", "name=Who", "--dry-run")[0] == 0
    assert bring(text)[0] == 1


def test_letters_of_an_old_encoding_are_asked_for_and_remembered(bring, company):
    names = ["陈晓明", "李娜", "王建国", "张丽华", "刘洋", "赵敏", "周杰", "吴倩", "郑凯", "孙悦"]
    text = "工号,姓名\n" + "".join(f"{n},{name}\n" for n, name in enumerate(names, 1))
    code, _said, complaint = bring(text.encode("gb18030"))
    assert (code, "does not say its encoding" in complaint, rows(company, Person)) == (2, True, [])
    assert "it was read as" in bring(text.encode("gb18030"), "--dry-run")[1]
    assert bring(text.encode("gb18030"), "--encoding", "gb18030")[0] == 0
    assert bring(text.replace("孙悦", "孙月").encode("gb18030"))[0] == 0
    assert [one.name for one in rows(company, Person)] == [*names[:-1], "孙月"]


def test_the_row_that_would_leave_no_administrator_is_told_and_another_that_makes_one_mends_it(bring, company):
    made(company, "A1", role=Role.ADMIN)
    text = "employee_id,name,roles\nE2,Ben,leader\nA1,Admin A1,\n"
    for words in ((), ("--skip-bad", "bad.csv")):
        code, _said, complaint = bring(text, *words)
        assert (code, "row 3, roles: This is the last administrator." in complaint) == (1, True)
    assert len(rows(company, Person)) == 1
    assert bring(text.replace("leader", "admin"))[0] == 2
    assert bring(text.replace("leader", "admin"), "--yes")[0] == 0
    held = {one.employee_id: roles_of(company, one.id) for one in rows(company, Person)}
    assert held == {"A1": [], "E2": [Role.ADMIN]}


def test_an_administrator_is_named_by_id_or_by_address_in_any_spelling_and_nobody_else_is(bring, company):
    made(company, "A1", "A2", role=Role.ADMIN)
    bring(roster(3))
    for who in ("E1", "p2@x.example", "A9"):
        code, _said, complaint = bring(roster(3), "--deactivate-admin", who, "--yes")
        assert (code, complaint) == (2, f"Nobody with the e-mail address or employee id {who} is administrator.\n")
    assert bring(roster(3), "--full", "--deactivate-admin", "ａ１", "--yes")[0] == 0
    assert [one.employee_id for one in rows(company, Person) if not one.active] == ["A1"]


def test_departments_are_said_with_place_and_lead_and_the_same_file_again_says_nothing_is_done(bring, company):
    text = "code,name,parent,lead\nA,Acme,,E1\nS,Sales,A,E2\n"
    with company.writing() as db:
        commands.add_person(db, name="Ada", employee_id="E1")
        commands.add_department(db, name="Yard")
    said = bring(text, kind="departments")[1]
    assert said.startswith("new, row 2: Acme\nnew, row 3: Sales, part of Acme\nrow 3, lead: Nobody has")
    assert "2 new, 0 changed, 0 unchanged.\n1 department is not in the file and stays as before.\n" in said
    assert said.endswith("Done: 2 added, 0 changed.\n")
    said = bring(text, kind="departments")[1]
    assert ("0 new, 0 changed, 2 unchanged." in said, "Done" in said, len(rows(company, ImportRun))) == (True, False, 1)
    with company.reading() as db:
        found = queries.department_coded(db, "A")
        assert found and queries.person(db, found.lead_id or 0).name == "Ada"


def test_departments_that_are_wrong_are_left_to_be_mended_and_many_lines_are_cut(bring, company, kept, tmp_path):
    lines = "".join(f"D{n},Team {n},{'Mars/Base' if n == 7 else ''}\n" for n in range(1, 26))
    bad = tmp_path / "bad.csv"
    code, said, complaint = bring(f"code,name,time_zone\n{lines}", "--skip-bad", bad, kind="departments")
    assert (code, said.count("new, row "), "… and 4 more like this." in said) == (0, 20, True)
    assert ("row 8, time_zone:" in complaint, [one["code"] for one in read(bad)]) == (True, ["D7"])
    assert (len(rows(company, Department)), kept()["given-lines.txt"].count("\n")) == (24, 24)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ({}, {"dates": "dmy"}, {"dates": "dmy"}),
        ({"dates": "dmy"}, {"dates": ""}, {"dates": "dmy"}),
        ({"dates": "dmy"}, {"dates": "mdy", "header": []}, {"dates": "mdy"}),
        ({"leave": ["Role"]}, {"leave": ["Floor"]}, {"leave": ["Floor"]}),
        (
            {"columns": {"name": "A", "email": "B"}},
            {"columns": {"name": "C"}},
            {"columns": {"name": "C", "email": "B"}},
        ),
        ({"columns": {"name": "A"}}, {"columns": {}}, {"columns": {"name": "A"}}),
        ({"shorten": True}, {"shorten": False}, {"shorten": False}),
        ({"shorten": True}, {"shorten": None}, {"shorten": True}),
    ],
)
def test_what_is_said_now_stands_in_place_of_what_was_told_before(before, said, after):
    assert merged(before, said) == after


@dataclass
class Clock:
    """Tells how long each turn is to last, and how long somebody slept."""

    at: float = 100.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.at += seconds


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=lambda: found.at, sleep=found.sleep))
    return found


def turns(pace: Pace, clock: Clock, seconds: float, weights: list[int]) -> list[list[int]]:
    done = []
    for some in pace.portions(weights, int):
        with pace.turn():
            clock.at += seconds
        done.append(some)
    return done


@pytest.mark.parametrize(
    ("seconds", "sizes"),
    [(0.01, [30, 60, 120, 120]), (0.08, [30, 30, 30]), (0.5, [30, 15, 7, 3, 1, 1])],
)
def test_portions_grow_where_the_machine_is_quick_and_shrink_where_it_is_slow(clock, seconds, sizes):
    done = turns(Pace(120, breathes=False), clock, seconds, [1] * 400)
    assert [len(some) for some in done][: len(sizes)] == sizes
    assert (sum(map(len, done)), clock.slept) == (400, [])


@pytest.mark.parametrize("weights", [[24] * 5, [500, 1, 1], [1, 500, 1], [5] * 40, []])
def test_what_is_heavy_stands_alone_and_nothing_is_lost_or_put_in_another_order(clock, weights):
    done = turns(Pace(120, breathes=False), clock, 0.08, weights)
    assert [one for some in done for one in some] == weights
    assert all(len(some) == 1 or sum(some) <= pacing.FIRST for some in done)


def test_between_two_portions_the_writer_is_free_for_a_breath_and_no_longer(clock):
    pace = Pace(30, breathes=True)
    turns(pace, clock, 0.08, [30, 30])
    clock.at += 5
    turns(pace, clock, 0.08, [30])
    assert clock.slept == [0, 0.1, 0]
