from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PostBacked(Event):
    """Nothing follows from it yet: the counter moves with the vote, and authors are not told of every one."""

    post_id: int
    voter_id: int


@dataclass(frozen=True, kw_only=True)
class CommentPosted(Event):
    """`parent_author_id` is 0 unless this is a reply."""

    comment_id: int
    post_id: int
    kind: str
    author_id: int
    parent_author_id: int = 0


@dataclass(frozen=True, kw_only=True)
class CommentChanged(Event):
    """A comment was edited, removed, hidden or shown again."""

    comment_id: int
    post_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PostPosted(Event):
    post_id: int
    kind: str
    author_id: int


@dataclass(frozen=True, kw_only=True)
class PostChanged(Event):
    """A post was edited, removed, hidden or shown again."""

    post_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PostHidden(Event):
    post_id: int
    kind: str
    by_id: int


@dataclass(frozen=True, kw_only=True)
class CommentHidden(Event):
    comment_id: int
    post_id: int
    by_id: int
