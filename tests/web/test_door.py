"""What every answer carries, and what becomes of a failure."""

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.routing import Route

from app.core.errors import TooMany
from app.core.web.middleware import Tongue
from app.main import create_app
from tests.makers import an_idea

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
ASKED = [
    *(
        ("GET", "/"),
        ("GET", "/ideas"),
        ("GET", "/sign-in"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("HEAD", "/ideas"),
    ),
    *(("GET", "/ideas/1"), ("GET", "/nowhere"), ("GET", "/ideas/99999-x"), ("PUT", "/ideas"), ("POST", "/ideas")),
    *(("OPTIONS", "/ideas"), ("GET", "/static/nothing.css"), ("GET", "/fails"), ("GET", "/busy"), ("GET", "/ideas/x")),
]


@pytest.fixture
def failing(application):
    """Addresses that fail as programs do."""

    def fails(request):
        raise RuntimeError("the secret is 4711")

    def busy(request):
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    def crowded(request):
        raise PoolTimeout("QueuePool limit")

    def often(request):
        raise TooMany("Wait a little.", seconds=30)

    for deed in (fails, busy, crowded, often):
        application.router.routes.append(Route(f"/{deed.__name__}", deed))
    return application


@pytest.mark.parametrize(("method", "address"), ASKED)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_carries_the_security_headers(failing, store, cast, as_, method, address, signed_in):
    an_idea(store, by=cast.ana)
    response = as_(cast.ana if signed_in else 0).request(method, address)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert len(response.headers["x-request-id"]) == 16
    assert response.headers["cache-control"] == ("no-store" if "static" in address else "private, no-store")


def test_every_request_has_a_number_of_its_own(as_):
    visitor = as_(0)
    assert len({visitor.get("/healthz").headers["x-request-id"] for _n in range(3)}) == 3


def test_static_files_are_kept_long_and_guarded_too(application, as_):
    response = as_(0).get(application.state.parts.assets.url("css/app.css"))
    assert (response.status_code, "immutable" in response.headers["cache-control"]) == (200, True)
    assert response.headers["content-security-policy"] == POLICY


def test_a_failure_before_the_language_is_known_is_a_page_like_any_other(as_, monkeypatch):
    def broken(_tongue, _scope):
        raise RuntimeError("the secret is 4711")

    monkeypatch.setattr(Tongue, "_chosen", broken)
    response = as_(0).get("/sign-in")
    assert (response.status_code, "Something broke" in response.text, "4711" in response.text) == (500, True, False)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["x-request-id"] in response.text


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "th"])
def test_a_failure_speaks_the_readers_language(failing, as_, lang):
    assert f'<html lang="{lang}"' in as_(0).get("/fails", params={"lang": lang}).text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/departments/%00", 404), ("/people/%00", 404), ("/welcome/%00", 404), ("/static/%00", 404)),
        *(("/setup/people?q=%00", 200), ("/setup/people?after=%00", 200), ("/setup/audit?act=%00", 200)),
        *(("/search?q=%00", 200), ("/search?q=trees&kind=%00&department=%00", 200), ("/ideas/new?department=%00", 200)),
        *(
            ("/ideas?stage=%00&department=%00", 200),
            ("/recognition?person=%00&department=%00", 200),
            ("/?%00=%00", 200),
        ),
        *(("/recognition/new?subject=idea:%00", 200), ("/ideas/1-%00", 303), ("/topics?after=%00", 200)),
    ],
)
def test_a_nul_in_an_address_finds_nothing_on_both_databases(store, cast, as_, address, status):
    an_idea(store, by=cast.ana)
    assert as_(cast.mia).get(address).status_code == status


def test_a_nul_in_an_address_is_read_as_what_cannot_be_read(cast, as_):
    page = as_(cast.mia).get("/setup/people?q=a%00b%2500").text
    assert ("a\N{REPLACEMENT CHARACTER}b%00" in page, "\0" in page) == (True, False)


@pytest.mark.parametrize(("base_url", "hsts"), [("https://byline.example", "max-age=31536000"), ("", None)])
def test_browsers_stay_with_https_where_it_is_used(settings, base_url, hsts):
    application = create_app(settings.model_copy(update={"base_url": base_url}))
    answer = TestClient(application).get("/healthz")
    application.state.parts.store.dispose()
    assert answer.headers.get("strict-transport-security") == hsts


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_failure_is_a_page_that_tells_nothing_but_its_number(failing, cast, as_, signed_in):
    response = as_(cast.ana if signed_in else 0).get("/fails")
    assert (response.status_code, "Something broke" in response.text) == (500, True)
    assert response.headers["x-request-id"] in response.text
    for secret in ("4711", "RuntimeError", "Traceback"):
        assert secret not in response.text


