"""What is said to whoever watches: a process that cannot answer anybody is not ready, one that lags is degraded."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, update

from app.core import runs
from app.core.attempts import LAST_ATTEMPT, USUAL_ATTEMPTS
from app.core.clock import now
from app.core.deliveries import Delivery
from app.core.heartbeats import MISSED, WORKER, Heart, Heartbeat
from app.core.outgoing import Outgoing
from app.home.queries.warning import BEHIND, LATE
from app.home.routes.health import readiness
from app.search.models import SearchIndex, StaleMark
from tests.makers import an_idea

KEY = "a-key-of-some-length-4711"
GIVEN = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"metrics_key": KEY})


@pytest.fixture
def told(application, work):
    """What readiness says, when everything is well but for what a test does; `worker` is where that runs."""
    work()

    def told(**more):
        parts = application.state.parts
        return readiness(replace(parts, settings=parts.settings.model_copy(update=more)), details=True)

    return told


def test_a_process_that_answers_is_healthy(as_):
    response = as_(0).get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_a_process_that_can_work_is_ready(as_, work):
    work()
    response = as_(0).get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ready", "database": "ok", "index": "ok", "worker": "elsewhere"},
    )


@pytest.mark.parametrize(("who", "is_told"), [("mia", True), ("ana", False), ("ben", False), ("hana", False)])
def test_administrators_are_told_more(store, cast, as_, who, is_told):
    found = as_(getattr(cast, who)).get("/readyz").json()
    assert ({"version", "warnings", "deliveries_due", "stale"} <= set(found)) is is_told


@pytest.mark.parametrize(
    ("header", "is_told"),
    [
        (f"Bearer {KEY}", True),
        (f"bearer {KEY} ", True),
        (f"Basic {KEY}", False),
        (KEY, False),
        ("Bearer ", False),
        ("Bearer", False),
        (f"Bearer {KEY}x", False),
        ("Bearer é", False),
    ],
)
def test_whoever_has_the_key_is_told_more(application, header, is_told):
    given = {"Authorization": header.encode()}
    found = TestClient(application).get("/readyz", headers=given).json()
    assert ("version" in found) is is_told


def test_without_a_key_nobody_has_it(application):
    parts = application.state.parts
    application.state.parts = replace(parts, settings=parts.settings.model_copy(update={"metrics_key": ""}))
    for header in ("Bearer ", "Bearer", f"Bearer {KEY}"):
        assert "version" not in TestClient(application).get("/readyz", headers={"Authorization": header}).json()


@pytest.mark.parametrize("headers", [{}, {"Host": "127.0.0.1:8000"}, {"X-Forwarded-For": "127.0.0.1"}])
def test_a_proxy_on_this_machine_opens_nothing_to_strangers(application, headers):
    """It may add no header at all, and then a stranger looks like the machine itself."""
    found = TestClient(application, client=("127.0.0.1", 50000)).get("/readyz", headers=headers).json()
    assert set(found) == {"status", "database", "index", "worker"}


def test_a_process_without_its_database_is_not_ready(application, as_, monkeypatch):
    def broken():
        raise OSError("gone")

    monkeypatch.setattr(application.state.parts.store, "reading", broken)
    response = as_(0).get("/readyz", headers=GIVEN)
    found = response.json()
    assert (response.status_code, found["database"], found["warnings"]) == (503, "no answer", ["database"])
    assert as_(0).get("/healthz").status_code == 200


def test_a_worker_elsewhere_is_missed_until_it_was_seen(store, told):
    missed = told(worker="separate")
    Heart(store, WORKER, "separate").beat()
    seen = told(worker="separate")
    with store.writing() as db:
        db.execute(update(Heartbeat).values(seen_at=now() - MISSED * 2))
    late = told(worker="separate")
    assert [(one["status"], one["worker"], one["warnings"]) for one in (missed, seen, late)] == [
        ("degraded", "missed", ["worker"]),
        ("ready", "ok", []),
        ("degraded", "missed", ["worker"]),
    ]
    assert late["worker_seen_seconds_ago"] == round((MISSED * 2).total_seconds())


def test_no_worker_anywhere_takes_no_page_away(application, as_, told):
    parts = application.state.parts
    application.state.parts = replace(parts, settings=parts.settings.model_copy(update={"worker": "separate"}))
    response = as_(0).get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert as_(0).get("/sign-in").status_code == 200


@pytest.mark.parametrize(("late", "warnings"), [(LATE * 0.9, []), (LATE * 1.1, ["deliveries"])])
def test_what_is_not_carried_out_is_told_by_its_age(store, told, late, warnings):
    with store.writing() as db:
        db.add(Delivery(fact="f", reaction="r", payload="{}", due_at=now() - late))
        db.add(Delivery(fact="f", reaction="r", payload="{}", due_at=now() - LATE * 2, done_at=now()))
        db.add(Delivery(fact="f", reaction="r", payload="{}", due_at=now() + timedelta(hours=1)))
    found = told()
    assert (found["warnings"], found["deliveries_due"]) == (warnings, 1)
    assert abs(found["deliveries_late_seconds"] - late.total_seconds()) <= 2


def test_what_does_not_leave_the_house_is_told_apart(store, told):
    with store.writing() as db:
        db.add(Outgoing(channel="mail", recipient="a", what="b", digest="c", due_at=now() - LATE * 2))
    assert told()["warnings"] == ["outgoing"]


@pytest.mark.parametrize(
    ("delivery", "warnings"),
    [
        ({"attempts": USUAL_ATTEMPTS}, []),
        ({"attempts": USUAL_ATTEMPTS + 1}, ["failing"]),
        ({"attempts": LAST_ATTEMPT, "set_aside_at": now()}, ["failing"]),
        ({"due_at": now() + timedelta(days=400)}, ["failing"]),
    ],
)
def test_what_fails_again_and_again_needs_somebody(store, told, delivery, warnings):
    with store.writing() as db:
        db.add(Delivery(fact="f", reaction="r", payload="{}", **delivery))
    found = told()
    assert (found["status"], found["warnings"]) == ("degraded" if warnings else "ready", warnings)


@pytest.mark.parametrize(("waits", "state"), [(BEHIND * 0.9, "ok"), (BEHIND * 1.1, "behind")])
def test_an_index_is_behind_when_a_mark_waits_for_long(store, cast, told, waits, state):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(update(StaleMark).values(since=now() - waits))
    found = told()
    assert (found["index"], found["stale"]) == (state, 1)
    assert abs(found["stale_seconds"] - waits.total_seconds()) <= 2


def test_a_mark_of_an_earlier_release_has_no_age(store, cast, told):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(update(StaleMark).values(since=None))
    found = told()
    assert (found["index"], found["stale"], found["stale_seconds"]) == ("ok", 1, 0)


def test_an_index_that_nobody_follows_is_empty(store, told):
    with store.writing() as db:
        db.execute(delete(SearchIndex))
    assert (told()["index"], told()["warnings"]) == ("empty", ["index"])


def test_an_index_is_being_made_until_its_own_worker_has_compared_it(application, told):
    index = application.state.parts.index
    assert told(worker="thread")["index"] == "ok"
    index.is_compared = False
    assert told(worker="thread")["index"] == "rebuilding"
    index.is_compared = True
    index.is_sound = False
    assert told()["index"] == "rebuilding"


@pytest.mark.parametrize(
    ("total", "free", "warnings"),
    [(10**12, 5 * 10**9, []), (10**12, 10**8, ["disk"]), (10**9, 5 * 10**8, []), (10**9, 5 * 10**7, ["disk"])],
)
def test_a_disk_that_is_nearly_full_is_told_before_it_is_full(monkeypatch, told, total, free, warnings):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(total=total, used=total - free, free=free))
    found = told()
    assert (found["warnings"], found["disk_free_megabytes"]) == (warnings, free // 10**6)


def test_the_last_backup_is_known_by_its_age(store, told):
    assert "backup_hours_ago" not in told()
    for hours in (30, 5):
        runs.note_done(store, runs.BACKUP, now() - timedelta(hours=hours))
        assert told()["backup_hours_ago"] == hours
