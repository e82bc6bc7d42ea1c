"""A refusal for a program: JSON of RFC 9457, with the sentences that a person would read on the page."""

from datetime import date

import pytest
from fastapi import Query
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from starlette.requests import Request

from app.core.errors import Conflict, Invalid, TooLate, TooMany
from app.core.web.middleware import Tongue
from app.core.web.problems import MEDIA_TYPE, is_wanted
from app.discussion.models import Post
from app.people.session import Visiting
from tests.makers import an_idea, rows

JSON = {"Accept": "application/json"}


class Order(BaseModel):
    title: str
    day: date


@pytest.fixture
def api(application):
    """Addresses of an API as one will be: each refuses in its own way."""

    def fails():
        raise RuntimeError("the secret is 4711")

    def busy():
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    def often():
        raise TooMany("Wait a little.", seconds=30)

    def late():
        raise TooLate("Somebody changed it meanwhile.")

    def same():
        raise Conflict("There is one already.")

    def wrong():
        raise Invalid("Write a title.", field="title")

    def mine(visit: Visiting):
        return visit.me.name

    for deed in (fails, busy, often, late, same, wrong, mine):
        application.add_api_route(f"/api/{deed.__name__}", deed)

    @application.post("/api/orders")
    def order(wanted: Order, most: int = Query(default=1, ge=1)):
        return wanted.title

    @application.put("/api/orders/{number}")
    def change(number: int):
        return number

    return application


def problem(response, status):
    assert (response.status_code, response.headers["content-type"]) == (status, MEDIA_TYPE)
    assert "Accept" in response.headers["vary"]
    found = response.json()
    assert (found.pop("status"), found.pop("instance")) == (
        status,
        f"urn:byline:request:{response.headers['x-request-id']}",
    )
    return found


REFUSED = [
    ("late", 409, "too-late", "Someone was faster", "Somebody changed it meanwhile."),
    ("same", 409, "conflict", "Someone was faster", "There is one already."),
    ("often", 429, "too-many", "Too many tries", "Wait a little."),
    ("nowhere", 404, "not-found", "There is nothing here", "This page does not exist, or it is not for you to see."),
    ("mine", 401, "sign-in-needed", "Sign in first", "Only people who are signed in may see or do this."),
    (
        "busy",
        503,
        "busy",
        "Not right now",
        "Byline is very busy or its database does not answer. Nothing was changed. Try again in a moment.",
    ),
    (
        "fails",
        500,
        "failed",
        "Something broke",
        "Something went wrong on our side. Nothing was changed. Try again, or tell an administrator this number.",
    ),
]


@pytest.mark.parametrize("accept", ["", "*/*", "text/html", "application/json", MEDIA_TYPE])
@pytest.mark.parametrize(("address", "status", "kind", "title", "detail"), REFUSED)
def test_the_api_refuses_in_json_whatever_is_accepted(api, as_, address, status, kind, title, detail, accept):
    response = as_(0).get(f"/api/{address}", headers={"Accept": accept})
    assert problem(response, status) == {"type": f"urn:byline:problem:{kind}", "title": title, "detail": detail}
    assert "content-security-policy" in response.headers


def test_who_asks_too_often_hears_when_to_come_back(api, as_):
    assert as_(0).get("/api/often").headers["retry-after"] == "30"


def test_a_failure_tells_a_program_nothing_but_its_number(api, as_):
    said = as_(0).get("/api/fails").text
    assert not any(secret in said for secret in ("4711", "RuntimeError", "Traceback"))


def test_a_failure_before_the_language_is_known_is_a_problem_too(as_, monkeypatch):
    def broken(_tongue, _scope):
        raise RuntimeError("the secret is 4711")

    monkeypatch.setattr(Tongue, "_chosen", broken)
    assert problem(as_(0).get("/api/mine"), 500)["title"] == "Something broke"


@pytest.mark.parametrize(
    ("language", "title"), [("en", "There is nothing here"), ("zh-Hans", "这里什么都没有"), ("th", "ตรงนี้ไม่มีอะไร")]
)
def test_a_problem_is_said_in_the_askers_language(as_, language, title):
    response = as_(0).get("/api/nowhere", headers={"Accept-Language": language})
    assert (response.json()["title"], response.headers["content-language"]) == (title, language)


def test_what_can_be_corrected_stands_at_its_field(api, as_):
    assert problem(as_(0).get("/api/wrong"), 422) == {
        "type": "urn:byline:problem:invalid",
        "title": "Something needs correcting",
        "detail": "Write a title.",
        "errors": {"title": "Write a title."},
    }


