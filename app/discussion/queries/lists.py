from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, func, or_
from sqlmodel import col, select

from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut, instant, microseconds
from app.discussion.models import Kind, Post, State, Vote
from app.people.models import Department, Person

PAGE = 20


class Sort(StrEnum):
    MOVING = "moving"
    NEWEST = "newest"
    BACKED = "backed"
    WAITING = "waiting"


@dataclass(frozen=True)
class ListedPost:
    """A post as it stands in a list. `backed` tells of the viewer, `mine` too."""

    id: int
    kind: str
    title: str
    language: str
    author_id: int | None
    author_name: str
    department_name: str
    department_slug: str
    stage_id: int | None
    backing: int
    brought: int
    comments: int
    moved_at: datetime
    created_at: datetime
    extra: str
    backed: bool
    mine: bool


def list_page(
    db: Reader,
    *,
    kind: Kind,
    viewer_id: int,
    sort: Sort = Sort.MOVING,
    department_id: int | None = None,
    stage_ids: Sequence[int] | None = None,
    author_id: int | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
    extra: Any = None,
) -> Slice[ListedPost]:
    """One page of what is shown. `extra` is a column and the table to join it from, given by the kind above.

    The list stands still while others post: a later page shows nothing that came or moved since the first one.
    """
    wished = {"department_id": department_id, "stage_ids": stage_ids, "author_id": author_id}
    given = {name: value for name, value in wished.items() if value is not None}
    given |= _place(after, sort) if after else {}
    rows = _listed(kind, sort, frozenset(given), extra)
    found = [ListedPost(*row) for row in db.execute(rows, given | {"viewer_id": viewer_id, "most": size + 1})]
    return cut(found, size, lambda row: (_key(row, sort), row.id), after)


def moved_since(
    db: Reader,
    *,
    kind: Kind,
    since: datetime,
    sort: Sort = Sort.MOVING,
    department_id: int | None = None,
    stage_ids: Sequence[int] | None = None,
) -> int:
    """How many of a list came or moved after it was opened."""
    wished = {"department_id": department_id, "stage_ids": stage_ids}
    given = {name: value for name, value in wished.items() if value is not None}
    moved = _chosen(select(func.count()).select_from(Post), kind, sort, frozenset(given))
    return int(db.execute(moved.where(Post.moved_at > since), given).scalar_one())


@cache
def post_rows(extra: Any = None) -> Any:
    """To be run with a `viewer_id`. Columns rather than entities: a list of entities costs twice as much."""
    viewer_id = bindparam("viewer_id", type_=Integer)
    backed = select(Vote.post_id).where(Vote.post_id == Post.id, Vote.person_id == viewer_id).exists()
    column, table, on = extra if extra else (col(Post.author_name), None, None)
    columns = (
        *(Post.id, Post.kind, Post.title, Post.language, Post.author_id),
        func.coalesce(Person.name, Post.author_name),
        *(func.coalesce(Department.name, ""), func.coalesce(Department.slug, ""), Post.stage_id),
        *(Post.backing, Post.votes_brought, Post.comment_count, Post.moved_at, Post.created_at),
        *(column, backed, func.coalesce(Post.author_id, 0) == viewer_id),
    )
    rows = select(*columns).join(Person, col(Person.id) == Post.author_id, isouter=True)  # type: ignore[call-overload]
    rows = rows.join(Department, col(Department.id) == Post.department_id, isouter=True)
    return rows.join(table, on) if table is not None else rows


@cache
def _listed(kind: Kind, sort: Sort, given: frozenset[str], extra: Any) -> Any:
    """Put together once for each combination of what is given: that costs more than running it."""
    rows = _chosen(post_rows(extra), kind, sort, given)
    if "ref" in given:
        rows = _behind(rows, sort)
    by, id_ = _column(sort), col(Post.id)
    order = (by, id_) if sort == Sort.WAITING else (by.desc(), id_.desc())
    return rows.order_by(*order).limit(bindparam("most", type_=Integer))


def _chosen(rows: Any, kind: Kind, sort: Sort, given: frozenset[str]) -> Any:
    """Those that a list is of; to wait for a response is an order and a choice in one."""
    filters = {
        "department_id": Post.department_id == bindparam("department_id"),
        "stage_ids": col(Post.stage_id).in_(bindparam("stage_ids", expanding=True)),
        "author_id": Post.author_id == bindparam("author_id"),
    }
    waiting = [col(Post.awaits_reply)] if sort == Sort.WAITING else []
    chosen = [filters[name] for name in filters if name in given]
    return rows.where(Post.kind == kind, Post.state == State.SHOWN, *chosen, *waiting)


def _behind(rows: Any, sort: Sort) -> Any:
    """What comes after the last row seen, and was there already when the list was opened."""
    by, id_ = _column(sort), col(Post.id)
    key: Any = bindparam("key")
    ref: Any = bindparam("ref")
    if sort == Sort.WAITING:
        return rows.where(by >= key, or_(by > key, id_ > ref))
    if sort == Sort.BACKED:
        rows = rows.where(col(Post.created_at) <= bindparam("since"))
    # Said this way, an index in this order is entered where the page begins.
    return rows.where(by <= key, or_(by < key, id_ < ref))


def _place(after: Cursor, sort: Sort) -> dict[str, Any]:
    if sort == Sort.BACKED:
        return {"key": after.count, "ref": after.ref, "since": instant(after.since)}
    return {"key": after.at, "ref": after.ref}


def _column(sort: Sort) -> Any:
    columns = {Sort.MOVING: Post.moved_at, Sort.BACKED: Post.backing}
    return col(columns.get(sort, Post.created_at))


def _key(row: ListedPost, sort: Sort) -> int:
    if sort == Sort.BACKED:
        return row.backing
    return microseconds(row.moved_at if sort == Sort.MOVING else row.created_at)
