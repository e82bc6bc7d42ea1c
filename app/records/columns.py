"""What a record says, cell by cell. Columns, roles and acts have the same names in every language."""

from app.core.i18n import _
from app.credits.queries import CreditRow
from app.records.queries import local_day

COLUMNS = ("employee_id", "name", "department", "role", "act", "share", "kind", "subject", "link", "date", "line")


def cells(row: CreditRow, *, link: str, zone: str) -> tuple[object, ...]:
    who = (row.employee_id, row.name, row.department_name)
    what = (row.role, row.act, row.share, row.subject_kind, row.label, link)
    return (*who, *what, local_day(row.at, zone).isoformat(), row.id)


def explained() -> list[tuple[str, str]]:
    """Each column with what stands in it. What was brought from elsewhere is credited when it is imported."""
    sentences = (
        _("The employee ID the person had when this was credited."),
        _("The name the person had when this was credited."),
        _("The department the person belonged to when this was credited."),
        _("What the person was in the contribution, for example idea, decision or thanks."),
        _("What happened, for example posted, accepted or live."),
        _("The person's share of the contribution in percent."),
        _("What kind of thing was contributed or thanked for."),
        _("Its title when this was credited."),
        _("Where to read it."),
        _("The day it happened, as year-month-day."),
        _("The number of the line in the ledger."),
    )
    return list(zip(COLUMNS, sentences, strict=True))
