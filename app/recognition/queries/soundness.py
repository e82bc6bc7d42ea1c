"""What must not be: for `byline check`."""

from typing import Any

from sqlalchemy import literal
from sqlmodel import col, select

from app.core.db import Reader
from app.credits.models import CreditLine
from app.credits.queries.lines import is_live
from app.recognition.models import SUBJECT, Receiver, Recognition, RecognitionState


def without_receivers(db: Reader) -> list[int]:
    """Recognitions that nobody received."""
    received = select(literal(1)).where(Receiver.recognition_id == Recognition.id).exists()
    return [id_ for id_ in db.exec(select(Recognition.id).where(~received).order_by(col(Recognition.id))) if id_]


def uncredited(db: Reader) -> list[tuple[int, str]]:
    """Receivers whose recognition stands and who have no line for it: its id and their name."""
    rows = select(Receiver.recognition_id, Receiver.name)
    rows = rows.join(Recognition, col(Recognition.id) == Receiver.recognition_id)
    theirs = _line_of(Receiver.recognition_id).where(
        CreditLine.party_kind == Receiver.party_kind, CreditLine.party_id == Receiver.party_id
    )
    rows = rows.where(Recognition.state != RecognitionState.WITHDRAWN, ~theirs.exists())
    return [(id_, name) for id_, name in db.exec(rows.order_by(col(Receiver.recognition_id), col(Receiver.position)))]


def withdrawn_with_credit(db: Reader) -> list[int]:
    """Withdrawn recognitions that still stand in the ledger."""
    rows = select(Recognition.id).where(Recognition.state == RecognitionState.WITHDRAWN)
    found = db.exec(rows.where(_line_of(Recognition.id).exists()).order_by(col(Recognition.id)))
    return [id_ for id_ in found if id_]


def _line_of(recognition_id: Any) -> Any:
    return select(literal(1)).where(
        CreditLine.subject_kind == SUBJECT, CreditLine.subject_ref == recognition_id, is_live()
    )
