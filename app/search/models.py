from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.subjects import Subject
from app.core.tables import Instant


class StaleMark(SQLModel, table=True):
    """Something whose entry in the index no longer tells the truth.

    A row per touch, never updated, so that two people who touch the same subject do not wait for each other. It is for
    every index, and has no name, until the first one has written it, which leaves a mark with a name for each other.
    """

    __tablename__ = "stale_mark"
    # A number must never be given twice, also after the table was empty: the index remembers it.
    __table_args__ = {"sqlite_autoincrement": True}

    id: int = Field(default=None, primary_key=True)
    kind: str
    ref: int
    index_name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    since: datetime | None = Field(default=None, sa_type=Instant, sa_column_kwargs={"default": now})


class SearchIndex(SQLModel, table=True):
    """An index that follows this database: marks are left for it until nobody has seen it for days."""

    __tablename__ = "search_index"

    name: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=Instant)
    compared: bool
    """Whether it was compared with the database since it is known: marks do not tell it what was there before."""


class SearchEntry(SQLModel, table=True):
    """What an index should hold: `seq` is the number of the mark that its document was last written for."""

    __tablename__ = "search_entry"

    index_name: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ref: int = Field(primary_key=True)
    seq: int

    @property
    def subject(self) -> Subject:
        return Subject(self.kind, self.ref)
