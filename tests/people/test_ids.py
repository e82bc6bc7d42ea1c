"""What spreadsheets make of employee IDs is noticed, said with its cause, and never overwrites one."""

import pytest

from app.imports.faults import Faults, said
from app.people.importing.ids import as_meant, is_rounded, likeness
from app.people.models import Person
from tests.makers import rows
from tests.people.rostering import bring, plan

HEAD = "employee_id,name,email\n"


def causes(made) -> list[str]:
    faults = Faults()
    faults.add(*made.errors)
    return [said(alike) for alike in faults.kinds()]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('="00123"', "00123"),
        ("'00123", "00123"),
        ("’00123", "00123"),
        ("`00123", "00123"),
        ("１２３", "123"),
        ("Ｅ－７", "E-7"),
        ("410.0", "410"),
        ("410,00", "410"),
        (" 00410\u00a0", "00410"),
        ("\u200b00410", "00410"),
        ("1E5", "1E5"),
        ("12E3", "12E3"),
        ("+6681", "+6681"),
        ("6681.50", "6681.50"),
        ("A.0", "A.0"),
        ("2024-11", "2024-11"),
        ("MAR-1042", "MAR-1042"),
        ("1-1", "1-1"),
        *((nothing, "") for nothing in ("", " ", "-", "–", "N/A", "null", "None", "无", "ไม่มี", '=""')),
    ],
)
def test_an_id_is_read_as_it_is_meant(typed, meant):
    assert as_meant(typed) == meant


@pytest.mark.parametrize(
    "typed", ["2.02E+11", "2,02411E+11", "2.02411e+11", "2E+11", "２.０２Ｅ＋１１", "1.2E11", '="2.02E+11"']
)
def test_a_shortened_id_is_refused_with_its_row(store, typed):
    made = plan(store, f'{HEAD}"{typed.replace(chr(34), chr(34) * 2)}",Nora Pike,nora@x.example\n')
    assert [(error.row, error.column) for error in made.errors] == [(2, "employee_id")]
    assert "shortened this ID to a power of ten" in made.errors[0].message


@pytest.mark.parametrize("typed", ["2024-03-04 00:00:00", "2024-03-04", "4-Mar", "Mar-04", "12-Sept", "3月4日"])
def test_an_id_that_became_a_date_is_refused(typed):
    with pytest.raises(ValueError, match="turned this ID into a date"):
        as_meant(typed)


@pytest.mark.parametrize("typed", ["#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#####"])
def test_a_cell_that_holds_an_error_is_refused(typed):
    with pytest.raises(ValueError, match="error of the spreadsheet"):
        as_meant(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("00410", "410"),
        ("B-1042", "b1042"),
        ("B 1042", "B-1042"),
        ("E007", "E7"),
        ("1,234", "1234"),
        ("12.345", "12345"),
        ("E1042", "Е1042"),
        ("MAX-1", "МАХ1"),
        ("HOB", "ΗΟΒ"),
        ("e7", "Е007"),
        ("xy1", "ху1"),
    ],
)
def test_ids_that_differ_only_in_what_spreadsheets_change_are_alike(one, other):
    assert likeness(one) == likeness(other)


def test_ids_that_differ_in_more_are_not():
    pairs = [("100", "10"), ("1001", "101"), ("B-10", "C-10"), ("0", ""), ("Ж1", "K1"), ("Ω1", "O1"), ("种1", "1")]
    assert [one for one, other in pairs if likeness(one) == likeness(other)] == []


@pytest.mark.parametrize("email", ["ivo@x.example", "other@x.example", ""])
def test_lost_zeros_are_noticed_and_overwrite_nothing(store, email):
    bring(store, HEAD + "00410,Ivo Lund,ivo@x.example\n00411,Nia Lund,nia@x.example\n")
    made = plan(store, HEAD + f"410,Ivo Lund,{email}\n411,Nia Lund,nia@x.example\n")
    [cause] = causes(made)
    assert cause.startswith(
        "row 2 and row 3, employee_id: Somebody has almost this ID: they differ only in leading zeros"
    )
    assert ("--renumber OLD=NEW" in cause, "--distinct-ids" in cause) == (True, True)
    assert sorted(one.employee_id or "" for one in rows(store, Person)) == ["00410", "00411"]


