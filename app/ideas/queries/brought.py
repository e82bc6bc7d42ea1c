"""Ideas that were brought from elsewhere, as they stand here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from app.core.columns import read, selected
from app.core.db import Reader
from app.discussion.models import Origin, Post
from app.ideas.models import Response, StageEntry


@dataclass(frozen=True)
class AsBrought:
    """What a later file of the same source may say otherwise."""

    id: int
    stage_id: int
    votes: int
    votes_against: int
    answer: str


def as_brought(db: Reader, idea_ids: Sequence[int]) -> dict[int, AsBrought]:
    said = select(Response.decision).where(Response.idea_id == Post.id, col(Response.imported))
    rows = selected(
        AsBrought,
        id=Post.id,
        stage_id=Post.stage_id,
        votes=Post.votes_brought,
        votes_against=func.coalesce(Origin.votes_against, 0),
        answer=func.coalesce(said.limit(1).correlate(Post).scalar_subquery(), ""),
    )
    rows = rows.select_from(Post).join(Origin, col(Origin.post_id) == Post.id, isouter=True)
    return {one.id: one for one in read(AsBrought, db.execute(rows.where(col(Post.id).in_(idea_ids))))}


def imported_response(db: Reader, idea_id: int) -> Response | None:
    return db.exec(select(Response).where(Response.idea_id == idea_id, col(Response.imported))).first()


def standing_entry(db: Reader, idea_id: int) -> StageEntry:
    """Where its way ends."""
    entries = select(StageEntry).where(StageEntry.idea_id == idea_id, col(StageEntry.taken_back_at).is_(None))
    return db.exec(entries.order_by(col(StageEntry.id).desc()).limit(1)).one()
