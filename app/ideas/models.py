from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.i18n import locale, name_in
from app.core.tables import Instant, Json


class StageKind(StrEnum):
    """What a stage means; code asks for this, people name the stages."""

    OPEN = "open"
    DECIDING = "deciding"
    ANSWERED = "answered"
    DOING = "doing"
    DONE = "done"
    DECLINED = "declined"


UNCLAIMING = (StageKind.OPEN, StageKind.DECIDING, StageKind.ANSWERED)
"""Of these none says that an idea was accepted, went live, or was declined."""


class Stage(SQLModel, table=True):
    """A stage of an idea's way. `names` holds its name by language tag."""

    id: int = Field(default=None, primary_key=True)
    kind: str
    position: int = 0
    names: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    active: bool = True

    @property
    def name(self) -> str:
        """In the reader's language, else in English, else in any."""
        return name_in(self.names)

    @property
    def lang(self) -> str:
        """The language its name is in, empty where that is the reader's own."""
        if self.names.get(locale.get()):
            return ""
        return next((tag for tag, name in self.names.items() if name == self.name), "")


class Idea(SQLModel, table=True):
    """What a post needs to be an idea; its stage and department stand on the post, where lists look for them.

    `accepted_at` and `live_at` say since when it is that, and are empty where its stage does not say so.
    """

    __table_args__ = (Index("ix_idea_live", "live_at", "post_id"),)

    post_id: int = Field(primary_key=True, foreign_key="post.id")
    in_short: str = ""
    holder_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    responded_at: datetime | None = Field(default=None, sa_type=Instant)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    live_at: datetime | None = Field(default=None, sa_type=Instant)


class StageEntry(SQLModel, table=True):
    """An idea came to a stage. One that was taken back stays, and is no step of its way.

    `accepted_before` and `live_before` are what the idea said of itself until then, for whoever takes it back.
    """

    __tablename__ = "stage_entry"

    id: int = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.post_id", index=True)
    stage_id: int = Field(foreign_key="stage.id")
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=Instant)
    accepted_before: datetime | None = Field(default=None, sa_type=Instant)
    live_before: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_by_id: int | None = Field(default=None, foreign_key="person.id")


class Response(SQLModel, table=True):
    """A department's official reply. An imported one has no `by_id` and is the department's by name.

    `by_author` says that whoever gave it was among the idea's authors then.
    """

    id: int = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.post_id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id")
    by_id: int | None = Field(default=None, foreign_key="person.id")
    by_name: str
    by_author: bool = False
    language: str = "en"
    heard: str = ""
    decision: str
    reasons: str = ""
    next_step: str = ""
    next_date: date | None = None
    stage_id: int = Field(foreign_key="stage.id")
    imported: bool = False
    at: datetime = Field(default_factory=now, sa_type=Instant)

    def says_the_same_as(self, other: "Response") -> bool:
        """The same person with the same words and stage: a second press, not a second response."""
        return self.model_dump(exclude={"id", "at"}) == other.model_dump(exclude={"id", "at"})