def test_an_id_that_only_looks_like_somebodys_gets_nothing_of_theirs(store):
    """With a Cyrillic letter in the place of a Latin one; two such in one file as well."""
    bring(store, HEAD + "E100,Ivo Lund,ivo@x.example\n")
    [cause] = causes(plan(store, HEAD + "Е100,Ivo Lund,other@x.example\n"))
    assert "letters that look alike" in cause
    [cause] = causes(plan(store, HEAD + "MA7,Nia Lund,nia@x.example\nМА7,Mo Lund,mo@x.example\n"))
    assert "letters that look alike" in cause
    assert [one.employee_id for one in rows(store, Person)] == ["E100"]


def test_many_of_them_are_one_line_with_a_count(store):
    bring(store, HEAD + "".join(f"{n:05},P {n},p{n}@x.example\n" for n in range(10, 60)))
    [cause] = causes(plan(store, HEAD + "".join(f"{n},P {n},p{n}@x.example\n" for n in range(10, 60))))
    assert cause.startswith("row 2 and row 3 and row 4 and 47 more, employee_id: ")


@pytest.mark.parametrize("typed", ["410.0", "'410", "４１０", '="410"', "410 "])
def test_an_id_that_can_be_read_is_the_one_it_was(store, typed):
    bring(store, HEAD + "410,Ivo Lund,ivo@x.example\n")
    cell = typed.replace('"', '""')
    assert bring(store, f'{HEAD}"{cell}",Ivo Lund,ivo@x.example\n').unchanged == 1


@pytest.mark.parametrize("typed", ["th-07", "ＴＨ－０７", "TH‑07"])
def test_another_spelling_is_the_same_id_and_overwrites_nothing(store, typed):
    bring(store, HEAD + "TH-07,Ivo Lund,ivo@x.example\n")
    assert bring(store, f"{HEAD}{typed},Ivo Lund,ivo@x.example\n").unchanged == 1
    assert [one.employee_id for one in rows(store, Person)] == ["TH-07"]


def test_two_in_one_file_that_are_almost_the_same_are_told(store):
    made = plan(store, HEAD + "00410,Ivo Lund,ivo@x.example\n410,Mia Ode,mia@x.example\n")
    assert [(error.row, error.column) for error in made.errors] == [(3, "employee_id")]


def test_somebody_may_say_that_they_are_different_people(store):
    bring(store, HEAD + "00410,Ivo Lund,ivo@x.example\n")
    made = bring(store, HEAD + "410,Mia Ode,mia@x.example\n", are_distinct=True)
    assert [change.name for change in made.new] == ["Mia Ode"]
    again = plan(store, HEAD + "00410,Ivo Lund,ivo@x.example\n410,Mia Ode,mia@x.example\n")
    assert (again.errors, again.unchanged) == ([], 2)


def test_somebody_may_say_that_an_id_has_really_changed(store):
    bring(store, HEAD + "00410,Ivo Lund,ivo@x.example\n")
    bring(store, HEAD + "410,Ivo Lund,ivo@x.example\n", renumbered={"410": "00410"})
    assert [one.employee_id for one in rows(store, Person)] == ["410"]


def test_ids_that_lost_their_last_digits_are_refused_where_most_have(store):
    """A spreadsheet keeps fifteen digits."""
    rounded, whole = "110101199003070000", "110101199003071234"
    assert (is_rounded(rounded), is_rounded(whole), is_rounded("100000")) == (True, False, False)
    two = HEAD + f"{rounded},Ivo,ivo@x.example\n110101199003080000,Nia,nia@x.example\n"
    assert ["keeps only 15 digits" in cause for cause in causes(plan(store, two))] == [True]
    few = (
        HEAD + f"{rounded},Ivo,ivo@x.example\n" + "".join(f"{whole[:-1]}{n},P{n},p{n}@x.example\n" for n in range(1, 6))
    )
    assert causes(plan(store, few)) == []
