"""Who has left, by whatever column says so; and administrators, whom no file deactivates unnamed."""

from datetime import UTC, datetime

import pytest
import time_machine

from app.core.dates import Unclear
from app.people import commands, queries
from app.people.importing.standing import is_enabled, is_here, is_not_disabled
from app.people.models import Person
from app.people.roles import Role
from tests.makers import roles_of, rows
from tests.people.rostering import bring, plan

HEAD = "employee_id,name,email\n"
TODAY = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def ada(store) -> int:
    bring(store, HEAD + "7001,Ada,ada@x.example\n")
    return rows(store, Person)[0].id


def is_active(store, person_id) -> bool:
    return rows(store, Person, id=person_id)[0].active


@pytest.mark.parametrize("word", ["TRUE", "yes", "1", "Active", "是", "在职", "ใช่", "はい", "예", "wahr", "Sí"])
def test_words_for_enabled(word):
    assert (is_enabled(word), is_not_disabled("no")) == (True, True)


@pytest.mark.parametrize("word", ["FALSE", "no", "0", "Terminated", "否", "离职", "ไม่ใช่", "nein", "não"])
def test_words_for_not_enabled(word):
    assert is_enabled(word) is False


def test_a_column_called_disabled_says_the_opposite_unless_it_says_it_outright():
    assert [is_not_disabled(word) for word in ("yes", "TRUE", "no", "0", "", "active", "Suspended")] == [
        *(False, False, True, True, None, True, False)
    ]


def test_a_word_that_says_neither_is_told(store, ada):
    for column in ("enabled", "disabled"):
        [error] = plan(store, f"employee_id,name,{column}\n7001,Ada,perhaps\n").errors
        assert (error.row, error.column, error.message) == (2, column, "“perhaps” says neither yes nor no.")


@pytest.mark.parametrize(
    ("word", "here"),
    [
        *(
            (word, True)
            for word in ("Active", "On Leave", "probation", "在职", "试用期", "ปฏิบัติงาน", "在籍中", "full-time")
        ),
        *(
            (word, False)
            for word in ("Terminated", "离职", "已离职", "ลาออก", "退職", "퇴사", "ausgeschieden", "DEPROVISIONED")
        ),
        *((word, None) for word in ("Grade 7", "", "?")),
    ],
)
def test_a_status_in_words_says_who_is_here(word, here):
    assert is_here(word) is here


LEFT = {
    "enabled": "FALSE",
    "AccountEnabled": "no",
    "disabled": "TRUE",
    "Suspended": "true",
    "Employee Status": "Terminated",
    "员工状态": "离职",
    "สถานะพนักงาน": "ลาออก",
    "Termination Date": "2026-11-26",
    "离职日期": "2026/11/1",
    "Exit Date": "31.10.2026",
    "Leaving Date": "45962",
}


@pytest.mark.parametrize(("column", "word"), LEFT.items())
def test_whoever_has_left_is_deactivated_if_here_and_not_made_if_new(store, ada, column, word):
    text = f"employee_id,name,email,{column}\n7001,Ada L.,new@x.example,{word}\n7002,Ben,ben@x.example,{word}\n"
    made = bring(store, text)
    assert ([one.name for one in made.leaves], [one.name for one in made.absent]) == (["Ada"], ["Ben"])
    assert (made.new, made.changed) == ([], [])
    [found] = rows(store, Person)
    assert (found.active, found.name, found.email) == (False, "Ada", "ada@x.example")
    again = plan(store, text)
    assert (again.leaves, again.unchanged, len(again.absent)) == ([], 1, 1)


@pytest.mark.parametrize("day", ["2026-11-27", "27.11.2026", "9999-12-31", "31 Dec 2026", "-", "", "N/A"])
def test_a_last_day_that_is_still_to_come_changes_nothing_yet(store, ada, day):
    made = bring(store, f"employee_id,name,left_on\n7001,Ada,{day}\n7002,Ben,{day}\n")
    assert (made.unchanged, len(made.new)) == (1, 1)
    assert is_active(store, ada)


def test_today_is_the_companys(store, ada):
    from zoneinfo import ZoneInfo

    text = "employee_id,name,left_on\n7001,Ada,2026-11-27\n"
    with time_machine.travel(datetime(2026, 11, 26, 20, tzinfo=UTC), tick=False):
        assert len(plan(store, text, zone=ZoneInfo("Asia/Bangkok")).leaves) == 1
        assert plan(store, text).leaves == []


