from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from app.core.db import Reader
from app.core.subjects import Subject
from app.search.models import SearchEntry, StaleMark

Mark = tuple[int, Subject]


def marks(db: Reader, limit: int | None = None) -> list[Mark]:
    """Number and subject of what is stale, oldest first."""
    rows = db.execute(select(StaleMark.id, StaleMark.kind, StaleMark.ref).order_by(col(StaleMark.id)).limit(limit))
    return [(number, Subject(kind, ref)) for number, kind, ref in rows]


def count_marks(db: Reader) -> int:
    """How much waits to be indexed."""
    return db.exec(select(func.count()).select_from(StaleMark)).one()


def entries(db: Reader) -> dict[Subject, int]:
    """What the index should hold, each with the number it was written for."""
    rows: Sequence[tuple[str, int, int]] = db.exec(select(SearchEntry.kind, SearchEntry.ref, SearchEntry.seq)).all()
    return {Subject(kind, ref): seq for kind, ref, seq in rows}
