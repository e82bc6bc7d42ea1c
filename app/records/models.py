from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.tables import Instant

SUBJECT = "dispute"


class Dispute(SQLModel, table=True):
    """Somebody says what is wrong with a line of their record.

    No line changes by it: what has to be corrected is corrected by the acts that write lines.
    """

    __table_args__ = (Index("ix_dispute_line", "line_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="credit_line.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    said: str
    at: datetime = Field(default_factory=now, sa_type=Instant)


class DisputeAnswer(SQLModel, table=True):
    """What HR answers, once and in words. As all around the ledger it is added and never changed."""

    __tablename__ = "dispute_answer"

    dispute_id: int = Field(foreign_key="dispute.id", primary_key=True)
    words: str
    by_id: int = Field(foreign_key="person.id", index=True)
    by_name: str
    at: datetime = Field(default_factory=now, sa_type=Instant, index=True)
