"""A worker shows that it is at work, now and then, wherever it runs, and is missed when it does not."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from app.core.clock import at
from app.core.heartbeats import EVERY, FORGOTTEN, MISSED, WORKER, Heart, Heartbeat, is_missed, silences, this_node
from app.core.jobs import Job, Worker
from tests.makers import rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Watch:
    seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def heart(store, watch):
    return Heart(store, WORKER, "separate", clock=watch)


def silent_for(store, moment, **which):
    with at(moment), store.reading() as db:
        return silences(db, **which)


def test_a_beat_says_where_what_and_when(store, heart):
    with at(NOON):
        heart.beat()
    [row] = rows(store, Heartbeat)
    assert (row.node, row.loop, row.kind, row.seen_at) == (this_node(), "worker", "separate", NOON)


def test_it_is_written_now_and_then_however_often_it_beats(store, heart, watch):
    seen = []
    for second in range(61):
        watch.seconds = 1000.0 + second
        with at(NOON + timedelta(seconds=second)):
            heart.beat()
        seen.append(rows(store, Heartbeat)[0].seen_at)
    assert sorted({moment - NOON for moment in seen}) == [n * EVERY for n in range(5)]


def test_the_newest_of_all_nodes_counts_and_each_node_has_its_own(store, heart):
    with at(NOON):
        heart.beat()
    with store.writing() as db:
        db.add(
            Heartbeat(name="b 1 worker", node="b", loop="worker", kind="separate", seen_at=NOON - timedelta(hours=1))
        )
        db.add(
            Heartbeat(name="b 1 courier", node="b", loop="courier", kind="thread", seen_at=NOON - timedelta(hours=2))
        )
    minute = NOON + timedelta(minutes=1)
    assert silent_for(store, minute) == {"worker": timedelta(minutes=1), "courier": timedelta(minutes=121)}
    assert silent_for(store, minute, node="b")["worker"] == timedelta(minutes=61)
    assert silent_for(store, minute, node="c") == {}


@pytest.mark.parametrize(
    ("silence", "missed"), [(None, True), (timedelta(0), False), (MISSED, False), (MISSED * 2, True)]
)
def test_a_worker_is_missed_after_a_while(silence, missed):
    assert is_missed(silence) is missed


def test_a_clock_that_runs_ahead_elsewhere_makes_nobody_silent_for_less_than_no_time(store, heart):
    with at(NOON + timedelta(minutes=5)):
        heart.beat()
    assert silent_for(store, NOON) == {"worker": timedelta(0)}


def test_what_began_anew_forgets_who_ended_long_ago(store, heart):
    with store.writing() as db:
        for name, ago in (("old 1 worker", FORGOTTEN * 2), ("new 1 worker", FORGOTTEN / 2)):
            db.add(Heartbeat(name=name, node="n", loop="worker", kind="thread", seen_at=NOON - ago))
    with at(NOON):
        heart.beat()
    assert "old 1 worker" not in {row.name for row in rows(store, Heartbeat)}
    assert len(rows(store, Heartbeat)) == 2


def test_a_heart_that_cannot_beat_stops_no_job(store, heart, watch, monkeypatch):
    runs = []

    def gone():
        raise OperationalError("INSERT", {}, Exception("no database"))

    monkeypatch.setattr(store, "writing", gone)
    worker = Worker(store, [Job("sound", lambda: runs.append(1))], clock=watch, heart=heart)
    with structlog.testing.capture_logs() as logged:
        for _n in range(3):
            worker.round()
    assert (len(runs), [entry["event"] for entry in logged]) == (3, ["heartbeat_failed"])


def test_a_job_that_takes_long_shows_that_it_is_at_work(store, heart, watch):
    def long():
        for minute in range(1, 4):
            watch.seconds += 60
            with at(NOON + timedelta(minutes=minute)):
                worker.beat()

    worker = Worker(store, [Job("long", long)], clock=watch, heart=heart)
    with at(NOON):
        worker.round()
    assert rows(store, Heartbeat)[0].seen_at == NOON + timedelta(minutes=3)
