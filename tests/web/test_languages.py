"""Which language an answer is in: asked for, kept, chosen by the person, accepted by the browser, or the site's own."""

import re

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.people.models import Person
from tests.makers import rows


def language(response):
    found = re.search(r'<html lang="([^"]+)"', response.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "en"),
        ("th", "th"),
        ("th-TH,th;q=0.9,en;q=0.8", "th"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr, th;q=0.5", "th"),
        ("en;q=0.1, th;q=0.9", "th"),
        ("th;q=0, en", "en"),
        ("*", "en"),
        (";;;q=x,,", "en"),
        ("x" * 10_000, "en"),
    ],
)
def test_a_stranger_is_answered_in_what_their_browser_accepts(as_, accepted, spoken):
    assert language(as_(0).get("/sign-in", headers={"Accept-Language": accepted})) == spoken


def test_a_language_asked_for_in_the_address_is_for_this_answer(as_):
    visitor = as_(0)
    assert language(visitor.get("/sign-in?lang=th", headers={"Accept-Language": "zh"})) == "th"
    assert language(visitor.get("/sign-in")) == "en"
    assert language(visitor.get("/sign-in?lang=xx", headers={"Accept-Language": "zh"})) == "zh-Hans"


def test_a_chosen_language_is_kept_and_stronger_than_the_browser(as_):
    visitor = as_(0)
    response = visitor.post("/language", data={"language": "th", "back": "/sign-in?next=/ideas"})
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?next=/ideas")
    cookie = response.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("byline-language=th", "httponly", "samesite=lax", "path=/"))
    assert language(visitor.get("/sign-in", headers={"Accept-Language": "en"})) == "th"


def test_a_person_who_chooses_is_remembered_everywhere(store, cast, as_):
    as_(cast.ana).post("/language", data={"language": "zh-Hans"})
    assert rows(store, Person, id=cast.ana)[0].locale == "zh-Hans"


@pytest.mark.parametrize("wished", ["xx", "", "en'; --", "x" * 21])
def test_a_language_we_do_not_speak_is_refused(store, cast, as_, wished):
    for visitor in (as_(0), as_(cast.ana)):
        response = visitor.post("/language", data={"language": wished})
        assert (response.status_code, "byline-language" in response.headers.get("set-cookie", "")) == (422, False)
    assert rows(store, Person, id=cast.ana)[0].locale == "en"


def test_choosing_a_language_leads_nowhere_else(as_):
    response = as_(0).post("/language", data={"language": "th", "back": "//evil.example"})
    assert response.headers["location"] == "/"


def test_the_site_has_a_language_of_its_own(settings):
    application = create_app(settings.model_copy(update={"language": "th"}))
    answer = TestClient(application).get("/sign-in")
    application.state.parts.store.dispose()
    assert language(answer) == "th"


def test_pages_say_what_they_depend_on(as_):
    varies = as_(0).get("/sign-in").headers["vary"]
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in varies.split(",")}


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "th"])
def test_a_refusal_speaks_the_readers_language(as_, lang):
    response = as_(0).get("/nowhere", params={"lang": lang})
    said = {"en": "There is nothing here", "zh-Hans": "这里", "th": "ไม่"}[lang]
    assert (language(response), said in response.text) == (lang, True)


@pytest.mark.parametrize("others", ["a@b=1", "a@b=1; c[d]=2", "=;;;", 'x="', "ä=ö"])
def test_the_cookies_of_a_neighbour_change_nothing(as_, others):
    for cookie in (f"{others}; byline-language=th", f"byline-language=th; {others}"):
        response = as_(0).get("/sign-in", headers={"Cookie": cookie.encode()})
        assert (response.status_code, language(response)) == (200, "th")
