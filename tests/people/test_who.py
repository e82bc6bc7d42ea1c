"""Who a row of a roster is about: an employee ID is worth more than an address, and nobody takes over an account."""

from itertools import permutations

import pytest

from app.credits.models import Party
from app.credits.queries import credits_of
from app.people import check, commands, queries
from app.people.models import Person
from tests.makers import an_idea, rows
from tests.people.rostering import bring, plan

HEAD = "employee_id,name,email\n"
BEA = "7001,Bea Holt,b.holt@x.example\n"
BRUNO = "7002,Bruno Holt,b.holt@x.example\n"


@pytest.fixture
def bea(store, cast) -> int:
    """She has written an idea, and has credit for it."""
    bring(store, HEAD + BEA)
    id_ = rows(store, Person, employee_id="7001")[0].id
    an_idea(store, by=id_)
    return id_


def people(store) -> dict[str | None, tuple[str, str | None]]:
    """Name and address by employee ID, of whoever a roster brought."""
    return {
        one.employee_id: (one.name, one.email)
        for one in rows(store, Person)
        if one.employee_id and one.employee_id not in ("E1", "E2")
    }


def credits_(store, person_id: int) -> int:
    with store.reading() as db:
        return len(credits_of(db, party=Party.PERSON, party_id=person_id, size=9).rows)


def leave(store, person_id: int) -> None:
    with store.writing() as db:
        commands.set_active(db, queries.person(db, person_id), active=False)


def faults(made) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in made.errors]


def test_an_unknown_id_takes_over_nobodys_account(store, bea):
    made = plan(store, HEAD + BRUNO)
    assert faults(made) == [(2, "email")]
    assert made.errors[0].message == (
        "This e-mail address belongs to Bea Holt, 7001. If it is the same person with a new ID, say "
        "--renumber 7001=7002."
    )


@pytest.mark.parametrize("given", ["josé@x.example", "JOSÉ@x.example", "jose\u0301@x.example"])
@pytest.mark.parametrize("id_", ["", "7009"])
def test_an_address_with_other_accents_is_nobodys_account(store, cast, given, id_):
    bring(store, HEAD + ",José Silva,jose@x.example\n")
    made = plan(store, HEAD + f"{id_},José Lima,{given}\n")
    assert [(error.row, error.column, "but for its accents" in error.message) for error in made.errors] == [
        (2, "email", True)
    ]
    assert [(one.name, one.employee_id) for one in rows(store, Person, email="jose@x.example")] == [
        ("José Silva", None)
    ]


def test_ones_own_address_may_get_its_accents(store, cast):
    bring(store, HEAD + "7009,José Silva,jose@x.example\n")
    bring(store, HEAD + "7009,José Silva,josé@x.example\n")
    assert [one.name for one in rows(store, Person, email="josé@x.example")] == ["José Silva"]


def test_the_same_person_with_a_new_id_keeps_account_and_credit(store, bea):
    made = bring(store, HEAD + BRUNO, renumbered={"7002": "7001"})
    assert [change.differences for change in made.changed] == [
        [("name", "Bea Holt", "Bruno Holt"), ("employee_id", "7001", "7002")]
    ]
    assert rows(store, Person, id=bea)[0].employee_id == "7002"
    assert credits_(store, bea) == 1


def test_a_column_may_say_the_former_id_of_everybody(store, bea):
    text = "employee_id,old,name,email\nN-1,7001,Bea Holt,b.holt@x.example\n7005,,Nu Dee,nu@x.example\n"
    made = bring(store, text, {"former_id": "old"})
    assert (len(made.new), len(made.changed)) == (1, 1)
    assert rows(store, Person, id=bea)[0].employee_id == "N-1"


def test_whoever_comes_after_a_leaver_is_somebody_new_and_told_how(store, bea):
    leave(store, bea)
    made = plan(store, HEAD + BRUNO)
    assert faults(made) == [(2, "email")]
    assert "Bea Holt, who has left. Say --reuse-addresses" in made.errors[0].message
    bring(store, HEAD + BRUNO, reuses=True)
    found = people(store)
    assert found == {"7001": ("Bea Holt", None), "7002": ("Bruno Holt", "b.holt@x.example")}
    [bruno] = rows(store, Person, employee_id="7002")
    assert (bruno.active, credits_(store, bruno.id), credits_(store, bea)) == (True, 0, 1)


def test_somebody_who_is_still_here_gives_no_address_away(store, bea):
    assert faults(plan(store, HEAD + BRUNO, reuses=True)) == [(2, "email")]


def test_whoever_a_whole_roster_does_not_name_may_give_their_address_away(store, bea):
    bring(store, "employee_id,name,email\n7003,Cy Ode,cy@x.example\n")
    text = HEAD + BRUNO + "7003,Cy Ode,cy@x.example\n"
    assert faults(plan(store, text, full=True)) == [(2, "email")]
    bring(store, text, full=True, reuses=True)
    assert people(store)["7002"] == ("Bruno Holt", "b.holt@x.example")
    assert [one.active for one in rows(store, Person, id=bea)] == [False]


@pytest.mark.parametrize("order", [0, 1])
def test_whoever_the_file_says_has_left_gives_their_address_to_another_row(store, bea, order):
    """As directories do that keep disabled accounts."""
    lines = ["7001,Bea Holt,b.holt@x.example,FALSE\n", "7002,Bruno Holt,b.holt@x.example,TRUE\n"]
    bring(store, "employee_id,name,email,enabled\n" + "".join(lines[::-1] if order else lines))
    assert people(store) == {"7001": ("Bea Holt", None), "7002": ("Bruno Holt", "b.holt@x.example")}
    assert [one.active for one in rows(store, Person, id=bea)] == [False]


