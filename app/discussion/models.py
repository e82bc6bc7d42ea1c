from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Computed, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import slugs
from app.core.clock import now
from app.core.tables import Instant


class Kind(StrEnum):
    """The kinds of post; the value is also the kind of its subject."""

    IDEA = "idea"
    TOPIC = "topic"

    @property
    def section(self) -> str:
        """The first part of its address, and the feature that owns it."""
        return f"{self.value}s"


class State(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Post(SQLModel, table=True):
    """A contribution that can be commented on, backed, followed and found.

    `author_id` is empty for an imported post whose author nobody matched; `author_name` then says who it was.
    `stage_id` and `awaits_reply` are kept by the kind above: here they only serve lists.
    """

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        UniqueConstraint("author_id", "key"),
        Index("ix_post_moving", "kind", "state", "moved_at", "id"),
        Index("ix_post_newest", "kind", "state", "created_at", "id"),
        Index("ix_post_backed", "kind", "state", "backing", "id"),
        Index("ix_post_department", "kind", "state", "department_id", "moved_at", "id"),
        Index("ix_post_department_newest", "kind", "state", "department_id", "created_at", "id"),
        Index("ix_post_department_backed", "kind", "state", "department_id", "backing", "id"),
        Index("ix_post_department_waiting", "kind", "state", "department_id", "awaits_reply", "created_at", "id"),
        Index("ix_post_author", "author_id", "kind", "state", "moved_at", "id"),
        Index("ix_post_stage", "kind", "state", "stage_id", "moved_at", "id"),
        Index("ix_post_waiting", "kind", "state", "awaits_reply", "created_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    state: str = State.SHOWN
    author_id: int | None = Field(default=None, foreign_key="person.id")
    author_name: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id")
    stage_id: int | None = None
    awaits_reply: bool = False
    title: str
    language: str = "en"
    body: str = ""
    body_html: str = ""
    renderer: int = 0
    vote_count: int = 0
    votes_brought: int = 0
    # Sorted by; PostgreSQL can index it only when it is stored.
    backing: int = Field(
        default=None, sa_column=Column(Integer, Computed("vote_count + votes_brought", persisted=True), nullable=True)
    )
    comment_count: int = 0
    moved_at: datetime = Field(default_factory=now, sa_type=Instant)
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
    hidden_reason: str = ""
    source: str | None = None
    external_id: str | None = None
    key: str | None = None

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN

    @property
    def slug(self) -> str:
        """The readable part of its address, which says nothing of what was taken away."""
        return slugs.slug(self.title if self.is_shown else "")


class Vote(SQLModel, table=True):
    """One person backs one post; the department is theirs at that moment."""

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id")
    at: datetime = Field(default_factory=now, sa_type=Instant)


class Comment(SQLModel, table=True):
    """A comment, or with a parent a reply; there is one level of replies."""

    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        Index("ix_comment_thread", "post_id", "parent_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id")
    parent_id: int | None = Field(default=None, foreign_key="comment.id")
    state: str = State.SHOWN
    author_id: int = Field(foreign_key="person.id")
    department_name: str = ""
    language: str = "en"
    body: str
    body_html: str = ""
    renderer: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
    hidden_reason: str = ""
    key: str | None = None

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN


class Follow(SQLModel, table=True):
    """Who hears of what happens on a post. An ended follow stays, so that commenting does not start it again."""

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    active: bool = True
