"""Who is meant by what a file says of somebody: an id before an address, an address before a name."""

import time

import pytest

from app.people import commands as people
from app.people.queries import addressed, only
from app.people.queries import person as found
from app.recognition.importing.columns import ThanksLine
from app.recognition.importing.matching import Company
from app.recognition.importing.splitting import candidates, codes, told_apart
from tests.makers import left, people_named


@pytest.fixture
def company(store, cast):
    """Beside the cast: two Ann Lees, and a department with an “and” in its name."""
    with store.writing() as db:
        people.add_department(db, name="Research and Development", code="RD")
    people_named(store, ["Cleo Wong", "Maier Otto"], department_id=cast.sales)
    with store.writing() as db:
        for number in (1, 2):
            people.add_person(db, name="Ann Lee", email=f"ann{number}@example.com", department_id=cast.sales)
    return cast


def whom(store, *, trusts_names=True, keeps_names=False, **cells):
    """Names of everybody a row thanks, and what is said of the others."""
    line = ThanksLine(**cells)
    with store.reading() as db:
        found = Company(db, [line], trusts_names=trusts_names).whom(line, keeps_names=keeps_names)
    return [(one.kind, one.name) for one in found.received], found.unknown


def names(store, **cells):
    received, unknown = whom(store, **cells)
    assert unknown == []
    return [name for _kind, name in received]


def giver(store, *, trusts_names=False, **cells):
    line = ThanksLine(**cells)
    with store.reading() as db:
        found = Company(db, [line], trusts_names=trusts_names).giver(line)
    return found.name if found else None


@pytest.mark.parametrize(
    "cell",
    [
        "Otto, Ben",
        "Otto; Ben",
        "Otto\nBen",
        "Otto and Ben",
        "@otto & @ben",
        "Otto、Ben",
        "Otto และ Ben",
        "Otto和Ben",
        "Otto|Ben",
        "otto@example.com, ben@example.com",
        "Otto <otto@example.com>; Ben <ben@example.com>",
    ],
)
def test_several_in_one_cell_are_told_apart(store, company, cell):
    assert names(store, receivers=[cell]) == ["Otto", "Ben"]


def test_three_in_a_sentence_are_three(store, company):
    assert names(store, receivers=["Otto, Ben, and Lea"]) == ["Otto", "Ben", "Lea"]


def test_several_columns_are_several_people(store, company):
    assert names(store, receivers=["Otto", "", "Ben"]) == ["Otto", "Ben"]


def test_a_name_is_not_split_that_somebody_has(store, company):
    assert names(store, receivers=["Research and Development; Cleo Wong"]) == ["Research and Development", "Cleo Wong"]


def test_a_family_name_may_stand_first(store, company):
    assert names(store, receivers=["Wong, Cleo"]) == ["Cleo Wong"]
    assert names(store, receivers=["Wong, Cleo; Otto"]) == ["Cleo Wong", "Otto"]


def test_whoever_is_named_twice_is_thanked_once(store, company):
    assert names(store, receivers=["Otto, otto@example.com"], receiver_email=["otto@example.com"]) == ["Otto"]


def test_names_are_believed_only_when_that_is_said(store, company):
    received, [complaint] = whom(store, receivers=["Otto"], trusts_names=False)
    assert (received, "--match-names" in complaint) == ([], True)


def test_a_name_that_two_have_says_nobody(store, company):
    received, [complaint] = whom(store, receivers=["Ann Lee"])
    assert (received, complaint[:42]) == ([], "“Ann Lee” is the name of 2 people here. Sa")
    assert giver(store, giver="Ann Lee", trusts_names=True) is None


def test_of_two_of_a_name_the_address_says_which(store, company):
    assert names(store, receivers=["Ann Lee"], receiver_email=["ann2@example.com"]) == ["Ann Lee"]


def test_a_stranger_is_named_in_the_complaint(store, company):
    received, [complaint] = whom(store, receivers=["Rosa Antigua, Otto"])
    assert received == [("person", "Otto")]
    assert complaint == "Nobody here has the name, e-mail address or employee ID “Rosa Antigua”."


def test_strangers_beside_somebody_stand_by_their_names_where_that_is_asked(store, company):
    received, unknown = whom(store, receivers=["Rosa Antigua, Otto, Tom Nobody"], keeps_names=True)
    assert received == [("person", "Otto"), ("name", "Rosa Antigua"), ("name", "Tom Nobody")]
    assert unknown == []
    received, unknown = whom(store, receivers=["Rosa Antigua"], keeps_names=True)
    assert (received, len(unknown)) == ([], 1)


def test_an_employee_id_is_worth_more_than_an_address(store, company):
    assert names(store, receiver_employee_id=["e1"], receiver_email=["ben@example.com"]) == ["Ana"]
    assert giver(store, giver_employee_id="E2", giver_email="ana@example.com") == "Ben"


