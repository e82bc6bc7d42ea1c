from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.tables import Instant, Json

NAMED = 3


class NoticeKind(StrEnum):
    """What happened; each has a sentence of its own in `templates/notices/kinds`."""

    COMMENT = "comment"
    REPLY = "reply"
    RESPONSE = "response"
    STAGE = "stage"
    STAGE_BACK = "stage_back"
    THANKS = "thanks"
    DEPARTMENT_THANKED = "department_thanked"
    AWARD = "award"
    DEPARTMENT_AWARDED = "department_awarded"
    HIDDEN = "hidden"
    HIDDEN_ANSWERED = "hidden_answered"
    POSTED_TO = "posted_to"
    LINE_DISPUTED = "line_disputed"
    DISPUTE_ANSWERED = "dispute_answered"


class Notice(SQLModel, table=True):
    """One person hears of one thing, once an hour however often it happens.

    `actors` are the latest names, `actor_ids` everybody of that hour; `link` is where to look, usually the subject.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject_kind", "subject_ref", "hour"),
        Index("ix_notice_latest", "person_id", "at", "id"),
        # Counted on every page: it holds the unread ones only, and with `seen_at` in it the table is not looked at.
        Index(
            "ix_notice_unread",
            *("person_id", "seen_at"),
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str
    subject_kind: str
    subject_ref: int
    hour: datetime = Field(sa_type=Instant)
    link_kind: str
    link_ref: int
    label: str
    detail: str = ""
    count: int = 0
    actors: list[str] = Field(default_factory=list, sa_type=Json)
    actor_ids: list[int] = Field(default_factory=list, sa_type=Json)
    seen_at: datetime | None = Field(default=None, sa_type=Instant)
    at: datetime = Field(default_factory=now, sa_type=Instant)

    def happened_again(self, *, actor_id: int, actor_name: str, at: datetime) -> None:
        """Unread again, with the latest name first. Two people of one name stand there twice."""
        earlier = list(self.actors)
        if actor_id not in self.actor_ids:
            self.actor_ids = [*self.actor_ids, actor_id]
        elif actor_name in earlier:
            earlier.remove(actor_name)
        self.actors = [actor_name, *earlier][:NAMED]
        self.count += 1
        self.seen_at = None
        self.at = max(self.at, at)
