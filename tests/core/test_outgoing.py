"""What leaves the house: written down with the fact, sent outside of any transaction, at least once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
import structlog

from app import wiring
from app.core import outgoing
from app.core.attempts import KEPT, LAST_ATTEMPT, LONGEST_WAIT, USUAL_ATTEMPTS
from app.core.clock import at, now
from app.core.db import Database
from app.core.outgoing import BATCH, LEASE, Channels, Outgoing, forget_sent, retry, send_due
from app.home.routes.health import readiness
from app.main import create_app
from tests.crash.sending import HOOK, listening, over_http
from tests.makers import rows


class Killed(BaseException):
    """Ends a process in the middle of what it does."""


@pytest.fixture
def listener():
    with listening() as found:
        yield found


@pytest.fixture
def channels(listener):
    return over_http(listener.address)


def written(store, *messages, **more):
    with store.writing() as db:
        return outgoing.add(db, HOOK, messages, **more)


def counts(store):
    with store.reading() as db:
        return outgoing.count_due(db), outgoing.count_failing(db), outgoing.count_set_aside(db)


def quietly(store, channels):
    with structlog.testing.capture_logs() as logged:
        send_due(store, channels)
    return logged


def test_what_is_due_arrives_once_with_its_words(store, channels, listener):
    written(store, ("ana@example.com", "notice:1"), ("ประตู 门", "notice:2"))
    assert [send_due(store, channels) for _n in range(3)] == [2, 0, 0]
    assert listener.got == [
        {"to": "ana@example.com", "what": "notice:1"},
        {"to": "ประตู 门", "what": "notice:2"},
    ]
    assert counts(store) == (0, 0, 0)


def test_what_was_undone_never_leaves(store, channels, listener):
    with pytest.raises(RuntimeError), store.writing() as db:
        outgoing.add(db, HOOK, [("ana", "notice:1")])
        raise RuntimeError
    assert (send_due(store, channels), listener.got) == (0, [])


def test_nothing_is_sent_inside_a_transaction(store):
    """Somebody else can write while the channel takes its time, and sees the message as claimed."""
    heard, channels = [], Channels()

    @channels.sender(HOOK)
    def send(message):
        written(store, ("ben", "meanwhile"))
        heard.append((message.attempts, counts(store)))

    written(store, ("ana", "notice:1"))
    assert send_due(store, channels) == 1
    assert heard == [(1, (1, 0, 0))]


def test_the_same_message_is_not_written_twice_before_it_was_tried(store, channels, listener):
    assert [written(store, ("ana", "notice:1"), ("ben", "notice:1")) for _n in range(2)] == [2, 0]
    send_due(store, channels)
    assert written(store, ("ana", "notice:1")) == 1
    send_due(store, channels)
    assert [one["to"] for one in listener.got] == ["ana", "ben", "ana"]


def test_what_changes_while_it_is_sent_is_sent_again(store):
    channels = Channels()
    channels.sender(HOOK)(lambda message: written(store, (message.recipient, message.what)))
    written(store, ("ana", "notice:1"))
    assert send_due(store, channels) == 1
    assert [row.done_at is None for row in rows(store, Outgoing)] == [False, True]


def test_what_is_to_wait_waits(store, channels):
    written(store, ("ana", "notice:1"), after=timedelta(minutes=10))
    assert send_due(store, channels) == 0
    with at(now() + timedelta(minutes=10)):
        assert send_due(store, channels) == 1


def test_a_batch_has_an_end(store, channels):
    written(store, *(("ana", f"{n}") for n in range(BATCH + 5)))
    assert [send_due(store, channels) for _n in range(3)] == [BATCH, 5, 0]


def test_a_batch_ends_before_others_take_its_messages_for_lost(store, channels, listener):
    written(store, *(("ana", f"{n}") for n in range(4)))
    ticks = count(0, LEASE.total_seconds() / 5)
    assert send_due(store, channels, clock=lambda: next(ticks)) == 2
    assert send_due(store, channels) == 0
    with at(now() + LEASE):
        assert send_due(store, channels) == 2
    assert [one["what"] for one in listener.got] == ["0", "1", "2", "3"]


def test_what_fails_waits_longer_each_time_and_the_others_go(store, listener):
    channels = over_http(listener.address)
    channels.sender("gone")(lambda message: over_http("http://127.0.0.1:1").send(message))
    with store.writing() as db:
        outgoing.add(db, "gone", [("ana", "1")])
        outgoing.add(db, HOOK, [("ana", "1")])
    waits, moment = [], now()
    for _n in range(16):
        with at(moment):
            quietly(store, channels)
        due = rows(store, Outgoing, channel="gone")[0].due_at
        waits.append(due - moment)
        moment = due
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert waits[-1] == LONGEST_WAIT
    assert len(listener.got) == 1


def test_what_a_server_refuses_is_logged_with_its_reason(store, channels, listener):
    listener.refuses = True
    written(store, ("ana", "notice:1"))
    [failure] = quietly(store, channels)
    assert (failure["event"], failure["channel"], failure["attempts"], failure["set_aside"]) == (
        "sending_failed",
        HOOK,
        1,
        False,
    )
    assert "503" in rows(store, Outgoing)[0].last_error


def test_a_channel_nobody_knows_any_more_keeps_its_message(store):
    written(store, ("ana", "notice:1"))
    quietly(store, Channels())
    [kept] = rows(store, Outgoing)
    assert (kept.done_at, "no channel hook" in kept.last_error) == (None, True)


def test_what_failed_for_the_last_time_is_set_aside_counted_and_sent_when_asked(store, channels, listener):
    listener.refuses = True
    moment, failing = now(), []
    with at(moment):
        written(store, ("ana", "notice:1"))
    for _n in range(LAST_ATTEMPT + 2):
        with at(moment):
            quietly(store, channels)
            failing.append(counts(store)[1])
        moment += LONGEST_WAIT
    assert failing[:USUAL_ATTEMPTS] == [0] * USUAL_ATTEMPTS
    assert failing[USUAL_ATTEMPTS] == 1
    [row] = rows(store, Outgoing)
    assert (row.attempts, len(listener.got)) == (LAST_ATTEMPT, LAST_ATTEMPT)
    assert counts(store) == (0, 0, 1)
    listener.refuses = False
    with at(moment):
        written(store, ("ana", "notice:1"))
        with store.writing() as db:
            assert (retry(db), retry(db)) == (1, 0)
        assert (send_due(store, channels), counts(store)) == (2, (0, 0, 0))


def test_what_ends_the_process_each_time_is_set_aside_in_the_end(store):
    channels, began = Channels(), []

    @channels.sender(HOOK)
    def send(message):
        began.append(message.attempts)
        raise Killed

    moment = now()
    with at(moment):
        written(store, ("ana", "notice:1"))
    for _n in range(LAST_ATTEMPT):
        with at(moment), pytest.raises(Killed):
            send_due(store, channels)
        moment += LEASE
    with at(moment):
        assert send_due(store, channels) == 0
    assert began == list(range(1, LAST_ATTEMPT + 1))
    assert counts(store) == (0, 0, 1)
    assert "the process ended" in rows(store, Outgoing)[0].last_error


def test_a_failure_that_comes_after_another_claim_puts_nothing_off(store):
    channels = Channels()

    @channels.sender(HOOK)
    def send(message):
        if message.attempts == 1:
            with at(now() + LEASE):
                send_due(store, channels)
            raise RuntimeError("much too late")

    written(store, ("ana", "notice:1"))
    quietly(store, channels)
    [row] = rows(store, Outgoing)
    assert (row.attempts, row.done_at is not None, row.last_error) == (2, True, "")


def test_several_nodes_send_each_message_once(settings, store, channels, listener):
    written(store, *(("ana", f"{n}") for n in range(3 * BATCH)))
    nodes = [Database(settings.url, threads=2) for _n in range(4)]
    ready = Barrier(len(nodes))

    def send(node):
        ready.wait(30)
        return sum(iter(lambda: send_due(node, channels), 0))

    with ThreadPoolExecutor(len(nodes)) as threads:
        assert sum(threads.map(send, nodes)) == 3 * BATCH
    for node in nodes:
        node.dispose()
    assert sorted(int(one["what"]) for one in listener.got) == list(range(3 * BATCH))


def test_what_was_sent_is_forgotten_after_a_month_and_nothing_else(store, channels):
    written(store, ("ana", "1"))
    send_due(store, channels)
    written(store, ("ana", "2"))
    assert forget_sent(store) == 0
    with at(now() + KEPT + timedelta(minutes=1)):
        assert forget_sent(store) == 1
    assert [row.what for row in rows(store, Outgoing)] == ["2"]


def test_the_channels_of_all_features_stand_together():
    sent, one, other = [], Channels(), Channels()
    one.sender("mail")(lambda message: sent.append("mail"))
    other.sender("chat")(lambda message: sent.append("chat"))
    whole = Channels.merged([one, other])
    whole.send(outgoing.Message(1, "chat", "ana", "notice:1", 1))
    assert (whole.names(), sent) == (["chat", "mail"], ["chat"])


def test_the_courier_sends_all_that_is_due_and_only_where_there_is_a_channel(store, channels, listener, monkeypatch):
    assert wiring.courier(store).jobs == []
    monkeypatch.setattr(wiring, "CHANNELS", channels)
    written(store, *(("ana", f"{n}") for n in range(BATCH + 1)))
    courier = wiring.courier(store)
    listener.holds = f"{BATCH}"
    courier.start()
    assert listener.holding.wait(60)
    listener.let_go.set()
    courier.stop()
    assert (len(listener.got), counts(store)) == (BATCH + 1, (0, 0, 0))


def test_a_server_that_takes_its_time_does_not_keep_the_worker_waiting(
    settings, store, channels, listener, monkeypatch
):
    monkeypatch.setattr(wiring, "CHANNELS", channels)
    made = create_app(settings)
    worker, courier = made.state.parts.worker, made.state.parts.courier
    listener.holds = "1"
    written(store, ("ana", "1"))
    courier.start()
    assert listener.holding.wait(60)
    worker.round()
    assert courier.is_alive
    listener.let_go.set()
    courier.stop()
    made.state.parts.index.close()
    made.state.parts.store.dispose()
    assert counts(store) == (0, 0, 0)


def test_readiness_counts_what_waits_to_leave(application, store):
    with store.writing() as db:
        outgoing.add(db, HOOK, [("ana", "1")])
        for attempts in (USUAL_ATTEMPTS, USUAL_ATTEMPTS + 1):
            db.add(
                Outgoing(channel=HOOK, recipient="ana", what="2", digest="2", attempts=attempts, due_at=now() + LEASE)
            )
        db.add(Outgoing(channel=HOOK, recipient="ana", what="3", digest="3", attempts=LAST_ATTEMPT, set_aside_at=now()))
    found = readiness(application.state.parts, details=True)
    assert {name: value for name, value in found.items() if name.startswith("outgoing")} == {
        "outgoing_due": 1,
        "outgoing_failing": 1,
        "outgoing_late_seconds": 0,
        "outgoing_set_aside": 1,
    }


def test_what_ends_the_process_takes_no_other_message_with_it(store):
    channels, sent = Channels(), []

    @channels.sender(HOOK)
    def send(message):
        if message.what == "poison":
            raise Killed
        sent.append(message.what)

    written(store, ("ana", "poison"), *(("ana", str(n)) for n in range(BATCH - 1)))
    moment = now()
    for _n in range(BATCH + 2):
        with at(moment), suppress(Killed):
            send_due(store, channels)
        moment += LEASE
    assert sorted(map(int, sent)) == list(range(BATCH - 1))


def test_what_the_time_did_not_last_for_was_not_tried(store, channels, listener):
    written(store, ("ana", "1"), ("ana", "2"), ("ana", "3"))
    seconds = count(0, 200)
    assert send_due(store, channels, clock=lambda: float(next(seconds))) == 1
    assert sorted(row.attempts for row in rows(store, Outgoing)) == [0, 0, 1]
    with at(now() + LEASE):
        assert send_due(store, channels) == 2
    assert [one["what"] for one in listener.got] == ["1", "2", "3"]


def test_a_long_message_is_written_once_and_arrives(store, channels, listener):
    long = "".join(chr(0x4E00 + n) for n in range(9_000))
    assert written(store, ("ana", long), ("ana", long), ("ana", f"{long}!")) == 2
    send_due(store, channels)
    assert [one["what"] for one in listener.got] == [long, f"{long}!"]


def test_what_was_written_while_the_clock_was_years_ahead_is_counted_and_sent_when_asked(store, channels):
    with at(now() + timedelta(days=3_650)):
        written(store, ("ana", "1"))
    assert (send_due(store, channels), counts(store)) == (0, (0, 1, 0))
    with store.writing() as db:
        assert retry(db) == 1
    assert (send_due(store, channels), counts(store)) == (1, (0, 0, 0))
