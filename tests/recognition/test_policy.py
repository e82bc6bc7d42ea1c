"""Whom somebody can recognise, as a table."""

import pytest

from app.people.roles import Colleague, Role
from app.recognition import policy
from tests.recognition.giving import department, person

ME, OTHER, MINE, THEIRS = 1, 2, 1, 2


def giver(department_id: int | None = MINE) -> Colleague:
    """Who leads the other department as well."""
    roles = frozenset({Role.EMPLOYEE, Role.LEAD, Role.LEADER})
    name = "Sales" if department_id else ""
    return Colleague(ME, "Ana", "ana@example.com", department_id, name, roles, frozenset({THEIRS}))


@pytest.mark.parametrize(
    ("receivers", "reason"),
    [
        ([person(OTHER)], ""),
        ([department(THEIRS)], ""),
        ([person(OTHER), department(THEIRS)], ""),
        ([person(MINE + 10), department(THEIRS)], ""),
        ([], "at least one"),
        ([person(ME)], "yourself"),
        ([person(ME), person(OTHER)], "yourself"),
        ([department(MINE)], "own department"),
        ([department(MINE), person(OTHER)], "own department"),
        ([person(OTHER), department(THEIRS), department(MINE)], "own department"),
        ([department(MINE), person(ME)], "yourself"),
        ([person(id_) for id_ in range(10, 31)], "at most 20"),
    ],
)
def test_others_are_recognised_and_neither_oneself_nor_ones_own_department(receivers, reason):
    verdict = policy.receive(giver(), receivers)
    assert bool(verdict) is not bool(reason)
    assert reason in verdict.reason


def test_whoever_belongs_to_no_department_may_thank_any():
    assert policy.receive(giver(None), [department(MINE), department(THEIRS)])
