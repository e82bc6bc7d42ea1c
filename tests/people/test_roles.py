"""Roles are rows: a new one is a line in `app.people.roles`, and nothing of a person changes with it."""

import re
from datetime import timedelta
from html import unescape
from typing import cast as taken_for

import pytest
from sqlalchemy import event

from app.core.clock import now
from app.people import commands, queries
from app.people.models import Person, RoleGiven
from app.people.passwords import digest
from app.people.roles import GIVEN, MATRIX, NAMES, Given, Permission, Role
from tests.makers import a_topic, roles_of, rows
from tests.people.rostering import bring

# A plain word is to the program what a member of the enumeration is, and a test can't add one to that.
STEWARD = taken_for(Role, "steward")


@pytest.fixture
def steward(monkeypatch):
    """A role that nobody has thought of: it hides, and does nothing else."""
    monkeypatch.setitem(MATRIX, STEWARD, frozenset({Permission.HIDE}))
    monkeypatch.setitem(NAMES, STEWARD, lambda: "Steward of the house")
    monkeypatch.setitem(GIVEN, STEWARD, Given(lambda: "Hides what breaks the rules.", ("ผู้พิทักษ์",)))


@pytest.fixture
def mia(as_, cast):
    return as_(cast.mia)


def offered(page):
    """The boxes of a form that are about roles, and whether they are ticked."""
    boxes = re.findall(r'<input [^>]*name="roles" value="(\w+)"( checked)?', page)
    return {value: bool(ticked) for value, ticked in boxes}


def save(visitor, person_id, *roles):
    typed = {"name": "Ana", "email": "ana@example.com", "employee_id": "E1", "department": "1", "locale": "en"}
    return visitor.post(f"/setup/people/{person_id}", data=typed | {"roles": list(roles)})


def test_a_new_role_is_offered_and_given_and_the_person_stays_as_they_are(steward, mia, as_, store, cast):
    before = rows(store, Person, id=cast.ana)[0].model_dump()
    form = mia.get(f"/setup/people/{cast.ana}").text
    assert offered(form) == {"leader": False, "hr": False, "admin": False, "steward": False}
    assert "Hides what breaks the rules." in form
    assert save(mia, cast.ana, "hr", "steward").status_code == 303
    assert rows(store, Person, id=cast.ana)[0].model_dump() == before
    assert offered(mia.get(f"/setup/people/{cast.ana}").text)["steward"]
    listed = re.findall(r'<span class="chip[^>]*>([^<]+)</span>', mia.get("/setup/people?q=ana").text)
    assert {"HR", "Steward of the house"} <= set(listed)
    assert "HR and Steward of the house" in unescape(mia.get("/setup/audit").text)
    assert "Employee, HR, and Steward of the house" in as_(cast.ana).get("/me").text


def test_a_new_role_allows_what_the_matrix_says_until_it_is_taken(steward, mia, as_, store, cast):
    ana, topic = as_(cast.ana), a_topic(store, by=cast.otto)
    door = f"/moderation/topic/{topic}"
    assert ana.get(door).status_code == 403
    save(mia, cast.ana, "steward")
    assert (ana.get(door).status_code, ana.get("/setup").status_code) == (200, 403)
    save(mia, cast.ana)
    assert (ana.get(door).status_code, rows(store, RoleGiven, person_id=cast.ana)) == (403, [])


@pytest.mark.parametrize("word", ["steward", "ผู้พิทักษ์"])
def test_a_roster_gives_a_new_role_by_any_of_its_words(steward, store, cast, word):
    plan = bring(store, f"name,email,roles\nAna,ana@example.com,{word}\n")
    assert [change.differences for change in plan.changed] == [[("steward", "no", "yes")]]
    assert roles_of(store, cast.ana) == ["steward"]


def test_a_role_that_is_no_longer_listed_allows_nothing_and_is_there_when_it_comes_back(monkeypatch, mia, store, cast):
    with monkeypatch.context() as listed:
        listed.setitem(MATRIX, STEWARD, frozenset(Permission))
        listed.setitem(GIVEN, STEWARD, Given(lambda: ""))
        save(mia, cast.ana, "hr", "steward")
    with store.reading() as db:
        ana = queries.colleague(db, cast.ana)
    assert (ana.roles, ana.may(Permission.SET_UP)) == (frozenset({Role.EMPLOYEE, Role.HR}), False)
    assert offered(mia.get(f"/setup/people/{cast.ana}").text) == {"leader": False, "hr": True, "admin": False}
    assert save(mia, cast.ana, "hr", "steward").status_code == 422
    save(mia, cast.ana)
    assert [row.role for row in rows(store, RoleGiven, person_id=cast.ana)] == ["steward"]


def test_a_role_says_who_gave_it_and_when_as_long_as_it_is_held(store, cast):
    begun = now()
    with store.writing() as db:
        admin = queries.colleague(db, cast.mia)
        commands.set_roles(db, queries.person(db, cast.ana), [Role.HR], by=admin)
    [first] = rows(store, RoleGiven, person_id=cast.ana)
    assert (first.role, first.by_id) == ("hr", cast.mia)
    assert first.at is not None
    assert begun <= first.at <= now()
    with store.writing() as db:
        commands.set_roles(db, queries.person(db, cast.ana), [Role.LEADER, Role.HR])
    kept, added = rows(store, RoleGiven, person_id=cast.ana)
    assert (kept.model_dump(), added.role, added.by_id) == (first.model_dump(), "leader", None)


def test_the_setup_notes_who_gave_a_role(mia, store, cast):
    save(mia, cast.ana, "leader")
    assert [(row.role, row.by_id) for row in rows(store, RoleGiven, person_id=cast.ana)] == [("leader", cast.mia)]


def test_a_visitor_is_loaded_with_all_their_roles_and_departments_in_one_statement(store, cast):
    with store.writing() as db:
        ben = queries.person(db, cast.ben)
        commands.set_lead(db, queries.department(db, cast.sales), lead_id=cast.ben)
        commands.set_roles(db, ben, [Role.HR, Role.LEADER])
        token = digest(commands.start_session(db, person=ben, browser=""))
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    with store.reading() as db:
        visitor = queries.colleague_of_session(db, token, idle=timedelta(days=1), whole=timedelta(days=1))
    assert [statement for statement in asked if not statement.startswith("BEGIN")] == asked[-1:]
    assert visitor is not None
    assert visitor.colleague.leads == frozenset({cast.sales, cast.operations})
    assert visitor.colleague.roles == frozenset({Role.EMPLOYEE, Role.LEAD, Role.LEADER, Role.HR})
