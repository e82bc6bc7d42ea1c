from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.i18n import name_in as name_in
from app.core.shortening import excerpt
from app.core.subjects import Subject
from app.core.tables import HIDDEN, SHOWN, Hideable, Instant, Json

SUBJECT = "recognition"


class RecognitionKind(StrEnum):
    THANKS = "thanks"
    AWARD = "award"


class RecognitionState(StrEnum):
    """What came with an import that was taken back is undone: nobody who gave it withdrew it."""

    SHOWN = SHOWN
    HIDDEN = HIDDEN
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


STANDING = (RecognitionState.SHOWN, RecognitionState.HIDDEN)
"""Whoever is named in these is credited."""


NAMED = "name"
"""The kind of a receiver who is nobody here and stands by name alone, numbered by place."""


class AwardKind(SQLModel, table=True):
    """What leaders can award. `names` holds its name by language tag."""

    __tablename__ = "award_kind"

    id: int = Field(default=None, primary_key=True)
    names: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    position: int = 0
    active: bool = True

    @property
    def name(self) -> str:
        return name_in(self.names)


class Recognition(Hideable, table=True):
    """Somebody thanks, or gives an award, in words of their own; name and department are as they were then.

    `subject` is the contribution it is about, if it is about one. Withdrawing and hiding delete nothing. What was
    brought from elsewhere has the run that brought it, and whoever gave it need not be here: then there is no
    `giver_id`, and the name is as it was there, or empty. By `source` and `external_id` it is known again.
    """

    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("source", "external_id"),
        Index("ix_recognition_feed", "state", "at", "id"),
        Index("ix_recognition_kind", "state", "kind", "at", "id"),
        Index("ix_recognition_subject", "subject_kind", "subject_ref", "state", "at", "id"),
        Index("ix_recognition_giver", "giver_id", "at"),
        Index("ix_recognition_giving_department", "giver_department_id", "at"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str
    giver_id: int | None = Field(default=None, foreign_key="person.id")
    giver_name: str
    giver_department_id: int | None = Field(default=None, foreign_key="department.id")
    giver_department_name: str = ""
    award_kind_id: int | None = Field(default=None, foreign_key="award_kind.id")
    message: str
    language: str = "en"
    subject_kind: str = ""
    subject_ref: int = 0
    subject_label: str = ""
    at: datetime = Field(default_factory=now, sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
    key: str | None = None
    source: str | None = None
    external_id: str | None = None
    run_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)

    @property
    def subject(self) -> Subject:
        """This recognition, as credits, notices and the audit point at it."""
        return Subject(SUBJECT, self.id)

    @property
    def label(self) -> str:
        """What it is called in a list of other things."""
        return label_of(self.message)


def label_of(message: str) -> str:
    return excerpt(message, 80)


class Receiver(SQLModel, table=True):
    """A person or department that is thanked; the department is theirs at that moment, a department's is itself.

    One of the kind `NAMED` was brought from elsewhere and is nobody here.
    """

    __table_args__ = (
        Index("ix_receiver_party", "party_kind", "party_id", "recognition_id"),
        Index("ix_receiver_department", "department_id", "recognition_id"),
    )

    recognition_id: int = Field(foreign_key="recognition.id", primary_key=True)
    party_kind: str = Field(primary_key=True)
    party_id: int = Field(primary_key=True)
    position: int = 0
    name: str
    department_id: int | None = Field(default=None, foreign_key="department.id")
