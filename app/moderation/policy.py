from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.people.roles import Colleague, Permission


def hide(person: Colleague) -> Verdict:
    if not person.may(Permission.HIDE):
        return no(_("Only administrators can hide something."))
    return YES
