"""My settings: language, time zone, password, and where I am signed in."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.core.clock import at, now
from app.core.i18n import _, speaking
from app.people import commands
from app.people.models import Invitation, Person, SignInSession
from app.people.queries import person
from tests.makers import rows
from tests.people.conftest import PASSWORD

NEW = "another sentence for tests"


def me(store, person_id):
    return rows(store, Person, id=person_id)[0]


def is_in(client):
    return client.get("/me").status_code == 200


def sessions(store, person_id):
    return [row.id for row in rows(store, SignInSession, person_id=person_id)]


@pytest.mark.parametrize("sent", [{}, {"language": "th"}, {"time_zone": "Asia/Bangkok"}])
def test_a_setting_that_is_not_sent_stays_as_it_is(store, ana, as_, sent):
    kept = {"language": "zh-Hans", "time_zone": "Asia/Shanghai"}
    visitor = as_(ana)
    visitor.post("/me", data=kept)
    assert visitor.post("/me", data=sent).status_code == 303
    found = me(store, ana)
    assert {"language": found.locale, "time_zone": found.time_zone} == kept | sent


def test_what_is_stored_about_me_is_shown_to_me(cast, as_):
    page = html.unescape(as_(cast.ben).get("/me").text)
    for stored in ("Ben", "ben@example.com", "E2", "Operations", "Employee", "Lead"):
        assert stored in page


def test_a_language_and_a_time_zone_are_kept(store, ana, as_):
    visitor = as_(ana)
    response = visitor.post("/me", data={"language": "th", "time_zone": "Asia/Bangkok"})
    assert (response.status_code, response.headers["location"]) == (303, "/me")
    assert "byline-language=th" in str(response.headers.get_list("set-cookie"))
    assert (me(store, ana).locale, me(store, ana).time_zone) == ("th", "Asia/Bangkok")
    page = visitor.get("/me").text
    assert '<html lang="th"' in page
    assert '<option value="Asia/Bangkok" selected>' in page


def test_that_the_settings_are_saved_is_said_in_the_language_just_chosen(ana, as_):
    visitor = as_(ana)
    visitor.post("/me", data={"language": "zh-Hans", "time_zone": ""})
    page = visitor.get("/me").text
    with speaking("zh-Hans"):
        said = _("Your settings are saved.")
    assert said != "Your settings are saved."
    assert said in page
    assert "Your settings are saved." not in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"language": "xx", "time_zone": ""}, "language"),
        ({"language": "en", "time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "en", "time_zone": "../../etc/passwd"}, "time_zone"),
        ({"language": "en", "time_zone": "x" * 61}, "time_zone"),
    ],
)
def test_a_setting_that_does_not_exist_changes_nothing(store, ana, as_, typed, field):
    response = as_(ana).post("/me", data=typed)
    assert (response.status_code, f'id="f-{field}-error"' in response.text) == (422, True)
    assert (me(store, ana).locale, me(store, ana).time_zone) == ("en", "")


def test_times_are_shown_in_ones_own_zone(store, ana, as_):
    with store.writing() as db:
        person(db, ana).time_zone = "Pacific/Kiritimati"
    with at(datetime(2026, 1, 1, 23, tzinfo=UTC)):
        assert "January 2, 2026" in as_(ana).get("/me").text


def test_a_new_password_ends_a_link_that_was_not_used(store, ana, as_):
    with store.writing() as db:
        token = commands.invite(db, person=person(db, ana), days=14)
    as_(ana).post("/me/password", data={"current": PASSWORD, "password": NEW, "repeated": NEW})
    assert as_(0).get(f"/welcome/{token}").status_code == 404


def test_the_cookie_of_before_lets_nobody_in_once_the_password_is_another(store, ana, as_):
    here = as_(ana)
    copied = dict(here.cookies)
    here.post("/me/password", data={"current": PASSWORD, "password": NEW, "repeated": NEW})
    thief = as_(0)
    thief.cookies.update(copied)
    assert (is_in(here), is_in(thief)) == (True, False)


def test_the_present_password_is_no_new_one(ana, as_):
    page = as_(ana).post("/me/password", data={"current": PASSWORD, "password": PASSWORD, "repeated": PASSWORD})
    assert (page.status_code, "This is your current password" in page.text) == (422, True)


def test_a_new_password_needs_the_present_one_and_signs_out_the_others(store, ana, as_):
    here, elsewhere = as_(ana), as_(ana)
    response = here.post("/me/password", data={"current": PASSWORD, "password": NEW, "repeated": NEW})
    assert (response.status_code, response.headers["location"]) == (303, "/me")
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    answers = [
        as_(0).post("/sign-in", data={"email": "ana@example.com", "password": password}) for password in (PASSWORD, NEW)
    ]
    assert [answer.status_code for answer in answers] == [422, 303]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"current": "not my password", "password": NEW, "repeated": NEW}, "current"),
        ({"current": "", "password": NEW, "repeated": NEW}, "current"),
        ({"current": PASSWORD, "password": "too short", "repeated": "too short"}, "password"),
        ({"current": PASSWORD, "password": NEW, "repeated": NEW + "!"}, "repeated"),
        ({"current": PASSWORD, "password": "", "repeated": ""}, "password"),
    ],
)
def test_a_refused_password_changes_nothing_and_is_shown_nowhere(store, ana, as_, typed, field):
    here, elsewhere = as_(ana), as_(ana)
    before = me(store, ana).password_hash
    response = here.post("/me/password", data=typed)
    assert (response.status_code, f'id="f-{field}-error"' in response.text) == (422, True)
    assert not any(f'value="{word}"' in response.text for word in typed.values() if word)
    assert (me(store, ana).password_hash, is_in(elsewhere)) == (before, True)


def test_one_session_is_ended_and_the_others_stay(store, ana, as_):
    here, elsewhere = as_(ana), as_(ana)
    first, second = sessions(store, ana)
    assert "Sign out there" in here.get("/me").text
    response = here.post(f"/me/sessions/{second}?_method=DELETE")
    assert (response.status_code, response.headers["location"]) == (303, "/me")
    assert (is_in(here), is_in(elsewhere), sessions(store, ana)) == (True, False, [first])


def test_nobody_ends_the_session_of_another(store, cast, ana, as_):
    visitor = as_(ana)
    [own] = sessions(store, ana)
    for session in (own, 99999, 0, 2**31, 2**53 - 1):
        assert as_(cast.mia).delete(f"/me/sessions/{session}").status_code == 404
    assert is_in(visitor)


def test_signing_out_everywhere_ends_every_session(store, cast, ana, as_):
    here, elsewhere, other = as_(ana), as_(ana), as_(cast.otto)
    response = here.post("/sign-out/everywhere")
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert (is_in(here), is_in(elsewhere), is_in(other)) == (False, False, True)
    assert sessions(store, ana) == []


def test_a_browser_that_calls_itself_something_long_or_strange_is_shown_as_words(store, ana, as_):
    visitor = as_(0)
    name = "<script>alert(1)</script>" + "x" * 5000
    typed = {"email": "ana@example.com", "password": PASSWORD}
    visitor.post("/sign-in", data=typed, headers={"User-Agent": name})
    page = visitor.get("/me").text
    assert ("&lt;script&gt;alert(1)" in page, "<script>alert" in page) == (True, False)
    assert len(rows(store, SignInSession)[0].browser) == 200


@pytest.mark.parametrize(("idle", "age"), [(timedelta(days=7), timedelta(days=7)), (timedelta(0), timedelta(days=30))])
def test_a_session_that_has_run_out_is_not_shown_as_signed_in(store, ana, as_, idle, age):
    visitor = as_(ana)
    with store.writing() as db:
        commands.start_session(db, person=person(db, ana), browser="The old machine")
        [_here, old] = db.exec(select(SignInSession).order_by(col(SignInSession.id)))
        old.seen_at, old.created_at = now() - idle, now() - age
    assert "The old machine" not in visitor.get("/me").text
    with store.writing() as db:
        db.get(SignInSession, old.id).created_at = db.get(SignInSession, old.id).seen_at = now() - timedelta(days=6)
    assert "The old machine" in visitor.get("/me").text


def test_sessions_and_links_that_let_nobody_in_are_deleted_and_no_others(store, cast, ana, as_, work):
    visitor, long_ago = as_(ana), now() - timedelta(days=15)
    with store.writing() as db:
        used = commands.invite(db, person=person(db, ana), days=14)
        commands.accept_invitation(db, token=used, password_hash="x")
        commands.invite(db, person=person(db, ana), days=14)
        with at(long_ago):
            commands.invite(db, person=person(db, cast.otto), days=14)
            commands.start_session(db, person=person(db, cast.otto), browser="")
    visitor = as_(ana)
    work()
    assert [row.person_id for row in rows(store, SignInSession)] == [ana]
    assert [(row.person_id, row.used_at) for row in rows(store, Invitation)] == [(ana, None)]
    assert is_in(visitor)
