"""Roles and what they allow: the whole matrix stands here and is printed by `byline roles`.

Taking part is no permission: whoever is signed in may. A new role is a member of `Role`, its line in `MATRIX`, its
name in `NAMES` and, if people are given it, what `GIVEN` says of it; forms, files and pages read it from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

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

NAMES: dict[str, Callable[[], str]] = {
    Role.EMPLOYEE: lambda: _("Employee"),
    Role.LEAD: lambda: _("Lead"),
    Role.LEADER: lambda: _("Leader"),
    Role.HR: lambda: _("HR"),
    Role.ADMIN: lambda: _("Administrator"),
}


@dataclass(frozen=True)
class Given:
    """How a role is offered: what it is for, and what a roster may call it besides its own word."""

    purpose: Callable[[], str]
    words: tuple[str, ...] = ()


GIVEN: dict[Role, Given] = {
    Role.LEADER: Given(lambda: _("Gives awards."), ("领导", "ผู้นำ")),
    Role.HR: Given(lambda: _("Exports contribution records."), ("人力资源", "ฝ่ายบุคคล")),
    Role.ADMIN: Given(
        lambda: _("Changes the setup, hides posts, and responds for every department."),
        ("administrator", "管理员", "ผู้ดูแลระบบ"),
    ),
}
"""The roles that are given by hand, in the order they are offered; the others follow from something else."""


def roles_given(words: str | None) -> list[Role]:
    """Those that stand in a row of words with commas between them, in their order; words that are none are left out."""
    held = words.split(",") if words else []
    return [role for role in GIVEN if role in held]


def role_name(role: str) -> str:
    """In the reader's language."""
    return NAMES[role]()


@dataclass(frozen=True)
class Colleague:
    """Somebody who acts: a person with roles, as loaded for one request or command.

    `leads` are the ids of the departments they lead; `session_id` is 0 outside the web.
    """

    id: int
    name: str
    email: str | None
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
