from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.people.roles import Colleague, Permission


def set_up(person: Colleague) -> Verdict:
    if not person.may(Permission.SET_UP):
        return no(_("Only administrators can change the setup."))
    return YES


def leave_active(person: Colleague, *, target_id: int) -> Verdict:
    """Nobody locks themselves out."""
    if person.id == target_id:
        return no(_("You can't deactivate yourself. Ask another administrator."))
    return YES
