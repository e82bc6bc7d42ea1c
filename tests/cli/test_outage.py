"""A server and its worker while PostgreSQL is stopped under them: little is written, and all is well soon after."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx2 as httpx
import pytest
from sqlalchemy import text

from app.core.db import Database
from tests.cli import terminal
from tests.servers import postgres, stopped, worker_database

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


@pytest.mark.sqlite
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
                assert verb(environment, "healthy", "--worker", "--data", data)[0] == 2
            assert set(statuses) == {503}
            assert until(ready, lambda found: found["status"] == "ready")["database"] == "ok"
            until(page, lambda answer: answer.status_code == 303)
        written = server.stat().st_size + worker.stat().st_size - before
        failures = [line for log in (server, worker) for line in lines(log) if "exception" in line]
        # A line for each request is what stays.
        assert written - 400 * len(statuses) < 150_000
        assert max(line["exception"].count("Traceback") for line in failures) <= 6
        assert len(failures) <= 8


def test_the_server_sees_by_name_whose_connections_they_are(environment, address, tmp_path):

    store = Database(address.replace("postgresql://", "postgresql+psycopg://"))
    with store.reading() as db:
        mine = "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        assert db.execute(text(mine)).scalar_one() == "byline"
    store.dispose()
