"""Signing in and out: who gets in, what a browser is given, and what is said to whoever does not get in."""

import html
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from app.core.clock import at, now
from app.core.settings import DEMO_MARK
from app.main import create_app
from app.people import commands
from app.people.models import Person, SignedInFrom, SignInSession
from app.people.passwords import digest
from app.people.queries import colleague, person
from tests.makers import rows
from tests.people.conftest import PASSWORD

REFUSED = "The e-mail address, the employee ID or the password is not right."


@pytest.fixture
def stranger(application):
    return TestClient(application, follow_redirects=False)


def sign_in(client, email="ana@example.com", password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(client):
    return client.get("/me").status_code == 200


def test_the_right_password_lets_in(store, ana, stranger):
    response = sign_in(stranger)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert is_in(stranger)
    [session] = rows(store, SignInSession)
    assert (session.person_id, session.browser) == (ana, "testclient")


def test_signing_in_again_ends_what_this_browser_was_signed_in_with(store, ana, stranger):
    sign_in(stranger)
    sign_in(stranger)
    assert len(rows(store, SignInSession)) == 1
    assert is_in(stranger)


@pytest.mark.parametrize("email", ["ANA@Example.com", "  ana@example.com\t"])
def test_an_address_is_written_in_many_ways(ana, stranger, email):
    assert sign_in(stranger, email=email).status_code == 303


@pytest.mark.parametrize("next_", ["/ideas?sort=newest", "/ideas/1-%E7%A7%8D"])
def test_one_comes_back_to_where_one_wanted_to_go(ana, stranger, next_):
    page = stranger.get("/sign-in", params={"next": next_})
    assert f'name="next" value="{html.escape(next_)}"' in page.text
    assert sign_in(stranger, next=next_).headers["location"] == next_


@pytest.mark.parametrize(
    "next_", ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "//[", "\n//e"]
)
def test_signing_in_leads_to_no_other_site(ana, stranger, next_):
    assert 'name="next" value="/"' in stranger.get("/sign-in", params={"next": next_}).text
    assert sign_in(stranger, next=next_).headers["location"] == "/"
    assert stranger.get("/sign-in", params={"next": next_}).headers["location"] == "/"


def refused(client, **typed):
    response = sign_in(client, **typed)
    return response.status_code, response.headers.get("set-cookie"), re.findall(REFUSED, response.text)


def test_whoever_does_not_get_in_learns_nothing(application, store, cast, ana, stranger):
    with store.writing() as db:
        person(db, cast.otto).password_hash = application.state.parts.passwords.hash(PASSWORD)
        commands.set_active(db, person(db, cast.otto), active=False)
    wrong = refused(stranger, password="a sentence for the test")
    unknown = refused(stranger, email="nobody@example.com")
    inactive = refused(stranger, email="otto@example.com")
    without_one = refused(stranger, email="lea@example.com")
    assert wrong == unknown == inactive == without_one == (422, None, wrong[2])
    assert wrong[2]
    assert rows(store, SignInSession) == []


def test_a_password_is_compared_also_for_nobody(application, ana, stranger, monkeypatch):
    compared: list[str] = []

    def fits(_typed: str, kept: str) -> bool:
        compared.append(kept)
        return False

    monkeypatch.setattr(application.state.parts.passwords, "fits", fits)
    sign_in(stranger, email="nobody@example.com")
    sign_in(stranger, email="lea@example.com")
    assert compared == ["", ""]


@pytest.mark.parametrize("password", [PASSWORD + " ", PASSWORD.upper(), "", "x" * 1001, PASSWORD + "\0"])
def test_a_password_is_taken_exactly_as_typed(ana, stranger, password):
    assert sign_in(stranger, password=password).status_code == 422
    assert not is_in(stranger)


def test_a_refused_sign_in_keeps_the_address_and_never_the_password(ana, stranger):
    page = sign_in(stranger, password="a wrong password", next="/ideas").text
    assert 'value="ana@example.com"' in page
    assert 'name="next" value="/ideas"' in page
    assert "a wrong password" not in page