@pytest.mark.parametrize(
    ("sent", "query", "errors"),
    [
        ({}, "", {"title": "This is needed.", "day": "This is needed."}),
        (
            {"title": "x", "day": "soon"},
            "?most=0",
            {
                "day": "Write the date as year-month-day, for example 2026-11-21.",
                "most": "This number is too small.",
            },
        ),
    ],
)
def test_json_of_the_wrong_shape_is_told_by_field(api, as_, sent, query, errors):
    found = problem(as_(0).post(f"/api/orders{query}", json=sent), 422)
    assert (found["detail"], found["errors"]) == ("Something in what you sent could not be understood.", errors)


def test_what_is_no_json_has_no_fields(api, as_):
    response = as_(0).post("/api/orders", content=b"{", headers={"Content-Type": "application/json"})
    assert "errors" not in problem(response, 422)


def test_an_address_that_makes_no_sense_is_not_found(api, as_):
    assert problem(as_(0).put("/api/orders/x"), 404)["type"] == "urn:byline:problem:not-found"


@pytest.mark.parametrize("accept", ["application/json", MEDIA_TYPE, "application/json, text/plain, */*"])
def test_whoever_would_rather_have_json_gets_it_at_any_address(store, cast, as_, accept):
    headers = {"Accept": accept}
    assert problem(as_(cast.ana).get("/ideas/99", headers=headers), 404)["title"] == "There is nothing here"
    assert problem(as_(cast.ana).get("/setup", headers=headers), 403)["type"] == "urn:byline:problem:forbidden"
    assert problem(as_(0).get("/ideas", headers=headers), 401)["title"] == "Sign in first"


def test_a_method_that_does_not_work_names_those_that_do(cast, as_):
    response = as_(cast.ana).put("/ideas", headers=JSON)
    assert problem(response, 405)["type"] == "urn:byline:problem:method-not-allowed"
    assert response.headers["allow"] == "GET, HEAD, POST"


def test_what_is_refused_at_the_door_is_a_problem_too(store, cast, as_):
    foreign = as_(cast.ana).post("/ideas", data={"title": "x"}, headers=JSON | {"Sec-Fetch-Site": "cross-site"})
    assert problem(foreign, 403)["detail"].startswith("This came from another website")
    announced = as_(cast.ana).post("/ideas", content=b"x" * 2_000_000, headers=JSON)
    assert problem(announced, 413)["type"] == "urn:byline:problem:too-large"


def test_what_turns_out_too_large_is_a_problem_too(cast, as_):
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded"}
    response = as_(cast.ana).post("/ideas", content=(b"x" * 50_000 for _n in range(30)), headers=JSON | urlencoded)
    assert problem(response, 413)["title"] == "That is too much at once"


def test_a_form_that_would_be_shown_once_more_is_told_by_field(store, cast, as_):
    found = problem(as_(cast.ana).post("/ideas", data={"title": ""}, headers=JSON), 422)
    assert (found["errors"]["title"], rows(store, Post)) == ("This is needed.", [])


def test_of_a_page_with_several_forms_the_refused_one_is_told(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.ben).post(f"/ideas/{idea}/stage", data={"_method": "PUT", "stage": "x"}, headers=JSON)
    assert problem(response, 422)["errors"] == {"stage": "This has to be a whole number."}


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/html, application/json", False),
        ("application/json, text/html;q=0.9", True),
        ("application/json;q=0.5, text/html;q=0.4", True),
        ("application/json;q=0.4, text/html;q=0.5", False),
        ("application/json;q=0, */*", False),
        ("application/json; charset=utf-8; q=0.2, */*;q=0.1", True),
        ("APPLICATION/PROBLEM+JSON", True),
        ("application/*", True),
        ("*/*, text/html;q=0", True),
        ("application/json;q=x", False),
        (";;;,,", False),
        ("application/json" + "," * 10_000, True),
    ],
)
def test_json_is_wanted_by_whoever_wishes_for_it_more_than_for_a_page(accept, wanted):
    assert is_wanted(_asked("/ideas", accept=accept)) is wanted
    assert is_wanted(_asked("/api/ideas", accept=accept))


@pytest.mark.parametrize(("path", "wanted"), [("/api", True), ("/api/", True), ("/apiary", False), ("/", False)])
def test_the_api_is_what_stands_under_its_address(path, wanted):
    assert is_wanted(_asked(path)) is wanted


def test_htmx_keeps_its_toast(cast, as_):
    response = as_(cast.ana).get("/ideas/99", headers=JSON | {"HX-Request": "true"})
    assert (response.status_code, response.headers["hx-retarget"]) == (404, "#toasts")


def _asked(path, **headers):
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "path": path, "headers": pairs})
