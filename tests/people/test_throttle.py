"""How often a password may be tried: refused where the tries come from, only slowed down for the account."""

import time

import pytest
import time_machine

from app.core.errors import TooMany
from app.people.throttle import SignInThrottle
from tests.people.conftest import PASSWORD


@pytest.fixture
def slowed(monkeypatch):
    """Seconds that were slept, which nobody does here."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def tries(counting, times, account="ana", address="1.2.3.4"):
    for _n in range(times):
        counting.count(account=account, address=address)


def free(counting, **who) -> int:
    """How many tries go through before one is refused, of no more than twenty."""
    for n in range(20):
        try:
            tries(counting, 1, **who)
        except TooMany:
            return n
    return 20


def test_ten_tries_are_free_and_the_eleventh_is_refused(slowed):
    counting = SignInThrottle()
    tries(counting, 10)
    with pytest.raises(TooMany) as refused:
        tries(counting, 1)
    assert (refused.value.seconds, slowed) == (300, [])


def test_the_same_address_may_try_another_account_and_the_account_another_address(slowed):
    counting = SignInThrottle()
    tries(counting, 10)
    assert free(counting, account="ben") == 10
    assert free(counting, address="5.6.7.8") == 10


def test_an_address_that_was_wrong_fifty_times_is_slowed_and_never_refused(slowed):
    counting = SignInThrottle(slow_by=0.5)
    for n in range(200):
        tries(counting, 1, account=f"person {n}")
    assert slowed == [0.5] * 150
    tries(counting, 1, account="one more", address="5.6.7.8")
    assert len(slowed) == 150


def test_right_passwords_of_one_address_are_neither_refused_nor_slowed(slowed):
    counting = SignInThrottle()
    for n in range(60):
        tries(counting, 1, account=f"person {n}")
        counting.forgive(account=f"person {n}", address="1.2.3.4")
    assert slowed == []


def test_whoever_was_not_even_tried_is_not_counted(slowed):
    counting = SignInThrottle()
    for n in range(50):
        tries(counting, 1, account=f"person {n}")
    for _n in range(4):
        counting._waiting.acquire()
    for _n in range(20):
        with pytest.raises(TooMany) as refused:
            tries(counting, 1)
        assert refused.value.seconds == 2
    counting._waiting.release()
    assert free(counting) == 10


def test_who_tried_is_forgotten_when_it_no_longer_counts(slowed):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as travelling:
        counting = SignInThrottle()
        for n in range(20):
            tries(counting, 1, account=f"person {n}")
        counting._storage.timer.join()
        before = len(counting._storage.storage)
        travelling.shift(301)
        tries(counting, 1)
        counting._storage.timer.join()
        assert (before, len(counting._storage.storage), counting._storage.events) == (42, 4, {})


def test_an_account_that_many_addresses_try_is_slowed_and_never_refused(slowed):
    counting = SignInThrottle(slow_by=0.5)
    for n in range(60):
        tries(counting, 1, address=f"10.0.0.{n}")
    assert slowed == [0.5] * 30


def test_the_right_password_clears_the_tries(slowed):
    counting = SignInThrottle()
    for _n in range(4):
        tries(counting, 9)
        counting.forgive(account="ana", address="1.2.3.4")
    assert free(counting) == 10


def test_forgiving_one_place_forgives_no_other(slowed):
    counting = SignInThrottle()
    tries(counting, 10)
    counting.forgive(account="ana", address="5.6.7.8")
    counting.forgive(account="ben", address="1.2.3.4")
    with pytest.raises(TooMany):
        tries(counting, 1)


def test_after_five_minutes_one_may_try_again(slowed):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as travelling:
        counting = SignInThrottle()
        tries(counting, 10)
        travelling.shift(299)
        with pytest.raises(TooMany):
            tries(counting, 1)
        travelling.shift(2)
        tries(counting, 1)


def test_only_a_few_wait_at_a_time(monkeypatch):
    counting = SignInThrottle()

    def while_waiting(_seconds):
        # Whoever comes while four already wait is sent away.
        depth.append(1)
        tries(counting, 1, address=f"10.0.1.{len(depth)}")

    depth: list[int] = []
    for n in range(30):
        tries(counting, 1, address=f"10.0.0.{n}")
    monkeypatch.setattr(time, "sleep", while_waiting)
    with pytest.raises(TooMany) as refused:
        tries(counting, 1, address="10.0.2.1")
    assert (len(depth), refused.value.seconds) == (4, 2)


def test_too_many_tries_are_a_page_with_a_sentence(application, as_, slowed):
    visitor = as_(0)
    answers = [visitor.post("/sign-in", data={"email": "ana@example.com", "password": "x"}) for _n in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "Too many tries to sign in. Wait a few minutes, then try again." in answers[-1].text
    assert answers[-1].headers["retry-after"] == "300"


def test_the_case_of_an_address_does_not_multiply_the_tries(as_, slowed):
    visitor = as_(0)
    spelled = ("ana@example.com", "Ana@Example.com", "ANA@EXAMPLE.COM", " ana@example.com")
    answers = [visitor.post("/sign-in", data={"email": email, "password": "x"}) for email in spelled * 3]
    assert answers[-1].status_code == 429


def test_whoever_is_in_may_not_guess_the_present_password_for_ever(cast, as_, slowed):
    visitor = as_(cast.ana)
    typed = {"current": "x", "password": "y", "repeated": "y"}
    assert [visitor.post("/me/password", data=typed).status_code for _n in range(11)][-1] == 429


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(ana, as_, slowed):
    typed = {"email": "ana@example.com", "password": PASSWORD}
    assert {as_(0).post("/sign-in", data=typed).status_code for _n in range(60)} == {303}
    assert slowed == []


def test_the_right_present_password_is_no_guess(ana, as_, slowed):
    visitor = as_(ana)
    typed = {"current": PASSWORD, "password": PASSWORD, "repeated": PASSWORD}
    assert {visitor.post("/me/password", data=typed).status_code for _n in range(12)} == {303}
