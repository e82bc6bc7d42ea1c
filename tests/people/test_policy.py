"""Roles and what they allow: the whole matrix, as it is written in the documentation."""

import re
from pathlib import Path

import pytest

from app.people import policy
from app.people.roles import GIVEN, MATRIX, Colleague, Permission, Role, role_name, roles_given

APP = Path(__file__).parents[2] / "app"

ALLOWED = {
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


@pytest.mark.parametrize("permission", [Permission.RESPOND_FOR_OWN_DEPARTMENT, Permission.RESPOND_ANYWHERE])
def test_the_matrix_rules_who_answers_for_a_department(monkeypatch, permission):
    both = somebody(Role.LEAD, Role.ADMIN, leads=frozenset({1}))
    emptied = {role: allowed & {permission} for role, allowed in MATRIX.items()}
    monkeypatch.setattr("app.people.roles.MATRIX", emptied)
    anywhere = permission is Permission.RESPOND_ANYWHERE
    assert [both.answers_for(department) for department in (1, 2)] == [True, anywhere]
    monkeypatch.setattr("app.people.roles.MATRIX", dict.fromkeys(Role, frozenset()))
    assert not both.answers_for(1)


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_asked_for_somewhere(permission):
    sources = [path.read_text("utf-8") for path in APP.rglob("*.py")]
    assert any(re.search(rf"(may|holding)\(Permission\.{permission.name}\)", source) for source in sources)


def test_the_roles_given_by_hand_are_read_in_their_order_and_no_other_word_is_one():
    assert roles_given("admin,hr,leader") == list(GIVEN) == [Role.LEADER, Role.HR, Role.ADMIN]
    assert roles_given("lead,hr,employee,king") == [Role.HR]
    assert roles_given(None) == roles_given("") == []
