"""What `check` finds wrong with people and departments."""

import pytest
from sqlalchemy import update

from app.people import commands as people
from app.people.check import problems
from app.people.models import Department, Person
from app.people.queries import person


def found_after(store, table, id_, **changed):
    with store.writing() as db:
        db.execute(update(table).where(table.id == id_).values(**changed))
    with store.reading() as db:
        return list(problems(db))


def test_a_sound_company_has_no_problems(store, cast):
    with store.writing() as db:
        people.change_person(db, person(db, cast.ana), name="Ána")
        people.set_active(db, person(db, cast.ben), active=False)
    with store.reading() as db:
        assert list(problems(db)) == []


@pytest.mark.parametrize("lead", [99, None])
def test_a_lead_who_does_not_exist_is_told_and_none_is_no_fault(store, cast, lead):
    said = [f"Department {cast.operations} is led by person 99, who does not exist."]
    assert found_after(store, Department, cast.operations, lead_id=lead) == (said if lead else [])


def test_a_lead_who_has_left_is_told(store, cast):
    said = f"Department {cast.operations} is led by person {cast.ben}, who has left."
    assert found_after(store, Person, cast.ben, active=False) == [said]


def test_a_name_that_stands_at_another_place_in_lists_is_told(store, cast):
    said = f"Person {cast.otto}: the name “Zotto” is not found by its spelling."
    assert found_after(store, Person, cast.otto, name="Zotto") == [said]
