from collections.abc import Sequence

from app.core.i18n import _
from app.core.kinds import Named
from app.core.policy import YES, Verdict, no
from app.people.roles import Colleague, Permission


def hide(person: Colleague) -> Verdict:
    if not person.may(Permission.HIDE):
        return no(_("Only administrators can hide something."))
    return YES


def put_back(person: Colleague, authors: Sequence[Named]) -> Verdict:
    if not any(author.person_id == person.id for author in authors):
        return no(_("Only whoever took this away can undo that."))
    return YES
