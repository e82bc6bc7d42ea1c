"""Roles and what they allow: the whole matrix stands here and is printed by `byline roles`.

Taking part is no permission: whoever is signed in may.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.i18n import _


class Role(StrEnum):
    EMPLOYEE = "employee"
    LEAD = "lead"
    LEADER = "leader"
    HR = "hr"
    ADMIN = "admin"


class Permission(StrEnum):
    RESPOND_FOR_OWN_DEPARTMENT = "respond for the departments one leads"
    RESPOND_ANYWHERE = "respond anywhere"
    AWARD = "give awards"
    EXPORT_RECORDS = "export contribution records"
    HIDE = "hide posts and comments"
    SET_UP = "change the setup"
    READ_AUDIT = "read the audit list"


MATRIX: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(),
    Role.LEAD: frozenset({Permission.RESPOND_FOR_OWN_DEPARTMENT}),
    Role.LEADER: frozenset({Permission.AWARD}),
    Role.HR: frozenset({Permission.EXPORT_RECORDS}),
    Role.ADMIN: frozenset({Permission.RESPOND_ANYWHERE, Permission.HIDE, Permission.SET_UP, Permission.READ_AUDIT}),
}


GIVEN = {Role.LEADER: "is_leader", Role.HR: "is_hr", Role.ADMIN: "is_admin"}
"""The roles that are given by hand, and where a person keeps them."""


def roles_given(holder: Any) -> list[Role]:
    """Which of these a person holds, or a row with the same columns."""
    return [role for role, column in GIVEN.items() if getattr(holder, column)]


def role_name(role: str) -> str:
    """In the reader's language."""
    names = {
        Role.EMPLOYEE: _("Employee"),
        Role.LEAD: _("Lead"),
        Role.LEADER: _("Leader"),
        Role.HR: _("HR"),
        Role.ADMIN: _("Administrator"),
    }
    return names[Role(role)]


@dataclass(frozen=True)
class Colleague:
    """Somebody who acts: a person with roles, as loaded for one request or command.

    `leads` are the ids of the departments they lead; `session_id` is 0 outside the web.
    """

    id: int
    name: str
    email: str
    department_id: int | None
    department_name: str
    roles: frozenset[Role]
    leads: frozenset[int] = frozenset()
    locale: str = ""
    time_zone: str = ""
    session_id: int = 0

    def may(self, permission: Permission) -> bool:
        return any(permission in MATRIX[role] for role in self.roles)

    def answers_for(self, department_id: int | None) -> bool:
        """Whether an official response for this department is theirs to give."""
        own = department_id in self.leads and self.may(Permission.RESPOND_FOR_OWN_DEPARTMENT)
        return own or self.may(Permission.RESPOND_ANYWHERE)
