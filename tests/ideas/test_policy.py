"""Who responds for a department, as a table."""

import pytest

from app.discussion.models import Post, State
from app.ideas import policy
from app.people.roles import Colleague, Role

SALES, OPERATIONS = 1, 2


def somebody(*roles: Role, leads: frozenset[int] = frozenset()) -> Colleague:
    held = frozenset({Role.EMPLOYEE, *roles})
    return Colleague(1, "Somebody", "somebody@example.com", SALES, "Sales", held, leads)


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (somebody(), False),
        (somebody(Role.LEAD, leads=frozenset({OPERATIONS})), True),
        (somebody(Role.LEAD, leads=frozenset({SALES})), False),
        (somebody(Role.LEAD, leads=frozenset({SALES, OPERATIONS})), True),
        (somebody(Role.LEADER), False),
        (somebody(Role.HR), False),
        (somebody(Role.ADMIN), True),
    ],
)
@pytest.mark.parametrize("state", list(State))
def test_an_idea_for_operations_is_answered_by(person, may, state):
    verdict = policy.respond(person, Post(kind="idea", title="x", department_id=OPERATIONS, state=state))
    assert bool(verdict) is (may and state is State.SHOWN)
    assert bool(verdict.reason) is not bool(verdict)


def test_an_idea_for_no_department_is_answered_by_administrators():
    post = Post(kind="idea", title="x", department_id=None)
    assert not policy.respond(somebody(Role.LEAD, leads=frozenset({SALES})), post)
    assert policy.respond(somebody(Role.ADMIN), post)
