"""What departments answered to ideas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from app.core.columns import Statement, read, selected
from app.core.db import Reader
from app.core.errors import NotFound
from app.core.kinds import Viewer
from app.discussion.models import Post
from app.discussion.queries.sight import post_not_for
from app.ideas.models import Response, Stage
from app.people.models import Department


@dataclass(frozen=True)
class Given:
    """A response as its page shows it; `kind` is that of the stage it led to."""

    by_id: int | None
    by_name: str
    by_author: bool
    department: str
    kind: str
    language: str
    heard: str
    decision: str
    reasons: str
    next_step: str
    next_date: date | None
    at: datetime


def responses(db: Reader, idea_id: int) -> list[Given]:
    """Latest first."""
    return read(Given, db.execute(_responses(), {"idea_id": idea_id}))


def latest_response(db: Reader, idea_id: int) -> Response | None:
    latest = (col(Response.at).desc(), col(Response.id).desc())
    return db.exec(select(Response).where(Response.idea_id == idea_id).order_by(*latest).limit(1)).first()


def response(db: Reader, response_id: int) -> Response:
    found = db.get(Response, response_id)
    if found is None:
        raise NotFound
    return found


def hidden_responses(refs: Sequence[int], viewer: Viewer) -> Statement:
    """A response goes by the title of its idea."""
    rows = select(col(Response.id)).join(Post, col(Post.id) == Response.idea_id)
    return rows.where(post_not_for(viewer), col(Response.id).in_(refs))


# Every page of an idea asks this, so it is put together once.
@cache
def _responses() -> Statement:
    rows = selected(
        Given,
        by_id=Response.by_id,
        by_name=Response.by_name,
        by_author=Response.by_author,
        department=func.coalesce(Department.name, ""),
        kind=Stage.kind,
        language=Response.language,
        heard=Response.heard,
        decision=Response.decision,
        reasons=Response.reasons,
        next_step=Response.next_step,
        next_date=Response.next_date,
        at=Response.at,
    )
    return (
        rows.select_from(Response)
        .join(Stage, col(Stage.id) == Response.stage_id)
        .join(Department, col(Department.id) == Response.department_id, isouter=True)
        .where(col(Response.idea_id) == bindparam("idea_id"))
        .order_by(col(Response.at).desc(), col(Response.id).desc())
    )
