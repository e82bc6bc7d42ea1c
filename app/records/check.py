"""What people say of lines is said of their own, and whatever was answered says what, when and by whom."""

from collections.abc import Iterator

from sqlmodel import col, or_, select

from app.core.db import Reader
from app.credits.models import CreditLine, Party
from app.records.models import Dispute


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    rows = select(Dispute.id).join(CreditLine, col(CreditLine.id) == Dispute.line_id).order_by(col(Dispute.id))
    foreign = or_(col(CreditLine.party_kind) != Party.PERSON, col(CreditLine.party_id) != Dispute.person_id)
    for id in db.exec(rows.where(foreign)):
        yield f"Dispute {id} is about a line that is not its person's."
    open_ = col(Dispute.answered_at).is_(None)
    half = or_(open_ != (col(Dispute.answer) == ""), open_ != col(Dispute.answered_by_id).is_(None))
    for id in db.exec(select(Dispute.id).where(half).order_by(col(Dispute.id))):
        yield f"Dispute {id} is half answered."
