"""What people say of lines is said of their own, and whatever was answered was answered in words."""

from collections.abc import Iterator

from sqlmodel import col, or_, select

from app.core.db import Reader
from app.credits.models import CreditLine, Party
from app.records.models import Dispute, DisputeAnswer


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    rows = select(Dispute.id).join(CreditLine, col(CreditLine.id) == Dispute.line_id).order_by(col(Dispute.id))
    foreign = or_(col(CreditLine.party_kind) != Party.PERSON, col(CreditLine.party_id) != Dispute.person_id)
    for id in db.exec(rows.where(foreign)):
        yield f"Dispute {id} is about a line that is not its person's."
    wordless = select(DisputeAnswer.dispute_id).where(DisputeAnswer.words == "")
    for id in db.exec(wordless.order_by(col(DisputeAnswer.dispute_id))):
        yield f"Dispute {id} is answered without a word."
