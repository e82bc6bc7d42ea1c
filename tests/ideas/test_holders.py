"""Who holds an idea: always one person, who is still here and may answer for it."""

import pytest

from app.ideas import check, commands, queries
from app.people import commands as people
from app.people.queries import department, person
from app.people.roles import Role
from tests.makers import a_response, an_idea


def holder(store, idea):
    with store.reading() as db:
        return queries.idea(db, idea)[1].holder_id


def leave(store, who):
    with store.writing() as db:
        people.set_active(db, person(db, who), active=False)


def give(store, who, *, admin):
    with store.writing() as db:
        people.set_roles(db, person(db, who), [Role.ADMIN] if admin else [])


@pytest.fixture
def second_admin(store, cast):
    give(store, cast.otto, admin=True)
    return cast.otto


def test_what_an_administrator_held_goes_to_another_when_they_leave(store, cast, second_admin):
    waiting, answered = (an_idea(store, by=cast.ana, department="sales") for _n in range(2))
    a_response(store, by=cast.mia, to=answered)
    elsewhere = an_idea(store, by=cast.ana)
    leave(store, cast.mia)
    assert [holder(store, idea) for idea in (waiting, answered, elsewhere)] == [second_admin, second_admin, cast.ben]


def test_what_a_lead_held_goes_to_the_first_administrator_when_they_leave(store, cast):
    waiting, answered = (an_idea(store, by=cast.ana) for _n in range(2))
    a_response(store, by=cast.ben, to=answered)
    leave(store, cast.ben)
    assert [holder(store, idea) for idea in (waiting, answered)] == [cast.mia, cast.mia]


def test_a_lead_and_only_administrator_beside_another_leaves_nothing_with_themselves(store, cast, second_admin):
    with store.writing() as db:
        people.set_lead(db, department(db, cast.operations), lead_id=cast.mia)
    idea = an_idea(store, by=cast.ana)
    leave(store, cast.mia)
    assert holder(store, idea) == second_admin


def test_what_waits_goes_on_when_its_holder_is_no_administrator_any_more(store, cast, second_admin):
    idea = an_idea(store, by=cast.ana, department="sales")
    give(store, cast.mia, admin=False)
    assert holder(store, idea) == second_admin


def test_a_change_to_somebody_who_stays_hands_on_nothing(store, cast):
    ideas = [an_idea(store, by=cast.ana), an_idea(store, by=cast.ana, department="sales")]
    with store.writing() as db:
        for who in (cast.ben, cast.mia, cast.ana):
            people.change_person(db, person(db, who), title="Lead")
    assert [holder(store, idea) for idea in ideas] == [cast.ben, cast.mia]


def test_a_closed_department_that_kept_a_lead_who_left_gives_its_ideas_to_an_administrator(store, cast):
    idea = an_idea(store, by=cast.ana)
    with store.writing() as db:
        people.change_department(db, department(db, cast.operations), active=False)
    assert holder(store, idea) == cast.mia
    leave(store, cast.ben)
    with store.reading() as db:
        assert queries.holder_of(db, department(db, cast.operations)) == cast.mia


def test_a_department_whose_lead_has_left_is_held_for_by_an_administrator(store, cast):
    with store.writing() as db:
        person(db, cast.ben).active = False
    assert holder(store, an_idea(store, by=cast.ana)) == cast.mia


def test_what_nobody_could_hold_goes_to_the_first_administrator_there_is(store, cast):
    with store.writing() as db:
        people.change_person(db, person(db, cast.mia), roles=[])
    idea = an_idea(store, by=cast.ana, department="sales")
    assert holder(store, idea) is None
    give(store, cast.otto, admin=True)
    assert holder(store, idea) == cast.otto


def test_nothing_is_left_with_somebody_who_left_and_the_check_would_say_so(store, cast, second_admin):
    idea = an_idea(store, by=cast.ana)
    with store.writing() as db:
        person(db, cast.ben).active = False
    with store.reading() as db:
        assert list(check.problems(db)) == [f"Idea {idea} is held by somebody who has left."]
    with store.writing() as db:
        commands.hand_on(db, person_id=cast.ben)
    with store.reading() as db:
        assert list(check.problems(db)) == []
    assert holder(store, idea) == cast.mia
