from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.credits.models import CreditLine, Party
from app.people.roles import Colleague, Permission


def export(person: Colleague) -> Verdict:
    if not person.may(Permission.EXPORT_RECORDS):
        return no(_("Only HR can export contribution records."))
    return YES


def dispute(person: Colleague, line: CreditLine) -> bool:
    """Only of oneself; to others the line does not exist."""
    return (line.party_kind, line.party_id) == (Party.PERSON, person.id)


def read(person: Colleague, said_by: int) -> Verdict:
    """What somebody said of a line of theirs."""
    if said_by != person.id:
        return answer(person)
    return YES


def answer(person: Colleague) -> Verdict:
    if not person.may(Permission.EXPORT_RECORDS):
        return no(_("Only HR can answer this."))
    return YES
