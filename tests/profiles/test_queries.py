from app.core.subjects import Subject
from app.people import commands as people
from app.people.queries import department, person
from app.profiles import queries
from tests.makers import left


def test_departments_stand_with_their_lead_and_their_active_people(store, cast):
    left(store, cast.otto)
    with store.reading() as db:
        cards = {card.name: (card.lead_name, card.people) for card in queries.department_cards(db)}
    assert cards == {"Operations": ("Ben", 2), "Quality": ("", 2), "Sales": ("", 1)}


def test_a_lead_who_left_is_no_longer_named(store, cast):
    with store.writing() as db:
        people.set_active(db, person(db, cast.ben), active=False)
    with store.reading() as db:
        card = next(card for card in queries.department_cards(db) if card.id == cast.operations)
    assert (card.lead_id, card.lead_name, card.people) == (None, "", 1)


def test_closed_departments_are_in_no_list(store, cast):
    with store.writing() as db:
        people.change_department(db, department(db, cast.operations), active=False)
    with store.reading() as db:
        assert cast.operations not in [card.id for card in queries.department_cards(db)]
        assert queries.lead_of(db, cast.ben) == []
        assert cast.operations not in queries.findable_departments(db)
        assert queries.department_documents(db, [cast.operations]) == []


def test_a_person_is_found_by_name_with_title_and_department(store, cast):
    with store.writing() as db:
        people.change_person(db, person(db, cast.ana), title="Buyer")
    with store.reading() as db:
        (found,) = queries.person_documents(db, [cast.ana])
    assert found.subject == Subject("person", cast.ana)
    assert (found.title, found.in_short) == ("Ana", "Buyer · Sales")
    assert (found.department, found.department_slug) == ("Sales", "sales")


def test_a_person_without_title_or_department_is_found_too(store, cast):
    with store.writing() as db:
        nia = people.add_person(db, name="Nia", email="nia@example.com")
    with store.reading() as db:
        (found,) = queries.person_documents(db, [nia.id])
    assert (found.in_short, found.department) == ("", "")


def test_who_left_is_found_no_longer(store, cast):
    left(store, cast.otto)
    with store.reading() as db:
        assert cast.otto not in queries.findable_people(db)
        assert cast.ana in queries.findable_people(db)
        assert queries.person_documents(db, [cast.otto, cast.ana])[0].subject.ref == cast.ana


def test_a_department_is_found_by_what_it_says_of_itself(store, cast):
    with store.writing() as db:
        people.change_department(db, department(db, cast.sales), purpose="We sell.", serves="Shops", contacts="Desk 4")
    with store.reading() as db:
        (found,) = queries.department_documents(db, [cast.sales])
    assert found.subject == Subject("department", cast.sales)
    assert (found.title, found.in_short, found.body) == ("Sales", "We sell.", "Shops\nDesk 4")
    assert found.department_slug == "sales"
