from sqlmodel import Field, SQLModel

from app.core.subjects import Subject


class StaleMark(SQLModel, table=True):
    """Something whose entry in the index no longer tells the truth.

    A row per touch, never updated, so that two people who touch the same subject do not wait for each other.
    """

    __tablename__ = "stale_mark"
    # A number must never be given twice, also after the table was empty: the index remembers it.
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    ref: int


class SearchEntry(SQLModel, table=True):
    """What the index should hold: `seq` is the number of the mark that its document was last written for."""

    __tablename__ = "search_entry"

    kind: str = Field(primary_key=True)
    ref: int = Field(primary_key=True)
    seq: int

    @property
    def subject(self) -> Subject:
        return Subject(self.kind, self.ref)