def test_whoever_is_in_needs_no_sign_in_page(ana, stranger):
    sign_in(stranger)
    assert stranger.get("/sign-in?next=/ideas").headers["location"] == "/ideas"


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [("http://testserver", "byline", False), ("https://testserver", "__Host-byline", True)],
)
def test_the_cookie_is_for_our_server_alone(settings, store, ana, base_url, name, secure):
    application = create_app(settings.model_copy(update={"base_url": base_url}))
    client = TestClient(application, base_url=base_url, follow_redirects=False)
    cookies = sign_in(client).headers.get_list("set-cookie")
    [cookie] = [one for one in cookies if one.startswith(f"{name}=")]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", "max-age=2592000"} <= parts
    assert ("secure" in parts, any(part.startswith("domain") for part in parts)) == (secure, False)
    assert is_in(client)
    left = [one for one in client.post("/sign-out").headers.get_list("set-cookie") if one.startswith(f"{name}=")]
    assert "Max-Age=0" in left[0]
    assert ("Secure" in left[0]) is secure
    application.state.parts.store.dispose()


def test_only_a_digest_of_the_cookie_is_kept(store, ana, stranger):
    sign_in(stranger)
    [session] = rows(store, SignInSession)
    token = stranger.cookies["byline"]
    assert (session.token_hash, len(token) >= 43) == (digest(token), True)


def test_the_language_of_the_person_is_kept_in_the_browser(store, ana, stranger):
    with store.writing() as db:
        person(db, ana).locale = "th"
    assert "byline-language=th" in str(sign_in(stranger).headers.get_list("set-cookie"))
    assert '<html lang="th"' in stranger.get("/").text


def test_the_first_sign_in_shows_the_privacy_notice_once(store, ana, stranger):
    with store.writing() as db:
        person(db, ana).privacy_read_at = None
    response = sign_in(stranger, next="/ideas")
    assert response.headers["location"] == "/privacy?next=%2Fideas"
    action = re.search(r'action="(/privacy[^"]*)"', stranger.get(response.headers["location"]).text)
    assert action
    assert stranger.post(html.unescape(action[1])).headers["location"] == "/ideas"
    read_at = rows(store, Person, id=ana)[0].privacy_read_at
    assert read_at is not None
    assert sign_in(stranger).headers["location"] == "/"
    stranger.post("/privacy?next=/")
    assert rows(store, Person, id=ana)[0].privacy_read_at == read_at


def test_the_notice_leads_to_no_other_site(ana, stranger):
    sign_in(stranger)
    assert stranger.post("/privacy", params={"next": "//evil.example"}).headers["location"] == "/"


@pytest.mark.parametrize(("lang", "said"), [("en", "It ranks nobody."), ("zh-Hans", "不"), ("th", "ไม่")])
def test_everybody_reads_the_notice_in_their_language(stranger, lang, said):
    response = stranger.get("/privacy", params={"lang": lang})
    assert (response.status_code, said in response.text) == (200, True)
    assert 'action="/privacy' not in response.text


def test_signing_out_ends_this_session_alone(store, ana, stranger, as_):
    other = as_(ana)
    sign_in(stranger)
    token = stranger.cookies["byline"]
    assert stranger.post("/sign-out").headers["location"] == "/sign-in"
    stranger.cookies.set("byline", token)
    assert (is_in(stranger), is_in(other)) == (False, True)


def test_signing_out_without_being_in_is_no_mistake(stranger):
    assert stranger.post("/sign-out").status_code == 303


@pytest.mark.parametrize(
    ("minutes", "status"),
    [(0, 200), (59, 200), (7 * 24 * 60 - 1, 200), (7 * 24 * 60 + 1, 303)],
)
def test_a_session_ends_after_a_week_without_a_visit(ana, as_, minutes, status):
    visitor = as_(ana)
    with at(now() + timedelta(minutes=minutes)):
        assert visitor.get("/me").status_code == status


def test_a_visit_prolongs_a_session_but_never_beyond_its_end(store, ana, as_):
    begun, visitor = now(), as_(ana)
    for days in (6, 12, 18, 24, 29):
        with at(begun + timedelta(days=days)):
            assert visitor.get("/me").status_code == 200
    with at(begun + timedelta(days=30, minutes=1)):
        assert visitor.get("/me").status_code == 303


def test_a_visit_is_noted_once_an_hour(store, ana, as_):
    begun, visitor = now(), as_(ana)
    seen = []
    for minutes in (30, 61, 90, 130):
        with at(begun + timedelta(minutes=minutes)):
            visitor.get("/me")
        seen.append(round((rows(store, SignInSession)[0].seen_at - begun).total_seconds() / 60))
    assert seen == [0, 61, 61, 130]