def test_a_day_that_cannot_be_told_from_a_month_is_asked_for(store, ada):
    from app.core.dates import DayOrder

    text = "employee_id,name,left_on\n7001,Ada,12/11/2026\n"
    with pytest.raises(Unclear, match="--dates dmy"):
        plan(store, text)
    assert len(plan(store, text, order=DayOrder.DMY).leaves) == 1
    assert plan(store, text, order=DayOrder.MDY).leaves == []


def test_what_is_no_date_is_told(store, ada):
    [error] = plan(store, "employee_id,name,left_on\n7001,Ada,soon\n").errors
    assert (error.row, error.column) == (2, "left_on")


def test_any_column_that_says_so_counts(store, ada):
    made = plan(store, "employee_id,name,enabled,status\n7001,Ada,TRUE,Terminated\n")
    assert [one.name for one in made.leaves] == ["Ada"]


def test_a_status_that_is_not_known_means_here_unless_somebody_says_otherwise(store, ada):
    text = "employee_id,name,status\n7001,Ada,Ruhend\n7002,Ben,Ruhend\n7003,Cem,aktiv\n"
    made = plan(store, text)
    assert (made.leaves, made.roster.survey.unknown_statuses()) == ([], [("Ruhend", 2)])
    assert [one.name for one in plan(store, text, left=frozenset({"ruhend"})).leaves] == ["Ada"]


def test_whoever_is_enabled_comes_back_only_with_a_whole_roster(store, ada):
    with store.writing() as db:
        commands.set_active(db, queries.person(db, ada), active=False)
    text = "employee_id,name,enabled\n7001,Ada,TRUE\n"
    made = bring(store, text)
    assert (made.unchanged, made.roster.tally.asleep, is_active(store, ada)) == (1, 1, False)
    assert [one.differences for one in bring(store, text, full=True).changed] == [[("active", "no", "yes")]]
    assert is_active(store, ada)


def test_whoever_left_does_not_come_back_with_a_whole_roster(store, ada):
    with store.writing() as db:
        commands.set_active(db, queries.person(db, ada), active=False)
    bring(store, "employee_id,name,enabled\n7001,Ada,FALSE\n", full=True)
    assert not is_active(store, ada)


@pytest.fixture
def admins(store, ada) -> list[int]:
    """Ada and Ben are administrators, Cem is none."""
    bring(store, HEAD + "7002,Ben,ben@x.example\n7003,Cem,cem@x.example\n")
    ids = [row.id for row in rows(store, Person)]
    with store.writing() as db:
        for id_ in ids[:2]:
            commands.set_roles(db, queries.person(db, id_), [Role.ADMIN])
    return ids


ONLY_CEM = HEAD + "7003,Cem,cem@x.example\n"
DISABLED = "employee_id,name,enabled\n7001,Ada,FALSE\n7002,Ben,FALSE\n7003,Cem,FALSE\n"


def test_a_whole_roster_deactivates_no_administrator_who_was_not_named(store, admins):
    made = bring(store, ONLY_CEM, full=True)
    assert (made.gone, [is_active(store, one) for one in admins]) == ([], [True] * 3)
    made = bring(store, ONLY_CEM, full=True, deactivated=frozenset(admins[:1]))
    assert ([one.name for one in made.gone], [is_active(store, one) for one in admins]) == (
        ["Ada"],
        [False, True, True],
    )


def test_neither_does_a_row_that_says_they_have_left(store, admins):
    made = bring(store, DISABLED)
    assert ([one.name for one in made.spared], [one.name for one in made.leaves]) == (["Ada", "Ben"], ["Cem"])
    bring(store, DISABLED, deactivated=frozenset(admins[1:2]))
    assert [is_active(store, one) for one in admins] == [True, False, False]


@pytest.mark.parametrize("text", [ONLY_CEM, DISABLED])
def test_the_last_administrator_stays_although_all_were_named(store, admins, text):
    bring(store, text, full=True, deactivated=frozenset(admins[:2]))
    assert sorted(is_active(store, one) for one in admins[:2]) == [False, True]
    again = plan(store, text, full=True, deactivated=frozenset(admins[:2]))
    assert ([one.name for one in again.leaves], again.gone) == ([], [])


def test_one_administrator_may_follow_another_in_any_order_of_rows(store, ada):
    """Whoever is no longer administrator waits for the others, so that there is one at every moment."""
    with store.writing() as db:
        commands.set_roles(db, queries.person(db, ada), [Role.ADMIN])
    text = "employee_id,name,roles\n7001,Ada,\n7002,Ben,admin\n"
    made = plan(store, text)
    assert (made.errors, made.roster.tally.later) == ([], {2})
    bring(store, text)
    assert [roles_of(store, one.id) for one in rows(store, Person)] == [[], [Role.ADMIN]]
