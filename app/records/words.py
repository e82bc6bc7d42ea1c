"""What a record says, cell by cell. Columns, roles, acts and parties have the same names in every language."""

from app.core.i18n import _
from app.credits.queries import CreditRow
from app.records.queries import local_day

COLUMNS = (
    *("employee_id", "name", "department", "role", "act", "share", "kind", "subject", "link", "date"),
    *("party", "line"),
)
HIDDEN = "hidden"
"""Instead of a title that nobody is to read any more."""


def cells(row: CreditRow, *, link: str, zone: str, is_named: bool) -> tuple[object, ...]:
    """What is not `is_named` was hidden or removed: its line stays, without its title."""
    who = (row.employee_id, row.name, row.department_name)
    what = (row.role, row.act, row.share, row.subject_kind, row.label if is_named else HIDDEN, link)
    return (*who, *what, local_day(row.at, zone).isoformat(), row.party_kind, row.id)


def explained() -> list[tuple[str, str]]:
    """Each column with what stands in it. What was brought from elsewhere is credited when it is imported."""
    sentences = (
        _("The employee ID the person had when this was credited; empty for a department."),
        _("The name the person or department had when this was credited."),
        _("The department the person belonged to when this was credited; of a department its own name."),
        _("What they were in it, for example idea, decision or thanks."),
        _("What happened, for example posted, accepted or live."),
        _("Their share of this act, in percent."),
        _("What kind of thing was contributed or thanked for."),
        _("Its title when this was credited, or “hidden” once it was hidden or removed."),
        _("Where to read it; empty once it was hidden or removed."),
        _("The day it happened, as year-month-day."),
        _("Who is credited: person or department."),
        _("The number of the line in the ledger."),
    )
    return list(zip(COLUMNS, sentences, strict=True))
