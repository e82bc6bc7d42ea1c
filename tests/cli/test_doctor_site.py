"""doctor asks the address that people use, through whatever stands in front of it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from app.cli.doctor import site
from app.cli.doctor.finding import Case
from app.core.runs import JobRun
from tests.cli import terminal
from tests.makers import rows


@pytest.fixture
def front():
    """A server that answers as it is told: what `/healthz` says, and how it sees who asks."""
    told: dict[str, Any] = {
        "health": (200, "ok\n"),
        "seen": {"scheme": "http", "client": "127.0.0.1", "cookie": "byline"},
        "asked": [],
    }

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            told["asked"].append(dict(self.headers))
            status, body = told["health"]
            if "/seen/" in self.path:
                status, body = (404, "") if told["seen"] is None else (200, json.dumps(told["seen"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told["url"] = f"http://127.0.0.1:{server.server_address[1]}"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def look(settings, store, front):
    def found(**changes):
        case = Case(settings.model_copy(update={"base_url": front["url"]} | changes), store)
        return [f"{finding.mark} {finding.said}" for finding in site.site(case)]

    return found


def test_the_way_through_is_told_and_the_word_is_forgotten(look, front, store):
    assert look() == [
        f"✓ {front['url']} leads to Byline.",
        "✓ Requests arrive as http.",
        "✓ Byline sees who asks: 127.0.0.1.",
        "✓ Who signs in gets the cookie byline.",
    ]
    assert rows(store, JobRun) == []


def test_no_address_nobody_there_and_somebody_else(look, front):
    assert look(base_url="")[0].startswith("! BYLINE_BASE_URL is not set")
    [refused] = look(base_url=f"http://127.0.0.1:{terminal.free_port()}")
    assert (refused[0], "Connection refused. Is ./byline serve running?" in refused) == ("✗", True)
    for answer in ((302, ""), (200, "It works!"), (502, "Bad gateway")):
        front["health"] = answer
        [other] = look()
        assert other.startswith(f"✗ {front['url']} does not lead to Byline: it answers {answer[0]}.")


def test_a_byline_with_another_database_is_told(look, front):
    front["seen"] = None
    assert look()[-1].startswith(f"✗ {front['url']} leads to a Byline with another database")


def test_a_proxy_that_hides_who_asks_is_told(look, front):
    front["seen"]["client"] = "172.18.0.3"
    assert any(line.startswith("! Byline sees 172.18.0.3 where 127.0.0.1 asked.") for line in look())


def test_a_made_up_address_is_tried_unless_who_asks_is_trusted_anyway(look, front):
    front["seen"]["client"] = site.MADE_UP
    assert any(line.startswith("✗ Anybody can make up their address") for line in look(trusted_proxies="10.0.0.1"))
    assert front["asked"][-1]["X-Forwarded-For"] == site.MADE_UP
    look(trusted_proxies="127.0.0.0/8")
    assert "X-Forwarded-For" not in front["asked"][-1]


def test_a_proxy_that_does_not_say_https_is_told(look, front, monkeypatch):
    real = site._asked
    monkeypatch.setattr(site, "_asked", lambda url, *more: real(url.replace("https:", "http:"), *more))
    lines = look(base_url=front["url"].replace("http:", "https:"))
    assert any("answers without HSTS" in line for line in lines)
    assert any(line.startswith("! Requests arrive as http and not as https.") for line in lines)
    assert lines[-1].startswith("✗ The server that answers was not told BYLINE_BASE_URL")


@pytest.mark.sqlite
def test_a_real_server_answers_who_has_the_word_alone(settings, store, tmp_path, as_):
    port = terminal.free_port()
    address = f"http://127.0.0.1:{port}"
    case = Case(settings.model_copy(update={"base_url": address, "trusted_proxies": "10.1.2.3"}), store)
    with (
        (tmp_path / "said").open("w") as out,
        terminal.program("serve", "--data", settings.data, "--port", port, said=out) as run,
    ):
        terminal.answering(run, f"{address}/healthz")
        # This server trusts whoever calls from here, so the made-up address comes through.
        assert [finding.mark for finding in site.site(case)] == ["✓", "✓", "✗", "✓"]
    assert as_(0).get("/healthz/seen/guessed").status_code == 404
