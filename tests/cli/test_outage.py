"""A server and its worker while PostgreSQL is stopped under them: little is written, and all is well soon after."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx2 as httpx
import pytest
from sqlalchemy import text

from app.core.db import Database
from app.people import commands as people
from app.people.queries import person
from tests.cli import terminal
from tests.servers import postgres, stopped, worker_database

pytestmark = pytest.mark.sqlite
KEY = "the-key-of-who-watches"
OUTAGE_SECONDS = 12
WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def address():
    """Of a database on a server of its own, which may be stopped."""
    with postgres() as url:
        yield worker_database(url, "outage")


@pytest.fixture
def environment(address):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    return kept | {"BYLINE_DATABASE_URL": address, "BYLINE_WORKER": "separate", "BYLINE_METRICS_KEY": KEY}


@contextmanager
def running(environment, log, *words):
    command = [sys.executable, "-m", "app.cli", *map(str, words)]
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=terminal.ROOT, env=environment, stdout=said, stderr=said)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def verb(environment, *words):
    command = [sys.executable, "-m", "app.cli", *map(str, words)]
    ended = subprocess.run(command, cwd=terminal.ROOT, env=environment, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def lines(log):
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def until(asked, wanted):
    """What is asked again and again, once it is as wanted."""
    began = time.monotonic()
    while time.monotonic() - began < WAIT_SECONDS:
        found = asked()
        if wanted(found):
            return found
        time.sleep(0.2)
    raise AssertionError(found)


def test_an_outage_is_told_in_a_few_lines_and_ends_by_itself(environment, address, tmp_path):
    data, port = tmp_path / "data", terminal.free_port()
    server, worker = tmp_path / "server.log", tmp_path / "worker.log"
    site, given = f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {KEY}"}

    def ready():
        return httpx.get(f"{site}/readyz", headers=given, timeout=60).json()

    def page():
        return httpx.get(f"{site}/ideas", cookies={"byline": "x" * 43}, timeout=60)

    with running(environment, server, "serve", "--data", data, "--port", port) as serving:
        terminal.answering(serving, f"{site}/healthz")
        assert ready()["worker"] == "missed"
        assert verb(environment, "healthy", "--worker", "--data", data)[0] == 1
        with running(environment, worker, "worker", "--data", data):
            assert until(ready, lambda found: found["status"] == "ready")["warnings"] == []
            assert verb(environment, "healthy", "--worker", "--data", data)[0] == 0
            before = server.stat().st_size + worker.stat().st_size
            with stopped(address):
                statuses, began = [], time.monotonic()
                while time.monotonic() - began < OUTAGE_SECONDS:
                    statuses.append(page().status_code)
                    time.sleep(0.1)
                assert ready()["warnings"] == ["database"]
                assert httpx.get(f"{site}/healthz").status_code == 200
                assert verb(environment, "healthy", "--worker", "--data", data)[0] == 1
            assert set(statuses) == {503}
            assert until(ready, lambda found: found["status"] == "ready")["database"] == "ok"
            until(page, lambda answer: answer.status_code == 303)
        written = server.stat().st_size + worker.stat().st_size - before
        failures = [line for log in (server, worker) for line in lines(log) if "exception" in line]
        # A line for each request is what stays.
        assert written - 400 * len(statuses) < 150_000
        assert max(line["exception"].count("Traceback") for line in failures) <= 6
        assert len(failures) <= 8


@pytest.fixture
def own(settings, cast):
    """The environment of a server on SQLite, in the small company's folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    return kept | {"BYLINE_TIME_ZONE": "UTC"}


def test_a_disk_that_is_full_is_told_in_a_few_lines(own, settings, store, cast, tmp_path):
    """No file of the server may grow beyond a size, which its database has nearly reached."""
    with store.writing() as db:
        token = people.start_session(db, person=person(db, cast.ana), browser="A test")
    store.dispose()
    log, port = tmp_path / "log", terminal.free_port()
    words = ("serve", "--data", settings.data, "--port", port)
    typed = {"title": "Plant trees", "body": "树" * 20_000, "department": "operations"}
    with running(own, log, *words) as serving:
        site = f"http://127.0.0.1:{port}"
        terminal.answering(serving, f"{site}/healthz")
        most = max(path.stat().st_size for path in settings.data.glob("byline.db*")) + 300_000
        resource.prlimit(serving.pid, resource.RLIMIT_FSIZE, (most, most))
        with httpx.Client(base_url=site, cookies={"byline": token}, timeout=60) as client:
            statuses = [client.post("/ideas", data=typed | {"title": f"Idea {n}"}).status_code for n in range(60)]
            assert client.get("/ideas").status_code == 200
            assert httpx.get(f"{site}/readyz").json()["database"] == "ok"
    assert statuses.count(503) >= 40
    told = [line for line in lines(log) if "exception" in line]
    # One each for the request, for the worker's jobs and for its beat.
    assert 1 <= sum(line["event"] == "request_failed" for line in told) <= 2
    assert len(told) <= 8
    assert len([line for line in lines(log) if line.get("failure") == "OperationalError"]) == statuses.count(503)


def test_every_line_of_a_server_is_of_one_form(own, settings, store, cast, tmp_path):
    store.dispose()
    log, port = tmp_path / "log", terminal.free_port()
    with running(own, log, "serve", "--data", settings.data, "--port", port) as serving:
        site = f"http://127.0.0.1:{port}"
        terminal.answering(serving, f"{site}/healthz")
        for _n in range(30):
            with socket.create_connection(("127.0.0.1", port), timeout=30) as rude:
                rude.sendall(b"WHAT IS THIS\r\n\r\n")
                assert b"400" in rude.recv(1000)
        given = {"X-Request-ID": "0f3c9a52d1b84e6f", "X-Forwarded-For": "203.0.113.7"}
        answer = httpx.post(f"{site}/sign-in", data={"email": "ana@example.com", "password": "x"}, headers=given)
        assert answer.headers["x-request-id"] == given["X-Request-ID"]
    where, began, *rest = log.read_text().splitlines()
    assert where.startswith(f"Database {settings.place}")
    assert began == f"Byline is at {site}"
    every = [json.loads(line) for line in rest]
    assert [line["event"] for line in every].count("Invalid HTTP request received.") == 1
    [refused] = [line for line in every if line["event"] == "sign_in"]
    about = {"result": "refused", "way": "password", "person": cast.ana, "address": "203.0.113.7"}
    assert about.items() <= refused.items()
    assert refused["request_id"] == given["X-Request-ID"]


def test_the_server_sees_by_name_whose_connections_they_are(environment, address, tmp_path):

    store = Database(address.replace("postgresql://", "postgresql+psycopg://"))
    with store.reading() as db:
        mine = "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        assert db.execute(text(mine)).scalar_one() == "byline"
    store.dispose()
