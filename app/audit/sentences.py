from app.core.i18n import _


def said(act: str) -> str:
    """An act as a short sentence in the reader's language; a code that is not listed here stays as it is."""
    return _sentences().get(act, act)


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
        "records.exported": _("Exported contribution records."),
    }
