import pytest

from app.moderation import policy
from app.people.roles import Colleague, Role


@pytest.mark.parametrize("role", list(Role))
def test_administrators_alone_hide(role):
    verdict = policy.hide(Colleague(1, "Somebody", "somebody@example.com", 1, "Sales", frozenset({role})))
    assert bool(verdict) is (role is Role.ADMIN)
    assert verdict.reason.endswith(".") is not bool(verdict)
