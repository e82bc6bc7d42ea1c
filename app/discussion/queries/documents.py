"""What the index holds of posts: with their comments, because people remember what was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from app.core.db import Reader
from app.core.subjects import Subject
from app.core.text import plain_text
from app.discussion.models import Comment, Kind, Post, State
from app.people.models import Department, Person
from app.search.index import Document


def findable_posts(db: Reader, kind: Kind) -> Iterable[int]:
    """Ids of everything of this kind that search may find."""
    shown = select(Post.id).where(Post.kind == kind, Post.state == State.SHOWN)
    return [id for id in db.exec(shown) if id]


def post_documents(
    db: Reader, kind: Kind, refs: Sequence[int], in_short: Mapping[int, str] | None = None
) -> list[Document]:
    """Documents of those posts that are shown, in two queries however many they are."""
    said = _comments(db, refs)
    shown = _posts().where(col(Post.id).in_(refs), Post.kind == kind, Post.state == State.SHOWN)
    return [_document(row, kind, said[row.id], (in_short or {}).get(row.id, "")) for row in db.execute(shown)]


def _posts() -> Any:
    columns = (
        *(Post.id, Post.title, Post.body, Post.language, Post.created_at),
        func.coalesce(Person.name, Post.author_name).label("author"),
        func.coalesce(Department.name, "").label("department"),
        func.coalesce(Department.slug, "").label("department_slug"),
    )
    rows = select(*columns).join(Person, col(Person.id) == Post.author_id, isouter=True)  # type: ignore[call-overload]
    return rows.join(Department, col(Department.id) == Post.department_id, isouter=True)


def _comments(db: Reader, refs: Sequence[int]) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    shown = select(Comment.post_id, Comment.body).where(col(Comment.post_id).in_(refs), Comment.state == State.SHOWN)
    for post_id, body in db.exec(shown.order_by(col(Comment.id))):
        said[post_id].append(plain_text(body))
    return said


def _document(row: Any, kind: Kind, said: list[str], in_short: str) -> Document:
    return Document(
        subject=Subject(kind, row.id),
        title=row.title,
        in_short=in_short,
        body="\n".join([plain_text(row.body), *said]),
        language=row.language,
        author=row.author,
        department=row.department,
        department_slug=row.department_slug,
        at=row.created_at,
    )
