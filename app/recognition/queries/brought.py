"""What was brought from elsewhere: what is here already, and what a run brought."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from app.core.db import Reader, Writer
from app.imports.models import ImportRun
from app.recognition.models import Recognition, RecognitionState


def present(db: Reader, source: str, external_ids: Sequence[str]) -> set[str]:
    """Those among these that came before, whatever became of them."""
    rows = select(Recognition.external_id).where(Recognition.source == source)
    return set(filter(None, db.exec(rows.where(col(Recognition.external_id).in_(external_ids)))))


def brought_as(db: Reader, sources: Sequence[str], external_ids: Sequence[str]) -> Counter[str]:
    """How many of these came from each of other sources."""
    if not sources:
        return Counter()
    rows = select(col(Recognition.source), func.count().label("found")).where(col(Recognition.source).in_(sources))
    rows = rows.where(col(Recognition.external_id).in_(external_ids)).group_by(col(Recognition.source))
    return Counter({row.source: row.found for row in db.execute(rows)})


def thanks_of_run(db: Reader, run_id: int) -> list[int]:
    """What a run brought and was not taken back, in the order it was written."""
    rows = select(Recognition.id).where(Recognition.run_id == run_id, col(Recognition.source).is_not(None))
    return list(db.exec(rows.order_by(col(Recognition.id))))


def touched_thanks(db: Reader, recognition_ids: Sequence[int]) -> dict[int, list[str]]:
    """Those of them that somebody here has hidden or withdrawn since they were brought: which of both, as codes."""
    rows = select(Recognition.id, Recognition.state).where(col(Recognition.id).in_(recognition_ids))
    return {row.id: [row.state] for row in db.execute(rows.where(Recognition.state != RecognitionState.SHOWN))}


def untouched(db: Writer, recognition_ids: Sequence[int]) -> list[Recognition]:
    """Those of them that were brought and stand as they came, held until the transaction ends."""
    rows = select(Recognition).where(col(Recognition.id).in_(recognition_ids), col(Recognition.source).is_not(None))
    standing = rows.where(Recognition.state == RecognitionState.SHOWN)
    return list(db.exec(standing.order_by(col(Recognition.id)).with_for_update()))


def is_run_undone(db: Reader, run_id: int) -> bool:
    return db.get_one(ImportRun, run_id).undone_at is not None
