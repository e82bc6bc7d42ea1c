"""The line of a request: from where, by whom, and under which number, but nothing that lets in or tells a name."""

import json

import pytest
from fastapi.testclient import TestClient

from app.core.web.proxied import Proxied
from app.people import commands as people
from app.people.queries import person


@pytest.fixture
def line_of(capsys):
    """The one line of the request that was made last."""

    def line_of():
        lines = map(json.loads, capsys.readouterr().out.splitlines())
        [found] = [line for line in lines if line["event"] == "request"]
        return found

    return line_of


@pytest.fixture
def through(application):
    """A client behind a proxy at an address; Byline trusts the one at 10.0.0.1."""
    trusting = Proxied(application, "10.0.0.1, 10.1.0.0/16")
    return lambda proxy: TestClient(trusting, client=(proxy, 40000))


def test_a_line_says_who_it_was_by_number_and_from_where(cast, as_, line_of):
    as_(cast.ana).get("/ideas")
    line = line_of()
    assert (line["person"], line["address"], line["status"]) == (cast.ana, "testclient", 200)
    assert "Ana" not in json.dumps(line)


def test_of_a_stranger_no_person_is_said(cast, as_, line_of):
    as_(0).get("/ideas")
    assert "person" not in line_of()


def test_who_was_refused_is_said_too(cast, as_, line_of):
    as_(cast.ana).get("/setup")
    line = line_of()
    assert (line["person"], line["status"]) == (cast.ana, 403)


@pytest.mark.parametrize("proxy", ["10.0.0.1", "10.1.2.3"])
def test_the_address_is_whom_a_trusted_proxy_speaks_for(through, line_of, proxy):
    through(proxy).get("/sign-in", headers={"X-Forwarded-For": "203.0.113.7"})
    assert line_of()["address"] == "203.0.113.7"


def test_nobody_else_can_say_another_address(through, line_of):
    through("198.51.100.4").get("/sign-in", headers={"X-Forwarded-For": "203.0.113.7"})
    assert line_of()["address"] == "198.51.100.4"


@pytest.mark.parametrize("given", ["0f3c9a52d1b84e6f", "8c7e0f6a-52d1-4b84-9e6f-0f3c9a52d1b8", "Root=1-67ab_.x"])
def test_a_trusted_proxys_number_of_a_request_is_taken_over(through, line_of, given):
    answer = through("10.0.0.1").get("/healthz", headers={"X-Request-ID": given})
    assert line_of()["request_id"] == answer.headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "12345678\t9", "12345678é", '"12345678"', "a b c d e f g h", "-1234567"]
)
def test_a_number_that_does_not_belong_in_a_log_is_replaced(through, line_of, given):
    answer = through("10.0.0.1").get("/healthz", headers={"X-Request-ID": given.encode()})
    number = line_of()["request_id"]
    assert (answer.headers["x-request-id"], len(number), number != given) == (number, 16, True)


def test_nobody_else_numbers_their_own_request(through, line_of):
    given = "0f3c9a52d1b84e6f"
    through("198.51.100.4").get("/healthz", headers={"X-Request-ID": given})
    assert line_of()["request_id"] != given


def test_a_link_that_lets_in_stands_in_no_line(application, store, cast, as_, line_of):
    with store.writing() as db:
        token = people.invite(db, person=person(db, cast.otto), days=1)
    assert as_(0).get(f"/welcome/{token}").status_code == 200
    assert line_of()["path"] == "/welcome/…"


def test_a_failure_is_named_in_the_line_of_its_request(application, as_, line_of, monkeypatch):
    def gone():
        raise OSError("no disk")

    monkeypatch.setattr(application.state.parts.store, "reading", gone)
    client = as_(0)
    client.cookies.set("byline", "x" * 43)
    client.get("/ideas")
    line = line_of()
    assert (line["status"], line["failure"]) == (500, "OSError")