@pytest.mark.parametrize("address", ["/busy", "/crowded"])
def test_a_database_that_does_not_answer_is_said_plainly(failing, as_, address):
    response = as_(0).get(address)
    assert (response.status_code, "Try again in a moment." in response.text) == (503, True)
    assert "secret" not in response.text


def test_a_failure_is_said_to_htmx_as_a_toast(failing, cast, as_):
    response = as_(cast.ana).get("/fails", headers={"HX-Request": "true", "HX-Target": "div#x"})
    assert (response.status_code, response.headers["hx-retarget"], response.headers["hx-reswap"]) == (
        500,
        "#toasts",
        "beforeend",
    )
    assert response.text.strip().startswith("<toast-note")
    assert "4711" not in response.text


def test_a_failure_is_logged_with_its_number_and_a_request_without_its_query(failing, as_, capsys):
    failed = as_(0).get("/fails?q=private")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [failure] = [line for line in lines if line["event"] == "request_failed"]
    [request] = [line for line in lines if line["event"] == "request"]
    assert failure["request_id"] == request["request_id"] == failed.headers["x-request-id"]
    assert "RuntimeError" in failure["exception"]
    assert (request["path"], request["status"], request["method"]) == ("/fails", 500, "GET")
    assert "private" not in json.dumps(request)


def test_who_asks_too_often_hears_when_to_come_back(failing, as_):
    response = as_(0).get("/often")
    assert (response.status_code, response.headers["retry-after"]) == (429, "30")
    assert "Wait a little." in response.text


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("PUT", "/ideas", "GET, HEAD, POST"),
        ("OPTIONS", "/ideas", "GET, HEAD, POST"),
        ("GET", "/ideas/1/vote", "DELETE, POST"),
        ("PATCH", "/ideas/1/follow", "DELETE, PUT"),
        ("POST", "/ideas/new", "GET, HEAD"),
        ("GET", "/sign-out", "POST"),
        ("DELETE", "/sign-in", "GET, HEAD, POST"),
        ("POST", "/healthz", "GET, HEAD"),
    ],
)
def test_a_method_that_does_not_work_names_those_that_do(cast, as_, method, address, allowed):
    response = as_(cast.ana).request(method, address)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)
    assert "That does not work here" in response.text


@pytest.mark.parametrize("address", ["/nowhere", "/ideas/", "/IDEAS", "/ideas//1", "/.env", "/static/", "/%00"])
def test_an_unknown_address_is_not_found(cast, as_, address):
    assert as_(cast.ana).get(address).status_code == 404


def test_a_page_of_refusal_is_in_the_readers_clothes(cast, as_):
    signed_in, stranger = as_(cast.ana).get("/ideas/99999"), as_(0).get("/nowhere")
    assert ("My menu" in signed_in.text, "My menu" in stranger.text) == (True, False)
    assert "There is nothing here" in stranger.text


@pytest.mark.parametrize("address", ["/ideas", "/sign-in", "/recognition", "/nowhere"])
def test_a_body_that_says_it_is_too_large_is_refused_with_a_sentence(cast, as_, address):
    response = as_(cast.ana).post(address, content=b"title=" + b"x" * 10_000_000, headers=URLENCODED)
    assert (response.status_code, "What you sent is too large." in response.text) == (413, True)
    assert "<html" in response.text


def test_a_body_that_is_too_large_is_said_to_htmx_as_a_toast(cast, as_):
    response = as_(cast.ana).post("/ideas", content=b"x" * 10_000_000, headers=URLENCODED | {"HX-Request": "true"})
    assert (response.status_code, response.headers["hx-retarget"]) == (413, "#toasts")


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_that_turns_out_too_large_is_refused_too(cast, as_, content_type):
    def parts():
        yield b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
        for _n in range(30):
            yield b"x" * 50_000

    response = as_(cast.ana).post("/ideas", content=parts(), headers={"Content-Type": content_type})
    assert (response.status_code, "What you sent is too large." in response.text) == (413, True)


def test_the_longest_idea_is_small_enough(cast, as_):
    typed = {"title": "种" * 140, "body": "树" * 20_000, "in_short": "种" * 300, "department": "operations"}
    assert as_(cast.ana).post("/ideas", data=typed).status_code == 303


@pytest.mark.parametrize(
    "cookie", ["byline=", "byline=x", "byline=%00", "byline-flash=x", "byline-language=xx", "=;;;"]
)
def test_a_cookie_that_makes_no_sense_is_no_cookie(as_, cookie):
    assert as_(0).get("/sign-in", headers={"Cookie": cookie}).status_code == 200
