"""The worker: outlives a job that fails, keeps its pauses, wakes on a write, and stops when told."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import structlog

from app import wiring
from app.core.attempts import LAST_ATTEMPT, USUAL_ATTEMPTS
from app.core.clock import at, now
from app.core.db import Database
from app.core.deliveries import Delivery
from app.core.jobs import LONGEST_PAUSE, Job, Worker
from app.core.runs import AGAIN_AFTER, JobRun, once
from app.home.routes.health import readiness
from tests.makers import rows
from tests.rules.sources import ROOT

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


def job(runs, name, every=0, **more):
    return Job(name, lambda: runs.append(name), every=timedelta(seconds=every), **more)


def broken():
    raise RuntimeError("not today")


def test_a_job_that_fails_is_logged_and_the_others_run(store, runs, watch):
    worker = Worker(store, [Job("broken", broken), job(runs, "sound")], clock=watch)
    with structlog.testing.capture_logs() as logged:
        worker.round()
        watch.seconds += LONGEST_PAUSE
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


def test_a_job_that_fails_is_tried_less_and_less_until_it_succeeds(store, watch):
    """Each pause is between half of it and the whole, so that processes do not come back all at once."""
    tries, is_broken = [], True

    def sometimes():
        tries.append(watch.seconds)
        if is_broken:
            raise RuntimeError("no database")

    def watch_for(seconds):
        until = watch.seconds + seconds
        while watch.seconds < until:
            worker.round()
            watch.seconds += 0.1

    worker = Worker(store, [Job("sometimes", sometimes)], clock=watch)
    with structlog.testing.capture_logs() as logged:
        watch_for(200)
        pauses = [later - earlier for earlier, later in pairwise(tries)]
        for pause, longest in zip(pauses, (2, 4, 8, 16, *[LONGEST_PAUSE] * len(pauses)), strict=False):
            assert longest / 2 - 0.2 <= pause <= longest + 0.2
        assert [entry["failures"] for entry in logged] == list(range(1, len(tries) + 1))
        assert len({round(pause, 1) for pause in pauses[5:]}) > 1
        is_broken = False
        watch_for(LONGEST_PAUSE + 1)
        tries.clear()
        watch_for(1)
    assert len(tries) >= 9


def test_a_worker_that_waits_after_a_failure_stops_at_once(store):
    worker = Worker(store, [Job("broken", broken)], pause=3600)
    with structlog.testing.capture_logs():
        worker.start()
        began = time.monotonic()
        worker.stop()
    assert not worker.is_alive
    assert time.monotonic() - began < 5


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


def watched(application, worker):
    """What the application is made of, were this its worker."""
    parts = application.state.parts
    return replace(parts, settings=parts.settings.model_copy(update={"worker": "thread"}), worker=worker)


@pytest.fixture
def indexed(application, work):
    """So that nothing but what a test is about needs somebody."""
    work()
    index = application.state.parts.index
    index.is_compared = True


def test_readiness_tells_of_a_worker_that_stopped(application, indexed):
    worker = Worker(application.state.parts.store, [])
    parts = watched(application, worker)
    before = readiness(parts, details=False)
    worker.start()
    during = readiness(parts, details=False)
    worker.stop()
    assert [found["status"] for found in (before, during)] == ["not ready", "ready"]


def test_readiness_tells_of_a_worker_that_hangs(application, indexed, watch):
    hanging, release = threading.Event(), threading.Event()

    def hang():
        hanging.set()
        assert release.wait(30)

    worker = Worker(application.state.parts.store, [Job("hang", hang)], clock=watch)
    worker.start()
    assert hanging.wait(30)
    found = []
    for seconds in (59, 1):
        watch.seconds += seconds
        found.append(readiness(watched(application, worker), details=False))
    release.set()
    worker.stop()
    assert [(one["worker"], one["status"]) for one in found] == [("ok", "ready"), ("hangs", "degraded")]


def test_a_worker_that_indexes_for_long_is_at_work(application, store, cast):
    beats: list[int] = []
    settings, index = application.state.parts.settings, application.state.parts.index
    [indexing] = [one for one in wiring.jobs(settings, store, index, lambda: beats.append(1)) if one.name == "index"]
    indexing.run()
    assert beats


def test_readiness_tells_what_fails_again_and_again(application, store):
    with store.writing() as db:
        for attempts in (USUAL_ATTEMPTS, USUAL_ATTEMPTS + 1):
            db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=attempts))
        db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=LAST_ATTEMPT, set_aside_at=now()))
    found = readiness(application.state.parts, details=True)
    assert (found["deliveries_failing"], found["deliveries_set_aside"]) == (1, 1)
    assert "deliveries_failing" not in readiness(application.state.parts, details=False)


DAY = timedelta(days=1)


@pytest.fixture
def daily(store, runs, watch):
    """Starts a worker anew, on a node of its own, and lets it look at that instant."""

    def look(instant, run=lambda: None):
        def noted():
            runs.append(instant)
            run()

        worker = Worker(store, [Job("daily", noted, every=DAY, for_all=True)], clock=watch)
        with at(instant), structlog.testing.capture_logs():
            worker.round()

    return look


def test_a_job_for_all_is_not_run_again_after_a_restart_before_its_time(store, daily, runs):
    for hours in (0, 1, 23, 24, 25, 47, 48):
        daily(NOON + timedelta(hours=hours))
    assert runs == [NOON, NOON + DAY, NOON + 2 * DAY]
    [last] = rows(store, JobRun)
    assert (last.name, last.began_at, last.ended_at, last.outcome) == ("daily", runs[-1], runs[-1], "done")


def test_a_job_for_all_that_is_overdue_is_run_at_once(daily, runs):
    daily(NOON)
    daily(NOON + 9 * DAY)
    assert runs == [NOON, NOON + 9 * DAY]


def test_a_worker_that_goes_on_asks_in_time_and_not_all_the_time(store, runs, watch, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr("app.core.jobs.once", lambda _store, name, _every, _run: asked.append(name))
    worker = Worker(store, [job(runs, "daily", every=86_400, for_all=True)], clock=watch)
    for seconds in (0, 1, 59, 60, 61, 120):
        watch.seconds = 1000 + seconds
        worker.round()
    assert len(asked) == 3


def test_a_job_for_all_that_failed_is_tried_again_after_an_hour(store, daily, runs):
    daily(NOON, broken)
    assert [row.outcome for row in rows(store, JobRun)] == ["failed"]
    daily(NOON + AGAIN_AFTER - timedelta(minutes=1))
    daily(NOON + AGAIN_AFTER)
    daily(NOON + AGAIN_AFTER + timedelta(hours=1))
    assert runs == [NOON, NOON + AGAIN_AFTER]


def test_a_job_for_all_that_died_in_the_middle_is_run_again_after_a_while(store, daily, runs):
    with store.writing() as db:
        db.add(JobRun(name="daily", began_at=NOON))
    daily(NOON + AGAIN_AFTER - timedelta(minutes=1))
    daily(NOON + AGAIN_AFTER)
    assert runs == [NOON + AGAIN_AFTER]


def test_a_run_that_was_taken_for_dead_does_not_end_the_next_one(store, daily):
    later = NOON + 2 * AGAIN_AFTER

    def slow():
        with at(later):
            assert once(store, "daily", DAY, lambda: None)
        raise RuntimeError

    daily(NOON, slow)
    [last] = rows(store, JobRun)
    assert (last.began_at, last.ended_at, last.outcome) == (later, later, "done")


def test_a_clock_that_was_a_year_ahead_does_not_stop_a_job_for_all(daily, runs):
    for instant in (NOON + 365 * DAY, NOON, NOON + timedelta(hours=1)):
        daily(instant)
    assert runs == [NOON + 365 * DAY, NOON]


@pytest.mark.parametrize("begun", [False, True])
def test_of_many_nodes_exactly_one_runs_a_job(settings, store, daily, runs, begun):
    if begun:
        daily(NOON - 2 * DAY)
        runs.clear()
    nodes = [Database(settings.url, threads=2) for _n in range(8)]
    ready = threading.Barrier(len(nodes))

    def look(node):
        with at(NOON):
            ready.wait(30)
            return once(node, "daily", DAY, lambda: runs.append(NOON))

    with ThreadPoolExecutor(len(nodes)) as threads:
        found = list(threads.map(look, nodes))
    for node in nodes:
        node.dispose()
    assert (sorted(found), len(runs)) == ([False] * 7 + [True], 1)


LOOK = """
import sys, time
from app.core import db, runs
from datetime import timedelta
store = db.Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(runs.once(store, "daily", timedelta(days=1), lambda: time.sleep(float(sys.argv[2]))), flush=True)
"""


def test_of_two_processes_exactly_one_runs_a_job_and_one_that_is_killed_is_followed(settings, store):
    def started(seconds):
        command = [sys.executable, "-c", LOOK, settings.url, str(seconds)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    def finished(process):
        return process.communicate()[0]

    def begin(process):
        process.stdin.write("\n")
        process.stdin.flush()

    killed = started(60)
    begin(killed)
    while not rows(store, JobRun):
        time.sleep(0.01)
    killed.kill()
    assert finished(killed) == ""
    with store.writing() as db:
        db.get(JobRun, "daily").began_at = now() - AGAIN_AFTER
    both = [started(0.5) for _n in range(2)]
    for process in both:
        begin(process)
    assert sorted(map(finished, both)) == ["False\n", "True\n"]


def test_what_is_done_for_all_has_a_name_of_its_own(application, settings, store):
    made = wiring.jobs(settings, store, application.state.parts.index)
    assert [job.name for job in made if job.for_all] == ["forget delivered", "forget expired", "forget tries"]
    assert len({job.name for job in made}) == len(made)
