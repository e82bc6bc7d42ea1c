"""Each try to get in has a line in the log, with how it ended and without anything that was typed."""

import json

import pytest
from fastapi.testclient import TestClient

from app.core.settings import DEMO_MARK
from app.people import commands
from app.people.queries import person
from tests.people.conftest import PASSWORD

NEW = "another sentence of tests"


@pytest.fixture
def stranger(application):
    return TestClient(application, follow_redirects=False, client=("203.0.113.7", 40000))


@pytest.fixture
def tries(capsys):
    """Result, way and person of every try so far, and all that was logged."""

    def tries():
        said = capsys.readouterr().out
        lines = [line for line in map(json.loads, said.splitlines()) if line["event"] == "sign_in"]
        assert all(line["address"] in ("203.0.113.7", "testclient") and line["request_id"] for line in lines)
        return [(line["result"], line["way"], line.get("person")) for line in lines], said

    return tries


def sign_in(client, email="ana@example.com", password=PASSWORD):
    return client.post("/sign-in", data={"email": email, "password": password})


def test_whoever_gets_in_is_told_by_number(ana, stranger, tries):
    sign_in(stranger)
    told, said = tries()
    assert told == [("accepted", "password", ana)]
    assert "ana@" not in said


def test_whoever_is_wrong_is_told_with_whom_they_meant(ana, stranger, tries):
    sign_in(stranger, password="wrong-secret")
    told, said = tries()
    assert told == [("refused", "password", ana)]
    assert "wrong-secret" not in said


def test_a_password_that_was_typed_as_a_name_stands_nowhere(ana, stranger, tries):
    sign_in(stranger, email="my-real-secret-1")
    told, said = tries()
    assert told == [("refused", "password", None)]
    assert "my-real-secret-1" not in said


def test_somebody_who_left_is_still_known_by_number(store, ana, stranger, tries):
    with store.writing() as db:
        commands.set_active(db, person(db, ana), active=False)
    sign_in(stranger)
    assert tries()[0] == [("refused", "password", ana)]


def test_whoever_tries_too_often_is_told_as_throttled(ana, stranger, tries):
    for _n in range(12):
        sign_in(stranger, password="wrong")
    told, _said = tries()
    assert told == [("refused", "password", ana)] * 10 + [("throttled", "password", ana)] * 2


def test_what_is_no_try_is_not_told(ana, stranger, tries):
    stranger.post("/sign-in", data={"email": "", "password": ""})
    stranger.get("/sign-in")
    assert tries()[0] == []


def test_links_of_invitations_are_ways_in_as_well(store, cast, stranger, tries):
    with store.writing() as db:
        token = commands.invite(db, person=person(db, cast.otto), days=1)
    assert stranger.post(f"/welcome/{token}", data={"password": NEW, "repeated": NEW}).status_code == 303
    assert stranger.get(f"/welcome/{token}").status_code == 404
    told, said = tries()
    assert told == [("accepted", "invitation", cast.otto), ("refused", "invitation", None)]
    assert token not in said


def test_the_present_password_is_a_try_too(ana, stranger, tries):
    sign_in(stranger)
    for current in ("wrong", PASSWORD):
        stranger.post("/me/password", data={"current": current, "password": NEW, "repeated": NEW})
    assert tries()[0][1:] == [("refused", "present password", ana), ("accepted", "present password", ana)]


@pytest.mark.sqlite  # A demo is a folder of its own.
def test_a_demo_says_who_became_whom(settings, ana, stranger, tries):
    (settings.data / DEMO_MARK).touch()
    stranger.post("/sign-in/demo", data={"person": str(ana)})
    assert tries()[0] == [("accepted", "demo", ana)]
