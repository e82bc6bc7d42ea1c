"""Posts that were brought from elsewhere, whom they are by, and what somebody here has added to them since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.batches import batches
from app.core.clock import local_day
from app.core.columns import Statement, Value, read, selected
from app.core.db import Reader, Writer
from app.core.i18n import zone
from app.discussion.models import (
    Authorship,
    AuthorState,
    Comment,
    CommentOrigin,
    Origin,
    Post,
    State,
    Vote,
)
from app.imports.models import ImportRun

CHUNK = 500
AS_BROUGHT = (State.SHOWN, State.UNDONE)


@dataclass(frozen=True)
class Whence:
    """Where a post was brought from, for its page; `at` is when that was."""

    source: str
    at: datetime
    link: str
    category: str
    tags: list[str]
    votes_against: int

    @property
    def day(self) -> date:
        return local_day(self.at, zone.get())


def whence(db: Reader, post: Post) -> Whence | None:
    if not post.source:
        return None
    rows = selected(
        Whence,
        source=ImportRun.source,
        at=ImportRun.at,
        link=Origin.link,
        category=Origin.category,
        tags=Origin.tags,
        votes_against=Origin.votes_against,
    )
    found = db.execute(rows.join(ImportRun, col(ImportRun.id) == Origin.run_id).where(col(Origin.post_id) == post.id))
    return next(iter(read(Whence, found)), None)


def brought(db: Reader, source: str, external_ids: Iterable[str]) -> dict[str, int]:
    """Which posts have these ids in this source, whatever became of them."""
    found: dict[str, int] = {}
    for some in batches(external_ids, CHUNK):
        rows = select(Post.external_id, Post.id).where(Post.source == source, col(Post.external_id).in_(some))
        found |= {external_id: id_ for external_id, id_ in db.exec(rows) if external_id}
    return found


def sources_of(db: Reader, fingerprints: Iterable[str]) -> dict[str, str]:
    """From which source the rows with these fingerprints came, of those that are here."""
    found: dict[str, str] = {}
    for some in batches((mark for mark in fingerprints if mark), CHUNK):
        rows = select(Origin.fingerprint, ImportRun.source).join(ImportRun, col(ImportRun.id) == Origin.run_id)
        found |= _pairs(db.execute(rows.where(col(Origin.fingerprint).in_(some))))
    return found


def posts_of_comments(db: Reader, keys: Iterable[str]) -> dict[str, int]:
    """On which posts the comments with these keys are, of those that are here."""
    found: dict[str, int] = {}
    for some in batches(keys, CHUNK):
        rows = select(Comment.key, Comment.post_id).where(col(Comment.key).in_(some))
        found |= {key: post_id for key, post_id in db.exec(rows) if key}
    return found


def languages_of(db: Reader, post_ids: Iterable[int]) -> dict[int, str]:
    rows = select(Post.id, Post.language).where(col(Post.id).in_(set(post_ids)))
    return _pairs(db.exec(rows))


def posts_of_run(db: Reader, run_id: int) -> list[int]:
    """What a run brought and was not taken back, in the order it was written."""
    rows = select(Origin.post_id).join(Post, col(Post.id) == Origin.post_id)
    return list(db.exec(rows.where(Origin.run_id == run_id, Post.state != State.UNDONE).order_by(col(Post.id))))


def comments_of_run(db: Reader, run_id: int) -> list[int]:
    rows = select(CommentOrigin.comment_id).join(Comment, col(Comment.id) == CommentOrigin.comment_id)
    standing = rows.where(CommentOrigin.run_id == run_id, Comment.state != State.UNDONE)
    return list(db.exec(standing.order_by(col(Comment.id))))


def locked_posts(db: Writer, post_ids: Sequence[int]) -> None:
    """Keep them for this transaction, so that nobody has to do with them between being asked and being taken back."""
    db.execute(select(Post.id).where(col(Post.id).in_(post_ids)).order_by(col(Post.id)).with_for_update())


def locked_comments(db: Writer, comment_ids: Sequence[int]) -> None:
    """As of posts: whoever replies to one of them at this moment has done so before, or does not any more."""
    db.execute(select(Comment.id).where(col(Comment.id).in_(comment_ids)).order_by(col(Comment.id)).with_for_update())


def touched_posts(db: Reader, post_ids: Sequence[int]) -> dict[int, list[str]]:
    """Those of them that somebody here has had to do with since they were brought, and how, as codes."""
    found: dict[int, list[str]] = defaultdict(list)
    brought_too = select(CommentOrigin.comment_id).where(CommentOrigin.comment_id == Comment.id).exists()
    said = or_(~brought_too, col(Comment.edited_at).is_not(None), col(Comment.state).not_in(AS_BROUGHT))
    for how, rows in (
        ("edited", select(Post.id).where(col(Post.edited_at).is_not(None))),
        ("hidden", select(Post.id).where(Post.state == State.HIDDEN)),
        ("removed", select(Post.id).where(Post.state == State.REMOVED)),
        ("backed", select(Vote.post_id).join(Post, col(Post.id) == Vote.post_id)),
        ("commented", select(Comment.post_id).join(Post, col(Post.id) == Comment.post_id).where(said)),
        ("shared", _shared()),
    ):
        for id_ in db.scalars(rows.where(col(Post.id).in_(post_ids)).distinct()):
            found[id_].append(how)
    return found


def touched_comments(db: Reader, comment_ids: Sequence[int]) -> set[int]:
    """Those of them that somebody here changed or replied to, and those whose replies have to stay."""
    reply, its_origin = aliased(Comment), aliased(CommentOrigin)
    changed = or_(col(Comment.edited_at).is_not(None), col(Comment.state).not_in(AS_BROUGHT))
    own = set(db.scalars(select(Comment.id).where(col(Comment.id).in_(comment_ids), changed)))
    replies = select(reply.parent_id).join(its_origin, col(its_origin.comment_id) == reply.id, isouter=True)
    stays = or_(
        col(its_origin.comment_id).is_(None),
        and_(col(its_origin.run_id) != col(CommentOrigin.run_id), col(reply.state) == State.SHOWN),
        col(reply.edited_at).is_not(None),
        col(reply.state).not_in(AS_BROUGHT),
    )
    parents = replies.join(CommentOrigin, col(CommentOrigin.comment_id) == reply.parent_id)
    return own | set(db.scalars(parents.where(col(reply.parent_id).in_(comment_ids), stays)))


def shown_comments(db: Reader, comment_ids: Sequence[int]) -> dict[int, int]:
    """How many of these comments are to be read, by the post they are on."""
    rows = select(Comment.post_id, func.count()).where(col(Comment.id).in_(comment_ids), Comment.state == State.SHOWN)
    return _pairs(db.execute(rows.group_by(col(Comment.post_id))))


def _pairs(rows: Iterable[Value]) -> dict[Value, Value]:
    """Of statements for two columns."""
    return dict(map(tuple, rows))


def _shared() -> Statement:
    """Whose byline has grown."""
    rows = select(Authorship.post_id).join(Post, col(Post.id) == Authorship.post_id)
    return rows.where(Authorship.position > 0, Authorship.state != AuthorState.DECLINED)
