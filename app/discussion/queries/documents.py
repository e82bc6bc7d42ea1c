"""What the index holds of posts: with their comments, because people remember what was said."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from app.core.columns import Statement, read, selected
from app.core.db import Reader
from app.core.markdown import plain_text
from app.core.subjects import Subject
from app.discussion.models import Author, Comment, Kind, Post, State
from app.discussion.queries.authors import authors_of
from app.people.models import Department
from app.search.index import Document


@dataclass(frozen=True)
class _Found:
    id: int
    title: str
    body: str
    language: str
    at: datetime
    department: str
    department_slug: str


def findable_posts(db: Reader, kind: Kind) -> Sequence[int]:
    """Ids of everything of this kind that search may find."""
    return db.exec(select(Post.id).where(Post.kind == kind, Post.state == State.SHOWN)).all()


def post_documents(
    db: Reader, kind: Kind, refs: Sequence[int], in_short: Mapping[int, str] | None = None
) -> list[Document]:
    """Documents of those posts that are shown, in a few queries however many they are."""
    said, by = _comments(db, refs), authors_of(db, refs)
    shown = _posts().where(col(Post.id).in_(refs), col(Post.kind) == kind, col(Post.state) == State.SHOWN)
    return [
        _document(row, kind, said[row.id], by[row.id], (in_short or {}).get(row.id, ""))
        for row in read(_Found, db.execute(shown))
    ]


def _posts() -> Statement:
    rows = selected(
        _Found,
        id=Post.id,
        title=Post.title,
        body=Post.body,
        language=Post.language,
        at=Post.created_at,
        department=func.coalesce(Department.name, ""),
        department_slug=func.coalesce(Department.slug, ""),
    )
    return rows.join(Department, col(Department.id) == Post.department_id, isouter=True)


def _comments(db: Reader, refs: Sequence[int]) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    shown = select(Comment.post_id, Comment.body).where(col(Comment.post_id).in_(refs), Comment.state == State.SHOWN)
    for post_id, body in db.exec(shown.order_by(col(Comment.id))):
        said[post_id].append(plain_text(body))
    return said


def _document(row: _Found, kind: Kind, said: list[str], by: list[Author], in_short: str) -> Document:
    return Document(
        subject=Subject(kind, row.id),
        title=row.title,
        in_short=in_short,
        body="\n".join([plain_text(row.body), *said]),
        language=row.language,
        author=", ".join(author.name for author in by),
        department=row.department,
        department_slug=row.department_slug,
        at=row.at,
    )
