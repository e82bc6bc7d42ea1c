"""Whoever is recognised hears of it once; a department hears through its lead."""

from app.notices import queries as notices
from app.people.queries import colleague
from app.recognition import commands
from tests.recognition.giving import awarded, department, person, thanked


def heard(store, person_id):
    with store.reading() as db:
        return [(row.kind, row.detail) for row in notices.notices(db, person_id).rows]


def test_every_person_who_is_thanked_hears_of_it(store, company, worker):
    thanked(store, company.ana, person(company.ben), person(company.lea))
    worker()
    assert heard(store, company.ben) == heard(store, company.lea) == [("thanks", "")]
    assert heard(store, company.ana) == []


def test_a_department_hears_through_its_lead(store, company, worker):
    thanked(store, company.ana, department(company.ops))
    worker()
    assert heard(store, company.cho) == [("department_thanked", "Operations")]


def test_a_lead_who_is_named_beside_the_department_hears_once(store, company, worker):
    thanked(store, company.ana, department(company.ops), person(company.cho))
    worker()
    assert heard(store, company.cho) == [("thanks", "")]


def test_an_award_is_told_as_an_award(store, company, worker):
    awarded(store, company.lea, person(company.ben), department(company.ops))
    worker()
    assert (heard(store, company.ben), heard(store, company.cho)) == (
        [("award", "")],
        [("department_awarded", "Operations")],
    )


def test_what_was_withdrawn_at_once_is_told_to_nobody(store, company, worker):
    thanks = thanked(store, company.ana, person(company.ben))
    with store.writing() as db:
        commands.withdraw(db, giver=colleague(db, company.ana), recognition_id=thanks)
    worker()
    assert heard(store, company.ben) == []


def test_the_giver_of_something_hidden_reads_why(store, company, worker):
    thanks = thanked(store, company.ana, person(company.ben))
    with store.writing() as db:
        commands.hide(db, admin=colleague(db, company.ida), recognition_id=thanks, reason="It names a customer.")
    worker()
    assert heard(store, company.ana) == [("hidden", "It names a customer.")]