def test_an_account_without_an_id_gets_its_first_one(store, cast):
    bring(store, "name,email\nBea Holt,b.holt@x.example\n")
    made = bring(store, HEAD + "7001,Bea H.,B.Holt@x.example\n")
    assert [change.differences[-1] for change in made.changed] == [("employee_id", "nothing", "7001")]


@pytest.mark.parametrize(("name", "is_same"), [("Holt, Bea", True), ("bea  HOLT", True), ("Bruno Holt", False)])
def test_an_address_alone_finds_a_leaver_only_by_their_own_name(store, cast, name, is_same):
    """Else a new hire would come into somebody else's credit, and a whole roster would even activate the account."""
    bring(store, "name,email\nBea Holt,b.holt@x.example\n")
    leave(store, rows(store, Person, name="Bea Holt")[0].id)
    made = plan(store, f'name,email\n"{name}",b.holt@x.example\n', full=True)
    assert (faults(made) == [], len(made.changed)) == (is_same, int(is_same))
    if not is_same:
        bring(store, f"name,email\n{name},b.holt@x.example\n", reuses=True)
        assert [(one.email, one.active) for one in rows(store, Person, name="Bea Holt")] == [(None, False)]
        with store.reading() as db:
            assert list(check.problems(db)) == []


SWAPS = {
    "swapped": ["7001,Ada,b@x.example", "7002,Ben,a@x.example", "7003,Cem,c@x.example"],
    "freed": ["7001,Ada,new@x.example", "7002,Ben,a@x.example", "7003,Cem,c@x.example"],
    "round": ["7001,Ada,b@x.example", "7002,Ben,c@x.example", "7003,Cem,a@x.example"],
    "handed on": ["7001,Ada,", "7002,Ben,a@x.example", "7003,Cem,b@x.example"],
    "to somebody new": ["7001,Ada,z@x.example", "7004,Dee,a@x.example", "7003,Cem,c@x.example"],
}


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("file", SWAPS.values(), ids=SWAPS)
def test_addresses_are_judged_by_how_they_will_be_in_whatever_order_the_rows_are(store, file, order):
    bring(store, HEAD + "7001,Ada,a@x.example\n7002,Ben,b@x.example\n7003,Cem,c@x.example\n")
    made = bring(store, HEAD + "".join(f"{file[at]}\n" for at in order))
    wanted = {line.split(",")[0]: line.split(",")[2] or None for line in file}
    assert {id_: email for id_, (_name, email) in people(store).items() if id_ in wanted} == wanted
    assert made.roster.tally.moves > 0
    assert plan(store, HEAD + "\n".join(file)).unchanged == 3


def test_an_address_that_its_owner_keeps_is_not_free(store):
    bring(store, HEAD + "7001,Ada,a@x.example\n7002,Ben,b@x.example\n")
    assert faults(plan(store, HEAD + "7002,Ben,a@x.example\n")) == [(2, "email")]
    assert faults(plan(store, HEAD + "7001,Ada,a@x.example\n7002,Ben,a@x.example\n")) == [(3, "email")]


def test_a_row_that_is_not_taken_gives_up_no_address(store):
    """What would be freed by a row that is skipped is not free."""
    bring(store, HEAD + "7001,Ada,a@x.example\n7002,Ben,b@x.example\n")
    made = plan(store, HEAD + "7001,,new@x.example\n7002,Ben,a@x.example\n")
    assert faults(made) == [(2, "name"), (3, "email")]


def test_an_empty_cell_takes_neither_address_nor_id_away(store):
    bring(store, HEAD + "7001,Ada,a@x.example\n")
    assert bring(store, HEAD + "7001,Ada,\n,Ben,ben@x.example\n").unchanged == 1
    assert bring(store, HEAD + ",Ada,a@x.example\n").unchanged == 1
    assert people(store)["7001"] == ("Ada", "a@x.example")


def test_people_without_an_address_are_known_by_their_id(store):
    made = bring(store, "姓名,员工工号\n安李,7263\n王五,7264\n")
    assert len(made.new) == 2
    assert bring(store, "姓名,员工工号\n安 李,7263\n王五,7264\n").unchanged == 1
    assert people(store) == {"7263": ("安 李", None), "7264": ("王五", None)}


@pytest.mark.parametrize("nothing", ["", "-", "n/a", "无", "Ｎ/Ａ", "－"])
def test_a_row_with_neither_is_told(store, nothing):
    made = plan(store, f"{HEAD}{nothing},Ada,{nothing}\n")
    assert [(error.row, error.column, error.message) for error in made.errors] == [
        (2, "", "This row has neither an e-mail address nor an employee ID.")
    ]


@pytest.mark.parametrize("employee_id", ["7002", "a@x.example"])
def test_an_id_that_is_somebody_elses_address_is_not_taken(store, employee_id):
    """Whoever signs in with it would be taken for the other."""
    bring(store, HEAD + "7001,Ada,a@x.example\n")
    made = plan(store, f"{HEAD}{employee_id},Ben,ben@x.example\n")
    assert faults(made) == ([(2, "employee_id")] if "@" in employee_id else [])


def test_an_account_is_an_address_only_where_it_looks_like_one(store):
    made = bring(store, "DisplayName,UserPrincipalName\nAda Wu,ada@x.example\n")
    assert [change.values["email"] for change in made.new] == ["ada@x.example"]
    made = plan(store, "DisplayName,UserPrincipalName\nBen,ben\n")
    assert [error.row for error in made.errors] == [1]
    assert "Say --map email=UserPrincipalName@example.com" in made.errors[0].message
    made = plan(store, "DisplayName,UserPrincipalName\nBen,ben\n", {"email": "UserPrincipalName@x.example"})
    assert [change.values["email"] for change in made.new] == ["ben@x.example"]
