"""A process that is killed while it sends: nothing is lost, and at most the message in hand is sent twice."""

import subprocess
import sys

import pytest

from app.core import outgoing
from app.core.clock import at, now
from app.core.outgoing import LEASE, Outgoing, send_due
from tests.crash.sending import HOOK, listening, over_http
from tests.makers import rows
from tests.rules.sources import ROOT


@pytest.fixture
def listener():
    with listening() as found:
        yield found


def test_what_a_killed_process_had_in_hand_is_sent_once_more(settings, store, listener):
    with store.writing() as db:
        outgoing.add(db, HOOK, [("ana", f"{n}") for n in range(4)])
    listener.holds = "2"
    command = [sys.executable, "-m", "tests.crash.sending", settings.url, listener.address]
    process = subprocess.Popen(command, cwd=ROOT)
    assert listener.holding.wait(60)
    process.kill()
    process.wait()
    listener.let_go.set()
    channels = over_http(listener.address)
    assert send_due(store, channels) == 0
    with at(now() + LEASE):
        # Either may have ended the process, so each goes by itself.
        assert [send_due(store, channels) for _n in range(3)] == [1, 1, 0]
    assert [one["what"] for one in listener.got] == ["0", "1", "2", "2", "3"]
    assert [(row.attempts, row.done_at is not None) for row in rows(store, Outgoing)] == [
        (1, True),
        (1, True),
        (2, True),
        (2, True),
    ]
