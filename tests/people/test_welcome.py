"""Invitations: a link that works once, for a while, for one person, and sets a password."""

import html
import re
from datetime import timedelta

import pytest

from app.core.clock import at, now
from app.core.errors import Invalid, NotFound
from app.people import commands
from app.people.models import Invitation, Person, SignInSession
from app.people.passwords import digest
from app.people.queries import person
from tests.makers import rows

PASSWORD = "a sentence for the tests"
TYPED = {"password": PASSWORD, "repeated": PASSWORD}
USED = "This link has been used already or has expired."


def invite(store, person_id, days=14):
    with store.writing() as db:
        return commands.invite(db, person=person(db, person_id), days=days)


def hash_of(store, person_id):
    return rows(store, Person, id=person_id)[0].password_hash


def test_a_link_welcomes_by_name_and_sets_a_password(store, cast, as_):
    visitor, address = as_(0), f"/welcome/{invite(store, cast.otto)}"
    page = visitor.get(address)
    assert (page.status_code, "Otto" in page.text) == (200, True)
    response = visitor.post(address, data=TYPED)
    assert (response.status_code, response.headers["location"]) == (303, "/privacy")
    assert "Welcome. Your password is set." in visitor.get("/privacy").text
    assert "otto@example.com" in visitor.get("/me").text
    assert as_(0).post("/sign-in", data={"email": "otto@example.com", "password": PASSWORD}).status_code == 303


def test_a_link_works_once(store, cast, as_):
    address = f"/welcome/{invite(store, cast.otto)}"
    as_(0).post(address, data=TYPED)
    before = hash_of(store, cast.otto)
    for response in (as_(0).get(address), as_(0).post(address, data=TYPED)):
        assert (response.status_code, USED in response.text) == (404, True)
        assert "set-cookie" not in response.headers
    assert hash_of(store, cast.otto) == before


def test_a_link_runs_out(store, cast, as_):
    address = f"/welcome/{invite(store, cast.otto, days=14)}"
    with at(now() + timedelta(days=14, minutes=1)):
        assert as_(0).get(address).status_code == 404
        assert as_(0).post(address, data=TYPED).status_code == 404
    assert hash_of(store, cast.otto) == ""
    with at(now() + timedelta(days=13, hours=23)):
        assert as_(0).get(address).status_code == 200


def test_a_new_link_replaces_the_old_one(store, cast, as_):
    old, new = invite(store, cast.otto), invite(store, cast.otto)
    assert as_(0).get(f"/welcome/{old}").status_code == 404
    assert as_(0).get(f"/welcome/{new}").status_code == 200


def test_the_link_of_another_stays(store, cast, as_):
    one, _other = invite(store, cast.otto), invite(store, cast.ana)
    assert "Otto" in as_(0).get(f"/welcome/{one}").text


@pytest.mark.parametrize("token", ["x", "%00", "..%2f", "a" * 3000, "种"])
def test_a_link_that_nobody_was_given_is_not_there(store, cast, as_, token):
    invite(store, cast.otto)
    assert as_(0).get(f"/welcome/{token}").status_code == 404
    assert as_(0).post(f"/welcome/{token}", data=TYPED).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"password": "fourteen chars", "repeated": "fourteen chars"}, "password", "Use at least 15 characters."),
        ({"password": "x" * 201, "repeated": "x" * 201}, "password", "Use at most 200 characters."),
        ({"password": PASSWORD, "repeated": PASSWORD + "!"}, "repeated", "The two passwords are not the same."),
        ({"password": PASSWORD}, "repeated", "The two passwords are not the same."),
        ({}, "password", "This is needed."),
    ],
)
def test_a_password_that_does_not_do_is_said_and_the_link_still_works(store, cast, as_, typed, field, said):
    visitor, address = as_(0), f"/welcome/{invite(store, cast.otto)}"
    response = visitor.post(address, data=typed)
    page = html.unescape(response.text)
    assert response.status_code == 422
    assert re.search(rf'id="f-{field}-error">.*{re.escape(said)}', page)
    assert not typed or typed["password"] not in page
    assert hash_of(store, cast.otto) == ""
    assert visitor.post(address, data=TYPED).status_code == 303


@pytest.mark.parametrize(
    "password",
    [
        *("123456789012345", "aaaaaaaaaaaaaaa", "passwordpassword", "otto@example.com123", " " * 15, "abcabcabcabcabc"),
        *("qwertyuiopasdfgh", "Otto Otto Otto Otto", "iloveyouiloveyou", "x" * 200),
    ],
)
def test_what_is_common_repeated_or_known_of_somebody_is_no_password(store, cast, as_, password):
    typed = {"password": password, "repeated": password}
    page = html.unescape(as_(0).post(f"/welcome/{invite(store, cast.otto)}", data=typed).text)
    assert "This is easy to guess." in page
    assert hash_of(store, cast.otto) == ""


@pytest.mark.parametrize(
    "password",
    ["ประโยคหนึ่งสำหรับทดสอบ", "一二三四五六七八九十一二三四五", "Größe und Käse im Café", "so many words " * 14],
)
def test_any_sentence_of_any_language_is_a_password(store, cast, as_, password):
    as_(0).post(f"/welcome/{invite(store, cast.otto)}", data={"password": password, "repeated": password})
    assert as_(0).post("/sign-in", data={"email": "otto@example.com", "password": password}).status_code == 303


def test_a_new_password_signs_out_whoever_was_in_with_the_old_one(store, cast, as_):
    before = as_(cast.otto)
    as_(0).post(f"/welcome/{invite(store, cast.otto)}", data=TYPED)
    assert before.get("/me").status_code == 303
    assert len(rows(store, SignInSession, person_id=cast.otto)) == 1


def test_only_a_digest_of_the_link_is_kept(store, cast):
    token = invite(store, cast.otto)
    assert [row.token_hash for row in rows(store, Invitation)] == [digest(token)]


def test_whoever_left_is_neither_invited_nor_welcomed(store, cast, as_):
    token = invite(store, cast.otto)
    with store.writing() as db:
        commands.set_active(db, person(db, cast.otto), active=False)
    assert as_(0).get(f"/welcome/{token}").status_code == 404
    with pytest.raises(Invalid, match="no longer active"):
        invite(store, cast.otto)
    with store.writing() as db:
        commands.set_active(db, person(db, cast.otto), active=True)
    assert as_(0).get(f"/welcome/{token}").status_code == 404


def test_the_command_takes_no_link_twice(store, cast):
    token = invite(store, cast.otto)
    with store.writing() as db:
        commands.accept_invitation(db, token=token, password_hash="first")
    with pytest.raises(NotFound), store.writing() as db:
        commands.accept_invitation(db, token=token, password_hash="second")
    assert hash_of(store, cast.otto) == "first"
