from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.subjects import Subject
from app.core.tables import Instant


class Party(StrEnum):
    """Who can be credited."""

    PERSON = "person"
    DEPARTMENT = "department"


class Role(StrEnum):
    """What somebody was in a contribution."""

    IDEA = "idea"
    CO_AUTHOR = "co-author"
    IMPROVEMENT = "improvement"
    ANSWER = "answer"
    DECISION = "decision"
    DELIVERY = "delivery"
    THANKS = "thanks"
    AWARD = "award"
    STORY = "story"
    LESSON = "lesson"
    HOST = "host"


class Act(StrEnum):
    """What happened that is worth a credit."""

    POSTED = "posted"
    ACCEPTED = "accepted"
    LIVE = "live"
    ADOPTED = "adopted"
    RESPONDED = "responded"
    THANKED = "thanked"
    AWARDED = "awarded"


class Identity(SQLModel, table=True):
    """A party under the name it had at a time. Erasure overwrites these rows and no line of the ledger."""

    __table_args__ = (Index("ix_identity_party", "party_kind", "party_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    party_kind: str
    party_id: int
    name: str
    employee_id: str = ""
    at: datetime = Field(default_factory=now, sa_type=Instant)


class Seal(SQLModel, table=True):
    """A moment of which somebody took out an extract.

    Lines are written after the latest by their own clock as well, though clocks of several nodes differ.
    """

    __tablename__ = "ledger_seal"

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(index=True, sa_type=Instant)


class CreditLine(SQLModel, table=True):
    """One party's part in one contribution, which is a subject and an act.

    A line with `counters` takes back the line of that id. `turn` counts how often the contribution was credited
    before. `at` is when the act happened, `written_at` when the line was written.
    """

    __tablename__ = "credit_line"
    __table_args__ = (
        UniqueConstraint(
            *("party_kind", "party_id", "role", "subject_kind", "subject_ref", "act", "turn", "counters"),
            name="uq_credit_line_once",
        ),
        CheckConstraint("share BETWEEN -100 AND 100", name="share"),
        Index("ix_credit_line_record", "party_kind", "party_id", "at", "id"),
        Index("ix_credit_line_department", "department_id", "id"),
        Index("ix_credit_line_contribution", "subject_kind", "subject_ref", "act"),
        # Few lines are counters; only these are looked for by what they counter.
        Index(
            "ix_credit_line_counters",
            "counters",
            sqlite_where=text("counters > 0"),
            postgresql_where=text("counters > 0"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    party_kind: str
    party_id: int
    identity_id: int = Field(foreign_key="identity.id", index=True)
    role: str
    act: str
    subject_kind: str
    subject_ref: int
    label: str
    department_id: int | None = Field(default=None, foreign_key="department.id")
    department_name: str = ""
    share: int
    at: datetime = Field(sa_type=Instant)
    written_at: datetime = Field(default_factory=now, sa_type=Instant)
    turn: int = 0
    counters: int = 0
    reason: str = ""

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_ref)
