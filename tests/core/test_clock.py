from datetime import UTC, date, datetime, time, timedelta
from threading import Thread
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine

from app.core.clock import at, is_day, known_zones, local_day, local_time, now, on_day, timed, wall

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAP_DAY = date(2024, 2, 29)
EVERYWHERE = ["America/New_York", "Asia/Bangkok", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Auckland", "UTC"]


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


@pytest.mark.parametrize("zone", EVERYWHERE)
def test_a_day_without_a_time_is_that_day_in_every_zone(zone):
    for day in (LEAP_DAY, date(1970, 1, 1), date(2026, 12, 31)):
        assert is_day(on_day(day))
        assert is_day(on_day(day).astimezone(ZoneInfo(zone)))
        assert local_day(on_day(day), ZoneInfo(zone)) == day
        assert local_day(on_day(day).astimezone(ZoneInfo(zone)), UTC) == day


def test_an_instant_is_on_the_day_that_it_is_in_a_zone():
    late = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)
    days = {zone: local_day(late, ZoneInfo(zone)).day for zone in EVERYWHERE}
    assert list(days.values()) == [29, 1, 1, 29, 1, 29]
    assert local_time(late + timedelta(seconds=59), ZoneInfo("Asia/Bangkok")) == time(6, 30)


def test_no_clock_says_that_only_the_day_is_known():
    moment = on_day(LEAP_DAY)
    with time_machine.travel(moment, tick=False):
        assert datetime.now(UTC) == moment
        assert now() == moment + timedelta(microseconds=1)
        assert not is_day(now())
    with at(moment):
        assert now() == moment


@pytest.mark.parametrize("off", [-1, 1])
def test_a_microsecond_beside_it_is_an_instant_like_any(off):
    moment = on_day(LEAP_DAY) + timedelta(microseconds=off)
    assert not is_day(moment)
    assert timed(moment) == moment
    assert not is_day(timed(on_day(LEAP_DAY)))


def test_days_stand_in_their_order():
    days = [on_day(LEAP_DAY + timedelta(days=n)) for n in range(3)]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Bangkok", "2026-11-21T01:05:09"),
        ("UTC", "2026-11-20T18:05:09"),
        ("Asia/Kathmandu", "2026-11-20T23:50:09"),
    ],
)
def test_a_field_shows_what_the_clock_on_the_wall_does(zone, shown):
    at = datetime(2026, 11, 20, 18, 5, 9, 250_000, tzinfo=UTC)
    assert wall(at, ZoneInfo(zone)).isoformat() == shown
