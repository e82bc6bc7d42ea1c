"""The details of a note on the audit list, as its readers say them."""

from collections.abc import Mapping

from app.core.i18n import _, listed, number
from app.people.roles import Role, role_name


def told(detail: Mapping[str, object]) -> list[tuple[str, str]]:
    """What each detail is called and says, without those that are empty; a code that is not known stays as it is."""
    words = _details()
    return [(words.get(name, name), _said(value)) for name, value in detail.items() if value not in ("", None, [])]


def _said(value: object) -> str:
    if isinstance(value, list):
        return listed([_said(one) for one in value])
    if isinstance(value, int | float):
        return number(value)
    text = str(value)
    return role_name(text) if text in set(Role) else _fields().get(text, text)


def _details() -> dict[str, str]:
    return {
        "fields": _("Changed"),
        "before": _("Before"),
        "now": _("Now"),
        "roles": _("Roles"),
        "reason": _("Reason"),
        "since": _("First day"),
        "until": _("Last day"),
        "zone": _("Time zone"),
        "department": _("Department"),
        "as_of": _("As of"),
        "rows": _("Rows"),
    }


def _fields() -> dict[str, str]:
    return {
        "name": _("Name"),
        "email": _("E-mail address"),
        "title": _("Job title"),
        "employee_id": _("Employee ID"),
        "department_id": _("Department"),
        "locale": _("Language"),
        "code": _("Code"),
        "purpose": _("Purpose"),
        "serves": _("Whom it serves"),
        "hours": _("Hours"),
        "time_zone": _("Time zone"),
        "contacts": _("How to reach it"),
    }
