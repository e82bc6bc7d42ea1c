from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.columns import Value
from app.core.subjects import Subject
from app.core.tables import Instant, Json

Detail = dict[str, Value]
"""What a note says beside its act: texts and numbers, and lists of them, as JSON keeps them."""


class AuditNote(SQLModel, table=True):
    """Somebody did something. Without an actor it was Byline itself or the terminal.

    `act` is a short stable code such as `records.exported`; `subject_kind` is empty where no single thing was meant.
    """

    __tablename__ = "audit_note"

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    actor_name: str = ""
    act: str = Field(index=True)
    subject_kind: str = ""
    subject_ref: int = 0
    label: str = ""
    detail: Detail = Field(default_factory=dict, sa_type=Json)

    @property
    def subject(self) -> Subject | None:
        return Subject(self.subject_kind, self.subject_ref) if self.subject_kind else None
