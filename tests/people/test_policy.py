"""Roles and what they allow: the whole matrix, as it is written in the documentation."""

import pytest

from app.people import policy
from app.people.roles import MATRIX, Colleague, Permission, Role, role_name

ALLOWED = {
    Permission.TAKE_PART: {Role.EMPLOYEE},
    Permission.RESPOND_FOR_OWN_DEPARTMENT: {Role.LEAD},
    Permission.RESPOND_ANYWHERE: {Role.ADMIN},
    Permission.AWARD: {Role.LEADER},
    Permission.EXPORT_RECORDS: {Role.HR},
    Permission.HIDE: {Role.ADMIN},
    Permission.SET_UP: {Role.ADMIN},
    Permission.READ_AUDIT: {Role.ADMIN},
}


def somebody(*roles: Role, leads: frozenset[int] = frozenset()) -> Colleague:
    return Colleague(1, "Ana", "ana@example.com", 1, "Sales", frozenset({Role.EMPLOYEE, *roles}), leads)


@pytest.mark.parametrize("permission", list(Permission))
def test_a_permission_is_held_by(permission):
    assert {role for role in Role if permission in MATRIX[role]} == ALLOWED[permission]


def test_roles_add_up():
    both = somebody(Role.HR, Role.LEADER)
    assert (both.may(Permission.AWARD), both.may(Permission.EXPORT_RECORDS), both.may(Permission.HIDE)) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("person", "sales", "operations", "none"),
    [
        (somebody(), False, False, False),
        (somebody(Role.LEAD, leads=frozenset({1})), True, False, False),
        (somebody(Role.LEAD, leads=frozenset({1, 2})), True, True, False),
        (somebody(Role.ADMIN), True, True, True),
    ],
)
def test_a_department_is_answered_for_by(person, sales, operations, none):
    assert [person.answers_for(department) for department in (1, 2, None)] == [sales, operations, none]


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_change_the_setup(role):
    verdict = policy.set_up(somebody(role))
    assert (bool(verdict), bool(verdict.reason)) == (role is Role.ADMIN, role is not Role.ADMIN)


def test_nobody_deactivates_themselves():
    assert not policy.leave_active(somebody(Role.ADMIN), target_id=1)
    assert policy.leave_active(somebody(Role.ADMIN), target_id=2)


def test_every_role_has_a_name():
    assert len({role_name(role) for role in Role}) == len(Role)
