"""Whoever is recognised hears of it once; a department hears through its lead."""

from app.notices import queries as notices
from app.people.queries import colleague
from app.recognition import commands
from tests.makers import hidden
from tests.recognition.giving import awarded, department, person, thanked


def heard(store, person_id):
    with store.reading() as db:
        return [(row.kind, row.detail) for row in notices.notices(db, person_id).rows]


def test_every_person_who_is_thanked_hears_of_it(store, cast, work):
    thanked(store, cast.ana, person(cast.otto), person(cast.lea))
    work()
    assert heard(store, cast.otto) == heard(store, cast.lea) == [("thanks", "")]
    assert heard(store, cast.ana) == []


def test_a_department_hears_through_its_lead(store, cast, work):
    thanked(store, cast.ana, department(cast.operations))
    work()
    assert heard(store, cast.ben) == [("department_thanked", "Operations")]


def test_a_lead_who_is_named_beside_the_department_hears_once(store, cast, work):
    thanked(store, cast.ana, department(cast.operations), person(cast.ben))
    work()
    assert heard(store, cast.ben) == [("thanks", "")]


def test_an_award_is_told_as_an_award(store, cast, work):
    awarded(store, cast.lea, person(cast.otto), department(cast.operations))
    work()
    assert (heard(store, cast.otto), heard(store, cast.ben)) == (
        [("award", "")],
        [("department_awarded", "Operations")],
    )


def test_what_was_withdrawn_at_once_is_told_to_nobody(store, cast, work):
    thanks = thanked(store, cast.ana, person(cast.otto))
    with store.writing() as db:
        commands.withdraw(db, giver=colleague(db, cast.ana), recognition_id=thanks)
    work()
    assert heard(store, cast.otto) == []


def test_the_giver_of_something_hidden_reads_why(store, cast, work):
    thanks = thanked(store, cast.ana, person(cast.otto))
    hidden(store, by=cast.mia, recognition=thanks)
    work()
    assert heard(store, cast.ana) == [("hidden", "It names a customer.")]
