"""The worker: outlives a job that fails, keeps its pauses, wakes on a write, and stops when told."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from app import wiring
from app.core.clock import at
from app.core.events import USUAL_ATTEMPTS, Delivery
from app.core.jobs import Job, Worker

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Watch:
    """A clock that runs when it is told to."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def runs():
    return []


@pytest.fixture
def watch():
    return Watch()


def job(runs, name, every=0):
    return Job(name, lambda: runs.append(name), every=timedelta(seconds=every))


def broken():
    raise RuntimeError("not today")


def test_a_job_that_fails_is_logged_and_the_others_run(store, runs):
    worker = Worker(store, [Job("broken", broken), job(runs, "sound")])
    with structlog.testing.capture_logs() as logged:
        worker.round()
        worker.round()
    assert runs == ["sound", "sound"]
    assert [(entry["event"], entry["job"]) for entry in logged] == [("job_failed", "broken")] * 2


def test_a_job_keeps_its_pause(store, runs, watch):
    worker = Worker(store, [job(runs, "hourly", every=3600), job(runs, "always")], clock=watch)
    for minutes in (0, 30, 59, 60, 61):
        watch.seconds = 1000 + minutes * 60
        worker.round()
    assert (runs.count("hourly"), runs.count("always")) == (2, 5)


def test_a_clock_that_is_set_back_a_day_stops_nothing(store, runs):
    worker = Worker(store, [job(runs, "always")])
    for instant in (NOON, NOON - timedelta(days=1)):
        with at(instant):
            worker.round()
    assert runs == ["always", "always"]


def test_a_job_that_fails_is_tried_again_after_its_pause(store, runs, watch):
    def sometimes():
        runs.append("tried")
        raise RuntimeError

    worker = Worker(store, [Job("sometimes", sometimes, every=timedelta(hours=1))], clock=watch)
    with structlog.testing.capture_logs():
        for minutes in (0, 30, 61):
            watch.seconds = 1000 + minutes * 60
            worker.round()
    assert runs == ["tried", "tried"]


def test_a_worker_is_silent_since_its_last_sign_of_work(store, watch):
    def long():
        watch.seconds += 40
        worker.beat()
        watch.seconds += 20
        silent.append(worker.silent_for)

    silent: list[float] = []
    worker = Worker(store, [Job("long", long)], clock=watch)
    watch.seconds += 7
    assert worker.silent_for == 7
    worker.round()
    assert (silent, worker.silent_for) == ([20], 0)


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
    worker = Worker(store)
    worker.jobs += [Job("last", worker.stop), job(runs, "never")]
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


def test_readiness_tells_of_a_worker_that_hangs(application, settings, watch):
    hanging, release = threading.Event(), threading.Event()

    def hang():
        hanging.set()
        assert release.wait(30)

    threaded = settings.model_copy(update={"worker": "thread"})
    store, index = application.state.store, application.state.index
    worker = Worker(store, [Job("hang", hang)], clock=watch)
    worker.start()
    assert hanging.wait(30)
    found = []
    for seconds in (59, 1):
        watch.seconds += seconds
        found.append(wiring.readiness(threaded, store, index, worker, details=False))
    release.set()
    worker.stop()
    assert [(one["worker"], one["status"]) for one in found] == [("ok", "ready"), ("stopped", "not ready")]


def test_a_worker_that_indexes_for_long_is_at_work(application, store, cast):
    beats: list[int] = []
    settings, index = application.state.settings, application.state.index
    [indexing] = [one for one in wiring.jobs(settings, store, index, lambda: beats.append(1)) if one.name == "index"]
    indexing.run()
    assert beats


def test_readiness_tells_what_fails_again_and_again(application, settings, store):
    index, worker = application.state.index, Worker(store)
    with store.writing() as db:
        for attempts in (USUAL_ATTEMPTS, USUAL_ATTEMPTS + 1):
            db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=attempts))
    assert wiring.readiness(settings, store, index, worker, details=True)["deliveries_failing"] == 1
    assert "deliveries_failing" not in wiring.readiness(settings, store, index, worker, details=False)
