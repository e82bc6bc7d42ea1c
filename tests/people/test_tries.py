"""How often a password may be tried: refused where the tries come from, further back in the line for what is shared."""

import pytest
import time_machine

from app.core.clock import now
from app.core.errors import TooMany
from app.people import commands, jobs
from app.people.models import SignInCount
from tests.makers import rows


class Counting:
    """Counts on a store, in a transaction for each try."""

    def __init__(self, store):
        self._store = store

    def count(self, **who) -> bool:
        with self._store.writing() as db:
            return commands.count_try(db, self._who(who))

    def forgive(self, **who):
        with self._store.writing() as db:
            commands.forgive_tries(db, self._who(who))

    def take_back(self, **who):
        with self._store.writing() as db:
            commands.take_back_try(db, self._who(who))

    def _who(self, who):
        return {"account": "ana", "address": "1.2.3.4", "place": ""} | who


@pytest.fixture
def counting(store):
    return Counting(store)


def tries(counting, times, **who) -> list[bool]:
    """Of each whether what is shared was used up."""
    return [counting.count(**who) for _n in range(times)]


def free(counting, **who) -> int:
    """How many tries go through before one is refused, of no more than twenty."""
    for n in range(20):
        try:
            tries(counting, 1, **who)
        except TooMany:
            return n
    return 20


def test_ten_tries_are_free_and_the_eleventh_is_refused_until_the_window_ends(counting):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as travelling:
        assert tries(counting, 10) == [False] * 10
        travelling.shift(100)
        with pytest.raises(TooMany) as refused:
            tries(counting, 1)
        assert refused.value.seconds == 200


def test_the_same_address_may_try_another_account_and_the_account_another_address(counting):
    tries(counting, 10)
    assert free(counting, account="ben") == 10
    assert free(counting, address="5.6.7.8") == 10


def test_a_place_that_somebody_signed_in_from_is_counted_by_itself(counting):
    """Be others wrong as often as they like, at the same address or anywhere."""
    tries(counting, 10)
    for n in range(40):
        tries(counting, 1, address=f"10.0.0.{n}")
    assert tries(counting, 10, place="browser") == [False] * 10
    assert free(counting, place="browser") == 0
    assert free(counting, place="another") == 10


@pytest.mark.parametrize(
    ("most", "who"),
    [(50, lambda n: {"account": f"person {n}"}), (30, lambda n: {"address": f"10.0.0.{n}"})],
    ids=["of an address", "of an account"],
)
def test_what_is_shared_is_never_refused(counting, most, who):
    over = [tries(counting, 1, **who(n))[0] for n in range(most + 5)]
    assert over == [False] * most + [True] * 5


def test_right_passwords_are_no_tries(counting):
    for n in range(60):
        assert tries(counting, 1, account=f"person {n}") == [False]
        counting.forgive(account=f"person {n}")


def test_whoever_was_not_even_tried_is_not_counted(counting):
    for _n in range(20):
        tries(counting, 1)
        counting.take_back()
    assert free(counting) == 10


def test_the_right_password_clears_the_tries(counting):
    for place in ({}, {"place": "browser"}):
        for _n in range(4):
            tries(counting, 9, **place)
            counting.forgive(**place)
        assert free(counting, **place) == 10


def test_forgiving_one_place_forgives_no_other(counting):
    tries(counting, 10)
    counting.forgive(address="5.6.7.8")
    counting.forgive(account="ben")
    assert free(counting) == 0


def test_nothing_taken_back_makes_room_for_more(counting):
    for _n in range(5):
        counting.take_back()
    assert free(counting) == 10


def test_after_five_minutes_one_may_try_again(counting):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as travelling:
        tries(counting, 10)
        travelling.shift(299)
        assert free(counting) == 0
        travelling.shift(2)
        assert free(counting) == 10


def test_what_no_longer_counts_is_forgotten_and_names_nobody(store, counting):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as travelling:
        tries(counting, 1, account="ana@example.com")
        assert [len(one.name) for one in rows(store, SignInCount)] == [64] * 4
        travelling.shift(200)
        tries(counting, 1, address="5.6.7.8")
        travelling.shift(101)
        jobs.forget_tries(store)
        assert {one.ends_at > now() for one in rows(store, SignInCount)} == {True}
        assert len(rows(store, SignInCount)) == 3
