from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.subjects import Subject
from app.core.tables import Instant

SUBJECT = "dispute"


class Dispute(SQLModel, table=True):
    """Somebody says what is wrong with a line of their record, and HR answers in words.

    No line changes by it: what has to be corrected is corrected by the acts that write lines. One is open at a time.
    """

    __table_args__ = (
        Index("ix_dispute_line", "line_id", "id"),
        Index("ix_dispute_answered", "answered_at", "id"),
        Index(
            "uq_dispute_open",
            "line_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="credit_line.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    said: str
    at: datetime = Field(default_factory=now, sa_type=Instant)
    answer: str = ""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_by_name: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def subject(self) -> Subject:
        return Subject(SUBJECT, self.id)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
