"""Persons and departments: added, changed and deactivated; what was theirs stays."""

import pytest

from app.core.errors import Conflict, Invalid, NotFound
from app.people import commands, queries
from app.people.models import Department, Person
from app.people.roles import Role
from app.search.models import StaleMark
from tests.makers import rows


def add(store, **about):
    with store.writing() as db:
        return commands.add_person(db, **({"name": "Uma", "email": "uma@example.com"} | about)).id


def add_department(store, **about):
    with store.writing() as db:
        return commands.add_department(db, **about)


def roles_of(store, person_id):
    with store.reading() as db:
        return queries.colleague(db, person_id).roles


def set_roles(store, person_id, *roles, **more):
    with store.writing() as db:
        commands.set_roles(db, queries.person(db, person_id), roles, **more)


def set_active(store, person_id, active):
    with store.writing() as db:
        commands.set_active(db, queries.person(db, person_id), active=active)


def test_a_person_is_an_employee_and_nothing_else_at_first(store, cast):
    assert roles_of(store, add(store)) == {Role.EMPLOYEE}


def test_an_address_is_kept_in_one_spelling(store, cast):
    uma = add(store, email="  UMA@Example.COM ")
    assert rows(store, Person, id=uma)[0].email == "uma@example.com"
    with store.reading() as db:
        found = queries.person_by_email(db, "Uma@example.com ")
    assert found is not None
    assert found.id == uma


@pytest.mark.parametrize(
    ("about", "field"),
    [({"email": "ANA@example.com"}, "email"), ({"employee_id": "E1"}, "employee_id")],
)
def test_two_people_share_neither_address_nor_employee_id(store, cast, about, field):
    with pytest.raises(Invalid) as refused:
        add(store, **about)
    assert refused.value.field == field
    assert rows(store, Person, name="Uma") == []


def test_many_people_have_no_employee_id(store, cast):
    assert add(store) != add(store, email="vic@example.com")


def test_a_change_is_marked_for_the_index(store, cast, work):
    work()
    with store.writing() as db:
        commands.change_person(db, queries.person(db, cast.ana), title="Engineer")
        commands.change_department(db, queries.department(db, cast.sales), purpose="We sell.")
    assert {(mark.kind, mark.ref) for mark in rows(store, StaleMark)} == {
        ("person", cast.ana),
        ("person", cast.otto),
        ("department", cast.sales),
    }


def test_every_department_has_an_address_of_its_own(store, cast):
    made = [add_department(store, name=name, code=name) for name in ("Sales!", "sales?", "ฝ่ายขาย", "销售")]
    assert [one.slug for one in made] == ["sales-2", "sales-3", "ฝ่ายขาย", "销售"]


@pytest.mark.parametrize(
    ("about", "field"), [({"name": "Sales"}, "name"), ({"name": "Selling", "code": "sales"}, "code")]
)
def test_two_departments_share_neither_name_nor_code(store, cast, about, field):
    with pytest.raises(Invalid) as refused:
        add_department(store, **about)
    assert refused.value.field == field
    assert len(rows(store, Department)) == 3


def test_a_department_keeps_its_address_when_its_name_changes(store, cast):
    with store.writing() as db:
        changed = commands.change_department(db, queries.department(db, cast.sales), name="Revenue")
    assert (changed.name, changed.slug) == ("Revenue", "sales")


def test_a_department_may_keep_its_own_name(store, cast):
    with store.writing() as db:
        commands.change_department(db, queries.department(db, cast.sales), name="Sales", purpose="We sell.")
    assert rows(store, Department, id=cast.sales)[0].purpose == "We sell."


def test_a_department_cannot_take_the_name_of_another(store, cast):
    with pytest.raises(Invalid), store.writing() as db:
        commands.change_department(db, queries.department(db, cast.sales), name="Quality")
    assert rows(store, Department, id=cast.sales)[0].name == "Sales"


