"""Every recognition that stands has receivers, each with a line in the ledger; a withdrawn one has none.

Only what was brought from elsewhere may be nobody's, or have receivers who are nobody here, and never only these.
"""

from collections.abc import Iterator

from sqlalchemy import and_, literal, or_
from sqlmodel import col, select

from app.core.columns import Expression, Statement
from app.core.db import Reader
from app.credits.models import CreditLine
from app.credits.queries.lines import is_live
from app.imports.models import ImportRun
from app.recognition.models import NAMED, STANDING, SUBJECT, Receiver, Recognition, RecognitionKind, RecognitionState


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    yield from _unreceived(db)
    yield from _uncredited(db)
    yield from _still_credited(db)
    yield from _unbrought(db)
    yield from _still_standing(db)
    yield from _kindless(db)


def _unreceived(db: Reader) -> Iterator[str]:
    received = (
        select(literal(1)).where(Receiver.recognition_id == Recognition.id, Receiver.party_kind != NAMED).exists()
    )
    for id in db.exec(select(Recognition.id).where(~received).order_by(col(Recognition.id))):
        yield f"recognition {id} has no receivers"


def _uncredited(db: Reader) -> Iterator[str]:
    rows = select(Receiver.recognition_id, Receiver.name)
    rows = rows.join(Recognition, col(Recognition.id) == Receiver.recognition_id)
    theirs = _line_of(Receiver.recognition_id).where(
        col(CreditLine.party_kind) == Receiver.party_kind, col(CreditLine.party_id) == Receiver.party_id
    )
    rows = rows.where(col(Recognition.state).in_(STANDING), Receiver.party_kind != NAMED, ~theirs.exists())
    for id, name in db.exec(rows.order_by(col(Receiver.recognition_id), col(Receiver.position))):
        yield f"recognition {id} has no credit line for {name}"


def _still_credited(db: Reader) -> Iterator[str]:
    rows = select(Recognition.id, Recognition.state).where(col(Recognition.state).not_in(STANDING))
    for row in db.execute(rows.where(_line_of(Recognition.id).exists()).order_by(col(Recognition.id))):
        yield f"recognition {row.id} is {row.state} and still credited"


def _unbrought(db: Reader) -> Iterator[str]:
    given_here = select(Recognition.id).where(col(Recognition.run_id).is_(None))
    for id in db.exec(given_here.where(col(Recognition.giver_id).is_(None)).order_by(col(Recognition.id))):
        yield f"recognition {id} was given by nobody, and was not brought from elsewhere"
    named = select(literal(1)).where(Receiver.recognition_id == Recognition.id, Receiver.party_kind == NAMED)
    for id in db.exec(given_here.where(named.exists()).order_by(col(Recognition.id))):
        yield f"recognition {id} has a receiver who is nobody here, and was not brought from elsewhere"
    has_id, has_source = col(Recognition.external_id).is_not(None), col(Recognition.source).is_not(None)
    lost = or_(has_id != has_source, and_(has_source, col(Recognition.run_id).is_(None)))
    for id in db.exec(select(Recognition.id).where(lost).order_by(col(Recognition.id))):
        yield f"recognition {id} does not say whole from where it was brought"


def _still_standing(db: Reader) -> Iterator[str]:
    rows = select(Recognition.id).join(ImportRun, col(ImportRun.id) == Recognition.run_id)
    undone = rows.where(col(ImportRun.undone_at).is_not(None), Recognition.state == RecognitionState.SHOWN)
    for id in db.exec(undone.order_by(col(Recognition.id))):
        yield f"recognition {id} was brought by a run that was taken back, and still stands"


def _kindless(db: Reader) -> Iterator[str]:
    is_award = Recognition.kind == RecognitionKind.AWARD
    for id in db.exec(select(Recognition.id).where(is_award != col(Recognition.award_kind_id).is_not(None))):
        yield f"recognition {id} is an award without a kind, or a thanks with one"


def _line_of(recognition_id: Expression) -> Statement:
    return select(literal(1)).where(
        CreditLine.subject_kind == SUBJECT, CreditLine.subject_ref == recognition_id, is_live()
    )
