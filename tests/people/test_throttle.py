"""The line of those who try a password: who is next, who is sent away, and who is told late that they were wrong."""

import asyncio

import pytest

from app.core.errors import TooMany
from app.people.throttle import COME_AGAIN, LATEST, MOST, Line, origin

AT_ONCE = 2


class Crowd:
    """People in a line whose time is told by nobody: `slept` are the seconds that somebody was held for."""

    def __init__(self, **line):
        self.slept: list[float] = []
        self.served: list[str] = []
        self.refused: list[str] = []
        self.open = asyncio.Event()
        self.line = Line(at_once=AT_ONCE, sleep=self._sleep, **line)
        self._tasks: list[asyncio.Task[None]] = []

    async def come(self, name, address="", worse=1):
        task = asyncio.create_task(self._try(name, address or name, worse))
        self._tasks.append(task)
        await asyncio.sleep(0)
        return task

    async def all_done(self):
        self.open.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _try(self, name, address, worse):
        try:
            async with self.line.standing(address), self.line.turn(address, worse=worse):
                await self.open.wait()
                self.served.append(name)
        except TooMany:
            self.refused.append(name)

    async def _sleep(self, seconds):
        self.slept.append(seconds)


def in_a_loop(check):
    """Runs a coroutine function as a test."""

    def run():
        asyncio.run(check())

    run.__name__ = check.__name__
    return run


@in_a_loop
async def test_who_signed_in_here_before_goes_first_then_who_is_not_over_what_is_shared():
    crowd = Crowd()
    for n in range(AT_ONCE):
        await crowd.come(f"at the table {n}")
    for name, worse in (("over", 2), ("new", 1), ("known", 0), ("late", 1)):
        await crowd.come(name, worse=worse)
    await crowd.all_done()
    assert crowd.served[AT_ONCE:] == ["known", "new", "late", "over"]


@in_a_loop
async def test_many_of_one_address_let_others_go_first():
    crowd = Crowd()
    for n in range(12):
        await crowd.come(f"flood {n}", address="9.9.9.9")
    await crowd.come("owner", address="1.2.3.4")
    await crowd.all_done()
    assert crowd.served[AT_ONCE] == "owner"


@in_a_loop
async def test_where_the_line_is_full_the_last_is_sent_away_and_told_late():
    crowd = Crowd(longest=2)
    for n in range(AT_ONCE):
        await crowd.come(f"at the table {n}")
    for name, worse in (("first", 1), ("over", 2), ("new", 1), ("known", 0)):
        await crowd.come(name, worse=worse)
    await crowd.all_done()
    assert (crowd.refused, crowd.served[AT_ONCE:]) == (["over", "new"], ["known", "first"])
    assert crowd.slept == [COME_AGAIN] * 2
    assert crowd.line.present == 0


@in_a_loop
async def test_whoever_hangs_up_leaves_their_place_to_the_next():
    crowd = Crowd()
    tasks = [await crowd.come(f"person {n}") for n in range(AT_ONCE + 2)]
    for gone in (tasks[0], tasks[AT_ONCE]):
        gone.cancel()
        await asyncio.sleep(0)
    await crowd.all_done()
    assert sorted(crowd.served) == [f"person {n}" for n in range(1, AT_ONCE + 2) if n != AT_ONCE]
    await crowd.come("one more")
    await crowd.all_done()
    assert (crowd.served[-1], crowd.line.present) == ("one more", 0)


@pytest.mark.parametrize(("here", "seconds"), [(1, 0), (8, 0), (16, 1), (500, LATEST)])
def test_the_more_there_are_the_later_somebody_is_told_that_they_were_wrong(here, seconds):
    async def check():
        crowd = Crowd(longest=here)
        for n in range(here):
            await crowd.come(f"person {n}")
        await crowd.line.hold()
        await crowd.all_done()
        assert crowd.slept == [seconds]

    asyncio.run(check())


@in_a_loop
async def test_far_too_many_are_sent_away_at_once():
    crowd = Crowd(longest=MOST)
    for n in range(MOST + 3):
        await crowd.come(f"person {n}")
    assert (len(crowd.refused), crowd.slept, crowd.line.present) == (3, [], MOST)
    await crowd.all_done()


STANDS_FOR = {
    "203.0.113.7": "203.0.113.7",
    "::ffff:203.0.113.7": "203.0.113.7",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
    "2001:db8:1:2::9": "2001:db8:1:2::/64",
    "testclient": "testclient",
}


@pytest.mark.parametrize("host", STANDS_FOR)
def test_of_an_ipv6_network_all_are_one(host):
    assert origin(host) == STANDS_FOR[host]
