"""Writing in portions that keep nobody waiting."""

import pytest

from app.cli.importing import pacing
from app.cli.importing.pacing import BREATH, FIRST, LONG, SHORT, Pace


class Clock:
    """One that a test moves on, by what is slept as well."""

    def __init__(self):
        self.at, self.slept = 100.0, []

    def monotonic(self):
        return self.at

    def sleep(self, seconds):
        self.slept.append(round(seconds, 6))
        self.at += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(pacing, "time", made)
    return made


def sizes(pace, clock, count, took):
    """Of the portions of so many, each of which takes so long to write."""
    found = []
    for some in pace.portions(range(count), weight=lambda one: 1):
        with pace.turn():
            clock.at += took
        found.append(len(some))
    return found


def test_it_begins_small_and_grows_as_long_as_it_is_quick(clock):
    assert sizes(Pace(100, breathes=False), clock, 500, SHORT / 2) == [FIRST, 60, 100, 100, 100, 100, 10]


def test_it_shrinks_where_the_machine_is_slow_down_to_one_at_a_time(clock):
    assert sizes(Pace(8, breathes=False), clock, 17, LONG * 2) == [8, 4, 2, 1, 1, 1]


def test_it_stays_as_it_is_in_between(clock):
    assert sizes(Pace(20, breathes=False), clock, 60, (SHORT + LONG) / 2) == [20, 20, 20]


def test_what_weighs_more_than_a_portion_goes_alone(clock):
    pace = Pace(10, breathes=False)
    assert list(pace.portions([3, 4, 50, 6, 5], weight=lambda one: one)) == [[3, 4], [50], [6], [5]]


def test_between_portions_the_one_writer_is_free_for_as_long_as_others_sleep(clock):
    pace = Pace(5, breathes=True)
    sizes(pace, clock, 15, SHORT)
    assert clock.slept == [0, BREATH, BREATH]
    clock.at += BREATH / 2
    with pace.turn():
        pass
    assert clock.slept[-1] == BREATH / 2


def test_where_many_write_at_once_nobody_has_to_breathe(clock):
    sizes(Pace(5, breathes=False), clock, 15, SHORT)
    assert clock.slept == []
