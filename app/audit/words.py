"""What a note on the audit list says, in the reader's language."""

from collections.abc import Mapping

from app.core.i18n import _, listed, number
from app.people.roles import NAMES, role_name


def said(act: str) -> str:
    """An act as a short sentence in the reader's language; a code that is not listed here stays as it is."""
    return _sentences().get(act, act)


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
    return role_name(text) if text in NAMES else _fields().get(text, text)


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
        "new": _("New"),
        "taken_back": _("Taken back"),
        "line": _("Number in the ledger"),
        "follow_ups": _("Follow-ups"),
    }


def _fields() -> dict[str, str]:
    return {
        "name": _("Name"),
        "email": _("E-mail address"),
        "title": _("Job title"),
        "employee_id": _("Employee ID"),
        "department_id": _("Department"),
        "parent_id": _("Part of"),
        "locale": _("Language"),
        "code": _("Code"),
        "purpose": _("Purpose"),
        "serves": _("Who it serves"),
        "hours": _("Hours"),
        "time_zone": _("Time zone"),
        "contacts": _("How to reach it"),
    }


def _sentences() -> dict[str, str]:
    return _about_people() | _about_setup() | _about_content()


def _about_people() -> dict[str, str]:
    return {
        "person.added": _("Added a person."),
        "person.changed": _("Changed a person."),
        "person.deactivated": _("Deactivated a person."),
        "person.activated": _("Activated a person again."),
        "person.invited": _("Made an invitation link for a person."),
        "role.changed": _("Changed somebody's roles."),
        "roster.imported": _("Imported the roster."),
        "roster.exported": _("Exported the roster."),
    }


def _about_setup() -> dict[str, str]:
    return {
        "department.added": _("Added a department."),
        "department.changed": _("Changed a department."),
        "department.closed": _("Closed a department."),
        "department.reopened": _("Opened a department again."),
        "lead.changed": _("Changed who leads a department."),
        "stage.added": _("Added a stage."),
        "stage.changed": _("Changed a stage."),
        "award_kind.added": _("Added an award kind."),
        "award_kind.changed": _("Changed an award kind."),
        "direction.changed": _("Changed the direction line."),
        "follow_up.tried": _("Had what failed tried again."),
        "follow_up.dropped": _("Dropped what failed."),
    }


def _about_content() -> dict[str, str]:
    return {
        "post.hidden": _("Hid a post."),
        "post.shown": _("Showed a post again."),
        "comment.hidden": _("Hid a comment."),
        "comment.shown": _("Showed a comment again."),
        "recognition.hidden": _("Hid a thanks or an award."),
        "recognition.shown": _("Showed a thanks or an award again."),
        "ideas.imported": _("Imported ideas."),
        "comments.imported": _("Imported comments."),
        "thanks.imported": _("Imported thanks."),
        "import.undone": _("Took back what an import had brought."),
        "records.exported": _("Exported contribution records."),
        "record.disputed": _("Said that a line of their record is wrong."),
        "record.dispute_answered": _("Answered what somebody said of their record."),
    }
