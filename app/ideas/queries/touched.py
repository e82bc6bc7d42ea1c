"""Which of the ideas that an import brought somebody here has had to do with since."""

from collections.abc import Sequence

from sqlmodel import col, select

from app.core.db import Reader
from app.core.kinds import kinds_of
from app.discussion import queries as discussion
from app.discussion.models import Kind
from app.ideas.models import Response, StageEntry


def touched_ideas(db: Reader, idea_ids: Sequence[int]) -> dict[int, list[str]]:
    """How, as codes; of the others nothing."""
    found = discussion.touched_posts(db, idea_ids)
    answered = select(Response.idea_id).where(col(Response.idea_id).in_(idea_ids), ~col(Response.imported))
    moved = select(StageEntry.idea_id).where(col(StageEntry.idea_id).in_(idea_ids), col(StageEntry.by_id).is_not(None))
    cited = kinds_of(db).cited_ones(db, Kind.IDEA, idea_ids)
    for how, ids in (("answered", set(db.exec(answered))), ("moved", set(db.exec(moved))), ("cited", cited)):
        for id_ in ids:
            found.setdefault(id_, []).append(how)
    return found
