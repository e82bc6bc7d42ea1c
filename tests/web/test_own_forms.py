"""Changes that another site's page asks for are refused; a plain form may say PUT or DELETE."""

import pytest
from fastapi.testclient import TestClient

from app.core.web.middleware import LARGEST_METHOD_FORM
from app.discussion.models import Follow, Post, Vote
from app.ideas.models import Stage, StageKind
from app.main import create_app
from tests.makers import a_vote, an_idea, rows

SENT_FROM = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "nonsense"}, False),
    ({"Sec-Fetch-Site": ""}, False),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
    ({"Origin": "http://testserver"}, True),
    ({"Origin": "https://evil.example"}, False),
    ({"Origin": "http://testserver.evil.example"}, False),
    ({"Origin": "http://testserver:81"}, False),
    ({"Origin": "http://evil.example@testserver"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
    ({"Origin": "http://["}, False),
    ({}, True),
]


@pytest.mark.parametrize(("headers", "passes"), SENT_FROM)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_change_is_made_only_from_our_own_pages(store, cast, as_, headers, passes, method):
    idea = an_idea(store, by=cast.ana)
    what = "vote" if method == "POST" else "follow"
    response = as_(cast.otto).request(method, f"/ideas/{idea}/{what}", headers=headers)
    assert response.status_code == (303 if passes else 403)
    if not passes:
        assert "This came from another website, so nothing was changed." in response.text
        assert rows(store, Vote) == []
        assert len(rows(store, Follow)) == 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_looking_from_elsewhere_is_welcome(cast, as_, headers):
    assert as_(cast.ana).get("/ideas", headers=headers).status_code == 200
    assert as_(cast.ana).head("/ideas", headers=headers).status_code == 200


def test_signing_in_from_elsewhere_is_refused(cast, as_):
    response = as_(0).post("/sign-in", data={"email": "a", "password": "b"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_a_foreign_request_of_htmx_is_refused_in_a_toast(cast, as_):
    headers = {"Sec-Fetch-Site": "cross-site", "HX-Request": "true"}
    response = as_(cast.ana).post("/ideas", data={"title": "x"}, headers=headers)
    assert (response.status_code, response.headers["hx-retarget"]) == (403, "#toasts")


@pytest.mark.parametrize(
    ("origin", "status"), [("https://byline.example", 303), ("http://byline.example", 403), ("http://testserver", 403)]
)
def test_behind_a_proxy_our_own_address_is_the_one_that_counts(settings, origin, status):
    application = create_app(settings.model_copy(update={"base_url": "https://byline.example/"}))
    visitor = TestClient(application, base_url="http://byline.example", follow_redirects=False)
    response = visitor.post("/sign-out", headers={"Origin": origin})
    application.state.parts.store.dispose()
    assert response.status_code == status


@pytest.mark.parametrize(
    ("query", "form", "taken_back"),
    [
        ("?_method=DELETE", {}, True),
        ("?_method=delete", {}, True),
        ("", {"_method": "DELETE"}, True),
        ("", {"_method": "delete", "more": "words"}, True),
        ("?_method=PATCH", {}, False),
        ("?_method=GET", {}, False),
        ("?_method=", {}, False),
        ("?_method=POST", {"_method": "DELETE"}, False),
    ],
)
def test_a_form_says_delete(store, cast, as_, query, form, taken_back):
    idea = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=idea)
    assert as_(cast.otto).post(f"/ideas/{idea}/vote{query}", data=form).status_code == 303
    assert (rows(store, Vote) == []) is taken_back


def test_a_visit_never_turns_into_a_change(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=idea)
    assert as_(cast.otto).get(f"/ideas/{idea}/vote?_method=DELETE").status_code == 405
    assert len(rows(store, Vote)) == 1


def test_a_foreign_form_that_says_delete_is_refused(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=idea)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert as_(cast.otto).post(f"/ideas/{idea}/vote", data={"_method": "DELETE"}, headers=foreign).status_code == 403
    assert len(rows(store, Vote)) == 1


def test_words_about_methods_are_only_words(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.otto).post(f"/ideas/{idea}/comments", data={"body": "Call it with &_method=DELETE"})
    assert response.status_code == 303


def test_a_form_that_was_read_for_its_method_reaches_the_route_whole(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    stage = rows(store, Stage, kind=StageKind.DOING)[0].id
    response = as_(cast.ben).post(f"/ideas/{idea}/stage", data={"_method": "PUT", "stage": str(stage)})
    assert (response.status_code, rows(store, Post)[0].stage_id) == (303, stage)


def test_a_large_form_is_not_searched_for_a_method(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    form = {"_method": "DELETE", "padding": "x" * LARGEST_METHOD_FORM}
    as_(cast.otto).post(f"/ideas/{idea}/vote", data=form)
    assert len(rows(store, Vote)) == 1
