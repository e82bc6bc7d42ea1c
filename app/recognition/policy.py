from collections.abc import Sequence

from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.credits.models import Party
from app.people.roles import Colleague, Permission
from app.recognition.models import Recognition, RecognitionState

MOST_RECEIVERS = 20


def receive(giver: Colleague, receivers: Sequence[tuple[Party, int]]) -> Verdict:
    """Whom a giver can recognise: others, and neither themselves nor the department they belong to."""
    if not receivers:
        return no(nobody_chosen())
    if len(receivers) > MOST_RECEIVERS:
        return no(_("Choose at most %(most)s people and departments.") % {"most": MOST_RECEIVERS})
    if is_oneself(giver.id, receivers):
        return no(not_oneself())
    if is_own_department(giver.department_id, receivers):
        return no(not_own_department(giver))
    return YES


def is_oneself(giver_id: int | None, receivers: Sequence[tuple[str, int]]) -> bool:
    return (Party.PERSON, giver_id) in receivers


def is_own_department(department_id: int | None, receivers: Sequence[tuple[str, int]]) -> bool:
    return (Party.DEPARTMENT, department_id) in receivers


def award(giver: Colleague) -> Verdict:
    if not giver.may(Permission.AWARD):
        return no(_("Only leaders can give awards. You can say thanks."))
    return YES


def read(viewer: Colleague, *, giver_id: int | None, state: str) -> bool:
    """Whether the words are shown; of what is hidden or withdrawn others see only the trace."""
    if state == RecognitionState.HIDDEN:
        return viewer.id == giver_id or viewer.may(Permission.HIDE)
    return state == RecognitionState.SHOWN


def withdraw(giver: Colleague, recognition: Recognition) -> Verdict:
    if recognition.giver_id != giver.id:
        return no(_("Only whoever gave this can withdraw it."))
    return YES


def reword(giver: Colleague, recognition: Recognition) -> Verdict:
    if recognition.giver_id != giver.id:
        return no(_("Only whoever gave this can change its words."))
    if recognition.run_id is not None:
        return no(_("What was brought from elsewhere keeps its words."))
    return YES


def nobody_chosen() -> str:
    return _("Choose at least one person or department.")


def not_oneself() -> str:
    return _("You can't thank or award yourself. Choose somebody else.")


def not_own_department(giver: Colleague) -> str:
    message = _("%(name)s is your own department. Choose the people you mean, or another department.")
    return message % {"name": giver.department_name}
