from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from app.core.db import Reader
from app.core.kinds import Anybody, kinds_of
from app.core.subjects import Subject
from app.search.index import Found
from app.search.models import SearchEntry, SearchIndex, StaleMark

Mark = tuple[int, Subject]


def marks(db: Reader, index_name: str = "", limit: int | None = None) -> list[Mark]:
    """Number and subject of what is stale in an index, oldest first; without a name, of what none has written yet."""
    columns = select(StaleMark.id, StaleMark.kind, StaleMark.ref)
    rows = db.execute(columns.where(_is_for(index_name)).order_by(col(StaleMark.id)).limit(limit))
    return [(row.id, Subject(row.kind, row.ref)) for row in rows]


def count_marks(db: Reader, index_name: str) -> int:
    """How much waits to be written into an index."""
    return db.exec(select(func.count()).select_from(StaleMark).where(_is_for(index_name))).one()


def oldest_mark(db: Reader, index_name: str) -> datetime | None:
    """Since when the first of them waits; None where none does, and for one of an earlier release."""
    rows = select(StaleMark.since).where(_is_for(index_name)).order_by(col(StaleMark.id)).limit(1)
    return db.exec(rows).first()


def entries(db: Reader, index_name: str) -> dict[Subject, int]:
    """What an index should hold, each with the number it was written for."""
    columns = select(SearchEntry.kind, SearchEntry.ref, SearchEntry.seq)
    rows = db.execute(columns.where(SearchEntry.index_name == index_name))
    return {Subject(row.kind, row.ref): row.seq for row in rows}


def in_sight(db: Reader, found: Found) -> Found:
    """Without what was hidden or removed a moment ago, which the index still holds."""
    gone = kinds_of(db).out_of_sight(db, [hit.subject for hit in found.hits], Anybody())
    return replace(found, hits=[hit for hit in found.hits if hit.subject not in gone], total=found.total - len(gone))


def known(db: Reader, index_name: str) -> SearchIndex | None:
    return db.get(SearchIndex, index_name)


def names(db: Reader) -> set[str]:
    """Of every index that marks are left for."""
    return set(db.exec(select(SearchIndex.name)))


def _is_for(index_name: str) -> ColumnElement[bool]:
    return col(StaleMark.index_name).in_({"", index_name})
