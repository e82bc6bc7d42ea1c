from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TypedDict, Unpack

from sqlalchemy import Integer, bindparam, func, or_
from sqlmodel import SQLModel, col, select

from app.core.columns import Condition, Expression, Row, Statement, Values, read, selected
from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut, instant, microseconds
from app.discussion.models import Author, Authorship, Kind, Post, State, Vote
from app.discussion.queries.authors import authors_of, count_more, is_by, is_first, written_by
from app.people.models import Department, Person

PAGE = 20


Extra = tuple[Expression, type[SQLModel], Expression]
"""A column that a kind adds to its rows, its table, and how that is joined to the post."""


class Sort(StrEnum):
    MOVING = "moving"
    NEWEST = "newest"
    BACKED = "backed"
    WAITING = "waiting"


class Listing(TypedDict, total=False):
    """Which posts of a kind a list is of, in which order, and from which place."""

    sort: Sort
    department_id: int | None
    department_ids: Sequence[int] | None
    stage_ids: Sequence[int] | None
    written_by: int | None
    after: Cursor | None
    size: int


@dataclass(frozen=True)
class ListedPost:
    """A post as it stands in a list. `backed` tells of the viewer, `mine` too.

    Nearly every post has one author, who comes with the row; `others` are looked up where `more_authors` says so.
    """

    id: int
    kind: str
    title: str
    language: str
    author_id: int | None
    author_name: str
    more_authors: int
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
    others: Sequence[Author] = ()

    @property
    def authors(self) -> list[Author]:
        return [Author(self.author_id, self.author_name), *self.others]


def list_page(
    db: Reader,
    *,
    kind: Kind,
    viewer_id: int,
    extra: Extra | None = None,
    **wish: Unpack[Listing],
) -> Slice[ListedPost]:
    """One page of what is shown. `extra` is a column and the table to join it from, given by the kind above.

    The list stands still while others post: a later page shows nothing that came or moved since the first one.
    """
    sort, after, size = wish.get("sort", Sort.MOVING), wish.get("after"), wish.get("size", PAGE)
    given = _given(wish)
    given |= _place(after, sort) if after else {}
    rows = _listed(kind, sort, frozenset(given), extra)
    found = listed(db, db.execute(rows, given | {"viewer_id": viewer_id, "most": size + 1}))
    return cut(found, size, lambda row: (_key(row, sort), row.id), after)


def moved_since(
    db: Reader,
    *,
    kind: Kind,
    since: datetime,
    **wish: Unpack[Listing],
) -> int:
    """How many of a list came or moved after it was opened."""
    given = _given(wish)
    moved = _chosen(select(func.count()).select_from(Post), kind, wish.get("sort", Sort.MOVING), frozenset(given))
    return int(db.execute(moved.where(col(Post.moved_at) > since), given).scalar_one())


def _given(wish: Listing) -> Values:
    narrowing = {name: wish.get(name) for name in ("department_id", "department_ids", "stage_ids", "written_by")}
    return {name: value for name, value in narrowing.items() if value is not None}


def listed(db: Reader, rows: Iterable[Row]) -> list[ListedPost]:
    """Rows of `post_rows`, each with all its authors."""
    found = read(ListedPost, rows)
    several = [row.id for row in found if row.more_authors]
    if not several:
        return found
    by = authors_of(db, several)
    return [replace(row, others=by[row.id][1:]) if row.more_authors else row for row in found]


@cache
def post_rows(extra: Extra | None = None) -> Statement:
    """To be run with a `viewer_id`, and read by `listed`."""
    viewer_id = bindparam("viewer_id", type_=Integer)
    backed = select(Vote.post_id).where(Vote.post_id == Post.id, Vote.person_id == viewer_id).exists()
    column, table, on = extra if extra else ("", None, None)
    rows = selected(
        ListedPost,
        id=Post.id,
        kind=Post.kind,
        title=Post.title,
        language=Post.language,
        author_id=Authorship.person_id,
        author_name=func.coalesce(Person.name, Authorship.name, ""),
        more_authors=count_more(),
        department_name=func.coalesce(Department.name, ""),
        department_slug=func.coalesce(Department.slug, ""),
        stage_id=Post.stage_id,
        backing=Post.backing,
        brought=Post.votes_brought,
        comments=Post.comment_count,
        moved_at=Post.moved_at,
        created_at=Post.created_at,
        extra=column,
        backed=backed,
        mine=is_by(viewer_id),
    )
    rows = rows.select_from(Post).join(Authorship, is_first(), isouter=True)
    rows = rows.join(Person, col(Person.id) == Authorship.person_id, isouter=True)
    rows = rows.join(Department, col(Department.id) == Post.department_id, isouter=True)
    return rows.join(table, on) if table is not None else rows


@cache
def _listed(kind: Kind, sort: Sort, given: frozenset[str], extra: Extra | None) -> Statement:
    """Put together once for each combination of what is given: that costs more than running it."""
    rows = _chosen(post_rows(extra), kind, sort, given)
    if "ref" in given:
        rows = _behind(rows, sort)
    by, id_ = _column(sort), col(Post.id)
    order = (by, id_) if sort == Sort.WAITING else (by.desc(), id_.desc())
    return rows.order_by(*order).limit(bindparam("most", type_=Integer))


def _chosen(rows: Statement, kind: Kind, sort: Sort, given: frozenset[str]) -> Statement:
    """Those that a list is of; to wait for a response is an order and a choice in one."""
    filters: dict[str, Condition] = {
        "department_id": col(Post.department_id) == bindparam("department_id"),
        "department_ids": col(Post.department_id).in_(bindparam("department_ids", expanding=True)),
        "stage_ids": col(Post.stage_id).in_(bindparam("stage_ids", expanding=True)),
        "written_by": col(Post.id).in_(written_by(bindparam("written_by"))),
    }
    waiting = [col(Post.awaits_reply)] if sort == Sort.WAITING else []
    chosen = [filters[name] for name in filters if name in given]
    # What one person wrote is little: begun with that. By the bare columns SQLite would walk the whole list instead.
    kind_, state = (col(one).concat("") if "written_by" in given else col(one) for one in (Post.kind, Post.state))
    return rows.where(kind_ == kind, state == State.SHOWN, *chosen, *waiting)


def _behind(rows: Statement, sort: Sort) -> Statement:
    """What comes after the last row seen, and was there already when the list was opened."""
    by, id_ = _column(sort), col(Post.id)
    key: Expression = bindparam("key")
    ref: Expression = bindparam("ref")
    if sort == Sort.WAITING:
        return rows.where(by >= key, or_(by > key, id_ > ref))
    if sort == Sort.BACKED:
        rows = rows.where(col(Post.created_at) <= bindparam("since"))
    # Said this way, an index in this order is entered where the page begins.
    return rows.where(by <= key, or_(by < key, id_ < ref))


def _place(after: Cursor, sort: Sort) -> Values:
    if sort == Sort.BACKED:
        return {"key": after.count, "ref": after.ref, "since": instant(after.since)}
    return {"key": after.at, "ref": after.ref}


def _column(sort: Sort) -> Expression:
    columns = {Sort.MOVING: Post.moved_at, Sort.BACKED: Post.backing}
    return col(columns.get(sort, Post.created_at))


def _key(row: ListedPost, sort: Sort) -> int:
    if sort == Sort.BACKED:
        return row.backing
    return microseconds(row.moved_at if sort == Sort.MOVING else row.created_at)