def test_one_person_may_lead_several_departments(store, cast):
    with store.writing() as db:
        commands.set_lead(db, queries.department(db, cast.sales), lead_id=cast.ben)
    with store.reading() as db:
        assert queries.colleague(db, cast.ben).leads == {cast.sales, cast.operations}


def test_a_lead_who_leads_nothing_any_more_is_no_lead(store, cast):
    with store.writing() as db:
        commands.set_lead(db, queries.department(db, cast.operations), lead_id=None)
    assert roles_of(store, cast.ben) == {Role.EMPLOYEE}


def test_whoever_left_leads_nothing(store, cast):
    set_active(store, cast.otto, active=False)
    with pytest.raises(Invalid), store.writing() as db:
        commands.set_lead(db, queries.department(db, cast.sales), lead_id=cast.otto)
    with pytest.raises(NotFound), store.writing() as db:
        commands.set_lead(db, queries.department(db, cast.sales), lead_id=99999)


def test_roles_are_set_together(store, cast):
    set_roles(store, cast.ana, Role.LEADER, Role.HR)
    assert roles_of(store, cast.ana) == {Role.EMPLOYEE, Role.LEADER, Role.HR}
    set_roles(store, cast.ana)
    assert roles_of(store, cast.ana) == {Role.EMPLOYEE}


def test_the_last_administrator_stays(store, cast):
    with pytest.raises(Conflict, match="last administrator"):
        set_roles(store, cast.mia)
    with pytest.raises(Conflict, match="last administrator"):
        set_active(store, cast.mia, active=False)
    assert Role.ADMIN in roles_of(store, cast.mia)
    set_roles(store, cast.ana, Role.ADMIN)
    set_roles(store, cast.mia)
    assert Role.ADMIN not in roles_of(store, cast.mia)


def test_an_administrator_who_left_counts_for_none(store, cast):
    set_roles(store, cast.ana, Role.ADMIN)
    set_active(store, cast.ana, active=False)
    with pytest.raises(Conflict):
        set_roles(store, cast.mia)


def test_whoever_comes_back_is_as_they_were(store, cast):
    set_active(store, cast.ana, active=False)
    set_active(store, cast.ana, active=True)
    found = rows(store, Person, id=cast.ana)[0]
    assert (found.active, found.employee_id, found.department_id) == (True, "E1", cast.sales)


def test_lists_hold_active_people_by_name(store, cast):
    set_active(store, cast.hana, active=False)
    with store.reading() as db:
        everybody = [row.name for row in queries.person_rows(db)]
        quality = [row.name for row in queries.person_rows(db, department_id=cast.quality)]
    assert (everybody, quality) == (["Ana", "Ben", "Lea", "Mia", "Otto"], ["Lea"])


def test_closed_departments_are_listed_only_when_asked_for(store, cast):
    with store.writing() as db:
        commands.change_department(db, queries.department(db, cast.quality), active=False)
    with store.reading() as db:
        assert [row.name for row in queries.departments(db)] == ["Operations", "Sales"]
        assert [row.name for row in queries.departments(db, active=False)] == ["Operations", "Quality", "Sales"]
        with pytest.raises(NotFound):
            queries.department_by_slug(db, "quality")


def test_people_without_a_password_are_those_to_invite(store, cast):
    with store.writing() as db:
        queries.person(db, cast.ana).password_hash = "x"
        commands.set_active(db, queries.person(db, cast.otto), active=False)
    with store.reading() as db:
        assert [one.name for one in queries.people_without_password(db)] == ["Ben", "Hana", "Lea", "Mia"]


def test_nobody_is_found_where_nobody_is(store, cast):
    with store.reading() as db:
        assert queries.person_by_email(db, "nobody@example.com") is None
        assert queries.people(db, [99999]) == {}
        for look in (queries.person, queries.colleague, queries.department):
            with pytest.raises(NotFound):
                look(db, 99999)
