"""Roles and acts of the ledger as the reader's language says them."""

from app.core.i18n import _, pgettext
from app.credits.models import Act, Role


def role_name(role: str) -> str:
    return _roles()[Role(role)]


def act_name(act: str) -> str:
    return _acts()[Act(act)]


def _roles() -> dict[Role, str]:
    return {
        Role.IDEA: pgettext("role in a credit", "Idea"),
        Role.CO_AUTHOR: pgettext("role in a credit", "Co-author"),
        Role.IMPROVEMENT: pgettext("role in a credit", "Improvement"),
        Role.ANSWER: pgettext("role in a credit", "Answer"),
        Role.DECISION: pgettext("role in a credit", "Decision"),
        Role.DELIVERY: pgettext("role in a credit", "Delivery"),
        Role.THANKS: pgettext("role in a credit", "Thanks"),
        Role.AWARD: pgettext("role in a credit", "Award"),
        Role.STORY: pgettext("role in a credit", "Story"),
        Role.LESSON: pgettext("role in a credit", "Lesson"),
        Role.HOST: pgettext("role in a credit", "Host"),
    }


def _acts() -> dict[Act, str]:
    return {
        Act.POSTED: _("Posted"),
        Act.ACCEPTED: _("Accepted"),
        Act.LIVE: _("Went live"),
        Act.ADOPTED: _("Adopted"),
        Act.RESPONDED: _("Responded"),
        Act.THANKED: _("Was thanked"),
        Act.AWARDED: _("Received an award"),
    }
