from app.core.events import Event


class PostBacked(Event):
    unheard = "The counter moves with the vote, and authors are not told of every one."

    post_id: int
    voter_id: int


class CommentPosted(Event):
    """`by_id` is whose act it was, 0 where nobody is to be named."""

    comment_id: int
    post_id: int
    kind: str
    by_id: int


class CommentChanged(Event):
    """A comment was edited, removed, hidden or shown again."""

    comment_id: int
    post_id: int
    kind: str


class PostPosted(Event):
    post_id: int
    kind: str


class PostChanged(Event):
    """A post was edited, removed, hidden or shown again."""

    post_id: int
    kind: str
