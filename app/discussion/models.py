from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Computed, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import slugs
from app.core.clock import now
from app.core.tables import HIDDEN, SHOWN, Hideable, Instant, Json


class Kind(StrEnum):
    """The kinds of post; the value is also the kind of its subject."""

    IDEA = "idea"
    TOPIC = "topic"

    @property
    def section(self) -> str:
        """The first part of its address, and the feature that owns it."""
        return f"{self.value}s"


class State(StrEnum):
    """What came with an import that was taken back is undone: nobody here wrote it, and nobody removed it."""

    SHOWN = SHOWN
    HIDDEN = HIDDEN
    REMOVED = "removed"
    UNDONE = "undone"


class AuthorRole(StrEnum):
    AUTHOR = "author"
    CO_AUTHOR = "co-author"


class AuthorState(StrEnum):
    """Only who has confirmed stands in the byline; whoever shares what they wrote has."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    STEPPED_BACK = "stepped back"


@dataclass(frozen=True)
class Author:
    """One name of a byline. `person_id` is empty for somebody nobody matched, the name too where none was given."""

    person_id: int | None
    name: str
    department: str = ""
    role: str = AuthorRole.AUTHOR
    share: int = 100


class Post(Hideable, table=True):
    """A contribution that can be commented on, backed, followed and found; `Authorship` says whose it is.

    `stage_id` and `awaits_reply` are kept by the kind above: here they only serve lists.
    """

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        UniqueConstraint("key"),
        Index("ix_post_moving", "kind", "state", "moved_at", "id"),
        Index("ix_post_newest", "kind", "state", "created_at", "id"),
        Index("ix_post_backed", "kind", "state", "backing", "id"),
        Index("ix_post_department", "kind", "state", "department_id", "moved_at", "id"),
        Index("ix_post_department_newest", "kind", "state", "department_id", "created_at", "id"),
        Index("ix_post_department_backed", "kind", "state", "department_id", "backing", "id"),
        Index("ix_post_department_waiting", "kind", "state", "department_id", "awaits_reply", "created_at", "id"),
        Index("ix_post_stage", "kind", "state", "stage_id", "moved_at", "id"),
        Index("ix_post_waiting", "kind", "state", "awaits_reply", "created_at", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str
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
    source: str | None = None
    external_id: str | None = None
    key: str | None = None

    @property
    def slug(self) -> str:
        """The readable part of its address, which says nothing of what was taken away."""
        return slugs.slug(self.title if self.is_shown else "")


class Authorship(SQLModel, table=True):
    """Somebody's part in a post, in the order of its byline; the first, at 0, has always confirmed.

    Without `person_id` it is whoever went by `name` elsewhere, or nobody; else `name` is what they went by then.
    Shares of those who confirmed add up to 100.
    """

    __table_args__ = (
        UniqueConstraint("post_id", "person_id"),
        Index("ix_authorship_person", "person_id", "state", "post_id"),
    )

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    position: int = Field(default=0, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name: str = ""
    role: str = AuthorRole.AUTHOR
    share: int = 100
    state: str = AuthorState.CONFIRMED


class Vote(SQLModel, table=True):
    """One person backs one post; the department is theirs at that moment."""

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id")
    at: datetime = Field(default_factory=now, sa_type=Instant)


class Comment(Hideable, table=True):
    """A comment, or with a parent a reply; there is one level of replies.

    It has one author, under the name they had then; `author_id` is empty for nobody that is known here.
    """

    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_comment_thread", "post_id", "parent_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id")
    parent_id: int | None = Field(default=None, foreign_key="comment.id")
    author_id: int | None = Field(default=None, foreign_key="person.id")
    author_name: str = ""
    department_name: str = ""
    language: str = "en"
    body: str
    body_html: str = ""
    renderer: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
    key: str | None = None

    @property
    def authors(self) -> list[Author]:
        return [Author(self.author_id, self.author_name, self.department_name)]


class Follow(SQLModel, table=True):
    """Who hears of what happens on a post. An ended follow stays, so that commenting does not start it again."""

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    active: bool = True


class Origin(SQLModel, table=True):
    """Where a post was brought from, by which run of an import, and what its file said of it that has no place here.

    `fingerprint` tells the row that it was, whatever its columns are taken for.
    """

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
    fingerprint: str = Field(default="", index=True)
    link: str = ""
    category: str = ""
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    votes_against: int = 0


class CommentOrigin(SQLModel, table=True):
    """By which run of an import a comment was brought."""

    __tablename__ = "comment_origin"

    comment_id: int = Field(foreign_key="comment.id", primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