def test_whoever_is_deactivated_is_out_at_once(store, ana, as_):
    visitor = as_(ana)
    with store.writing() as db:
        commands.set_active(db, person(db, ana), active=False)
    assert not is_in(visitor)


@pytest.mark.postgres
def test_a_mark_opens_no_database_that_other_folders_share(settings, store, cast):
    (settings.data / DEMO_MARK).touch()
    application = create_app(settings)
    page = TestClient(application, follow_redirects=False)
    assert page.post("/sign-in/demo", data={"person": cast.ana}).status_code == 404
    application.state.parts.store.dispose()


@pytest.mark.sqlite
class TestDemo:
    """One press, and one is somebody else; nowhere but in a demo."""

    @pytest.fixture
    def demo(self, settings, store, cast):
        (settings.data / DEMO_MARK).touch()
        application = create_app(settings)
        yield TestClient(application, follow_redirects=False)
        application.state.parts.store.dispose()

    def test_elsewhere_it_is_not_there(self, cast, stranger):
        assert stranger.post("/sign-in/demo", data={"person": cast.ana}).status_code == 404
        assert "/sign-in/demo" not in stranger.get("/sign-in").text
        assert not is_in(stranger)

    def test_everybody_is_offered_with_role_and_department(self, demo, cast):
        page = demo.get("/sign-in").text
        assert re.search(rf'<button name="person" value="{cast.ben}">.*?Ben.*?Operations.*?Lead', page, re.DOTALL)

    def test_one_press_lets_in(self, demo, cast):
        response = demo.post("/sign-in/demo", data={"person": cast.ben, "next": "/ideas"})
        assert response.headers["location"] == "/privacy?next=%2Fideas"
        assert "ben@example.com" in demo.get("/me").text

    @pytest.mark.parametrize("wrong", ["0", "99999", "x", "", str(2**31), str(2**53), "9" * 5000])
    def test_nobody_is_not_there(self, demo, wrong):
        assert demo.post("/sign-in/demo", data={"person": wrong}).status_code == 404

    def test_whoever_left_is_not_offered(self, demo, store, cast):
        with store.writing() as db:
            commands.set_active(db, person(db, cast.otto), active=False)
        assert "Otto" not in demo.get("/sign-in").text
        assert demo.post("/sign-in/demo", data={"person": cast.otto}).status_code == 404


def wrong_tries(application, times, address, email="ana@example.com"):
    """Of somebody else, from an address of their own."""
    other = TestClient(application, follow_redirects=False, client=(address, 50_000))
    return [sign_in(other, email=email, password="a wrong sentence").status_code for _n in range(times)]


def test_nobody_is_kept_out_by_what_others_try(application, ana):
    """Neither at the same address, where the browser is known, nor anywhere where the address is."""
    own = TestClient(application, follow_redirects=False, client=("203.0.113.7", 50_000))
    assert sign_in(own).status_code == 303
    own.cookies.delete("byline")
    assert wrong_tries(application, 12, "203.0.113.7")[-1] == 429
    assert wrong_tries(application, 12, "198.51.100.9")[-1] == 429
    assert sign_in(own).status_code == 303
    elsewhere = TestClient(application, follow_redirects=False, client=("192.0.2.1", 50_000), cookies=own.cookies)
    assert sign_in(elsewhere).status_code == 303


def test_a_known_browser_may_be_wrong_no_more_often_than_others(application, ana, stranger):
    sign_in(stranger)
    stranger.cookies.delete("byline")
    codes = [sign_in(stranger, password="a wrong sentence").status_code for _n in range(11)]
    assert codes == [422] * 10 + [429]
    page = sign_in(stranger)
    assert 0 < int(page.headers["retry-after"]) <= 300


def test_a_browser_is_known_to_one_account_only(application, ana, ben, stranger):
    sign_in(stranger)
    wrong_tries(application, 10, "testclient", email="ben@example.com")
    assert sign_in(stranger, email="ben@example.com").status_code == 429


def test_a_password_that_was_chosen_anew_makes_all_browsers_strange(application, store, ana, stranger):
    sign_in(stranger)
    assert len(rows(store, SignedInFrom)) == 2
    with store.writing() as db:
        commands.set_password(db, person=colleague(db, ana), password_hash="x")
    assert rows(store, SignedInFrom) == []