def test_an_address_of_somebody_with_another_employee_id_is_nobodys(store, company):
    received, [complaint] = whom(store, receiver_employee_id=["E77"], receiver_email=["ana@example.com"])
    assert (received, complaint) == ([], "“ana@example.com” has another employee ID here than “E77”.")
    assert giver(store, giver="Ana", giver_employee_id="E77", giver_email="ana@example.com", trusts_names=True) is None


def test_an_address_with_other_accents_is_nobodys(store, company):
    received, [complaint] = whom(store, receivers=["bén@example.com"])
    assert (received, "“bén@example.com”" in complaint) == ([], True)
    assert giver(store, giver_email="bén@example.com") is None


def test_a_giver_is_found_as_an_author_is(store, company):
    assert giver(store, giver="Whoever (ben@example.com)") == "Ben"
    assert giver(store, giver="Wong, Cleo", trusts_names=True) == "Cleo Wong"


def test_an_address_of_somebody_without_an_employee_id_is_theirs(store, company):
    assert names(store, receiver_employee_id=["E77"], receiver_email=["otto@example.com"]) == ["Otto"]


def test_ids_addresses_and_names_of_the_same_row_belong_together(store, company):
    cells = {"receivers": ["Otto K., Benjamin"], "receiver_email": ["otto@example.com; ben@example.com"]}
    assert names(store, trusts_names=False, **cells) == ["Otto", "Ben"]


def test_a_name_here_that_is_called_otherwise_there_goes_by_its_address(store, company):
    assert names(store, receivers=["Schulz, Otto K."], receiver_email=["otto@example.com"]) == ["Otto"]


def test_somebody_named_beside_fewer_addresses_is_not_dropped(store, company):
    received, [complaint] = whom(
        store, receivers=["Otto, Rosa"], receiver_email=["otto@example.com"], trusts_names=False
    )
    assert (received, "“Rosa”" in complaint) == ([("person", "Otto")], True)


def test_a_department_is_thanked_by_name_or_code(store, company):
    assert names(store, department="rd") == ["Research and Development"]
    assert names(store, receivers=["Operations and Otto"]) == ["Operations", "Otto"]
    assert whom(store, department="Sales; Nowhere")[1] == ["There is no department with the code or name “Nowhere”."]


@pytest.mark.parametrize("cell", ["Acme/Warehouse/Night", "Warehouse > Night", "acme \\ warehouse \\ night", "Night"])
def test_a_path_is_the_department_at_its_end(store, company, cell):
    with store.writing() as db:
        acme = people.add_department(db, name="Acme")
        house = people.add_department(db, name="Warehouse", parent_id=acme.id)
        people.add_department(db, name="Night", parent_id=house.id)
    assert names(store, department=cell) == ["Night"]
    assert names(store, receivers=[f"{cell}; Otto"]) == ["Night", "Otto"]
    assert whom(store, department="Sales/Night")[0] == []


def test_a_department_that_was_closed_is_still_thanked(store, company):
    with store.writing() as db:
        department = people.add_department(db, name="Typing Pool")
        department.active = False
    assert names(store, department="typing pool") == ["Typing Pool"]


def test_whoever_has_left_is_still_meant(store, company):
    left(store, company.otto)
    assert names(store, receiver_email=["otto@example.com"]) == ["Otto"]
    assert giver(store, giver="otto@example.com") == "Otto"


def test_a_host_is_the_same_in_either_way_to_write_it(store, company):
    with store.writing() as db:
        people.change_person(db, found(db, company.otto), email="otto@bücher.example")
    assert names(store, receiver_email=["otto@xn--bcher-kva.example"]) == ["Otto"]


def test_codes_have_no_spaces():
    assert codes("E1, E2;E3\n <E4>") == ["E1", "E2", "E3", "E4"]


def test_of_an_unknown_name_nothing_is_split_off():
    assert told_apart("Tom and Sons, Ltd", lambda name: False) == ["Tom and Sons, Ltd"]
    assert told_apart("Tom; Sons", lambda name: False) == ["Tom", "Sons"]


def test_nobody_has_what_is_not_there():
    assert only({}, "") is None


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Ann Lee <ann@x.example>", ("Ann Lee", "ann@x.example")),
        ("<ann@x.example>", ("", "ann@x.example")),
        ("Ann <the quick>", ("Ann <the quick>", "")),
        ("Ann <ann@x.example> of Sales", ("Ann <ann@x.example> of Sales", "")),
    ],
)
def test_an_address_in_angle_brackets_is_told_from_its_name(cell, told):
    assert addressed(cell) == told


@pytest.mark.parametrize("piece", [" ", "<", "@", "a and ", ", ", "<@", "、", "\n", "& "])
def test_no_cell_takes_long_to_tell_apart(piece):
    cell = f"a{piece * 5_000}b"
    began = time.perf_counter()
    told_apart(cell, lambda name: name == "b")
    for name in candidates(cell):
        addressed(name)
    codes(cell)
    assert time.perf_counter() - began < 2
