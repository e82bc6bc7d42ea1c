from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.columns import Values
from app.core.tables import Instant, Json


class ImportRun(SQLModel, table=True):
    """A file that was brought in: what it is called here, how it was read, and what came of it.

    `told` is what somebody said of it or what was found out, so that the next such file needs no word; `header` and
    `digest` tell the same columns and the same bytes again. What was taken back has `undone_at`.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_source", "kind", "source", "id"),)

    id: int = Field(default=None, primary_key=True)
    kind: str
    source: str
    file_name: str = ""
    digest: str = Field(default="", index=True)
    header: str = ""
    told: Values = Field(default_factory=dict, sa_type=Json)
    new: int = 0
    changed: int = 0
    at: datetime = Field(default_factory=now, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
