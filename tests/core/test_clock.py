from datetime import UTC, datetime, timedelta
from threading import Thread
from zoneinfo import available_timezones

import pytest
import time_machine

from app.core.clock import at, known_zones, now

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_time_is_told_with_its_zone():
    with time_machine.travel(NOON, tick=False):
        assert now() == NOON
        assert now().utcoffset() == timedelta(0)


def test_inside_the_block_it_is_that_instant():
    with at(NOON):
        assert now() == NOON
        with at(NOON + timedelta(hours=1)):
            assert now() == NOON + timedelta(hours=1)
        assert now() == NOON
    assert now() != NOON


def test_a_block_that_fails_gives_the_time_back():
    with pytest.raises(RuntimeError), at(NOON):
        raise RuntimeError
    assert now() != NOON


def test_others_keep_their_own_time():
    told = []
    with at(NOON):
        thread = Thread(target=lambda: told.append(now()))
        thread.start()
        thread.join()
    assert told[0] != NOON


def test_time_zones_are_looked_up_once_and_sorted():
    assert known_zones() is known_zones()
    assert list(known_zones()) == sorted(available_timezones())
