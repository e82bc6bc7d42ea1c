"""The worker: outlives a job that fails, keeps its pauses, wakes on a write, and stops when told."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from app import wiring
from app.core.clock import at
from app.core.jobs import Job, Worker

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def runs():
    return []


def job(runs, name, every=0):
    return Job(name, lambda: runs.append(name), every=timedelta(seconds=every), next_at=NOON)


def broken():
    raise RuntimeError("not today")


def test_a_job_that_fails_is_logged_and_the_others_run(store, runs):
    worker = Worker(store, [Job("broken", broken, next_at=NOON), job(runs, "sound")])
    with structlog.testing.capture_logs() as logged:
        worker.round()
        worker.round()
    assert runs == ["sound", "sound"]
    assert [(entry["event"], entry["job"]) for entry in logged] == [("job_failed", "broken")] * 2


def test_a_job_keeps_its_pause(store, runs):
    worker = Worker(store, [job(runs, "hourly", every=3600), job(runs, "always")])
    for minutes in (0, 30, 59, 60, 61):
        with at(NOON + timedelta(minutes=minutes)):
            worker.round()
    assert (runs.count("hourly"), runs.count("always")) == (2, 5)


def test_a_job_that_fails_is_tried_again_after_its_pause(store, runs):
    def sometimes():
        runs.append("tried")
        raise RuntimeError

    worker = Worker(store, [Job("sometimes", sometimes, every=timedelta(hours=1), next_at=NOON)])
    with structlog.testing.capture_logs():
        for minutes in (0, 30, 61):
            with at(NOON + timedelta(minutes=minutes)):
                worker.round()
    assert runs == ["tried", "tried"]


def test_a_round_is_noted(store, runs):
    worker = Worker(store, [])
    assert worker.last_round is None
    with at(NOON):
        worker.round()
    assert worker.last_round == NOON


def test_a_write_wakes_the_worker_and_stopping_waits_for_the_job_in_hand(store):
    rounds, entered, leave = [], threading.Event(), threading.Event()

    def slow():
        rounds.append(1)
        entered.set()
        assert leave.wait(30)

    # It would sleep for an hour, were it not woken.
    worker = Worker(store, [Job("slow", slow)], pause=3600)
    worker.start()
    assert entered.wait(30)
    assert worker.is_alive
    entered.clear()
    with store.writing():
        pass
    leave.set()
    assert entered.wait(30)
    worker.stop()
    assert not worker.is_alive
    assert len(rounds) >= 2


def test_a_worker_that_never_began_stops_at_once(store):
    worker = Worker(store, [])
    worker.stop()
    assert not worker.is_alive


def test_a_stopped_worker_begins_no_further_job(store, runs):
    worker = Worker(store, [])
    worker._jobs = [Job("last", worker.stop, next_at=NOON), job(runs, "never")]
    worker.round()
    assert runs == []


def test_readiness_tells_of_a_worker_that_stopped(application, settings):
    threaded = settings.model_copy(update={"worker": "thread"})
    store, index = application.state.store, application.state.index
    worker = Worker(store, [])
    before = wiring.readiness(threaded, store, index, worker, details=False)
    worker.start()
    during = wiring.readiness(threaded, store, index, worker, details=False)
    worker.stop()
    assert [found["status"] for found in (before, during)] == ["not ready", "ready"]
