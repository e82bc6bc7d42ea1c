"""What somebody may no longer read, as statements: the register asks them of many subjects at once."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlmodel import col

from app.core.columns import Condition, Expression, Statement
from app.core.kinds import Viewer
from app.core.tables import HIDDEN, SHOWN
from app.discussion.models import Comment, Kind, Post
from app.discussion.queries.authors import is_by
from app.people.roles import Permission


def hidden_posts(kind: Kind, refs: Sequence[int], viewer: Viewer) -> Statement:
    return select(col(Post.id)).where(post_not_for(viewer), col(Post.kind) == kind, col(Post.id).in_(refs))


def hidden_comments(refs: Sequence[int], viewer: Viewer) -> Statement:
    """A comment goes by the title of its post."""
    rows = select(col(Comment.id)).join(Post, col(Post.id) == Comment.post_id)
    return rows.where(post_not_for(viewer), col(Comment.id).in_(refs))


def post_not_for(viewer: Viewer) -> Condition:
    """Inside a statement about posts, as `policy.read` judges."""
    return not_for(viewer, col(Post.state), is_by(viewer.id))


def not_for(viewer: Viewer, state: Expression, is_theirs: Expression) -> Condition:
    """What is hidden is for its authors and for who may hide, what was taken back for nobody."""
    is_hidden = state == HIDDEN
    if not viewer.may(Permission.HIDE):
        is_hidden &= is_theirs
    return ~or_(state == SHOWN, is_hidden)
