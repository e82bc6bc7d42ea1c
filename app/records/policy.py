from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.people.roles import Colleague, Permission


def export(person: Colleague) -> Verdict:
    if not person.may(Permission.EXPORT_RECORDS):
        return no(_("Only HR can export contribution records."))
    return YES
