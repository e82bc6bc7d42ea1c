"""What the register knows of what people say is wrong with their record."""

from app.core.i18n import _
from app.core.kinds import SubjectKind
from app.records.models import SUBJECT

DISPUTE = SubjectKind(
    kind=SUBJECT,
    one=lambda: _("Word on a record"),
    many=lambda: _("Words on records"),
    route="records.dispute",
    ref="dispute_id",
)
