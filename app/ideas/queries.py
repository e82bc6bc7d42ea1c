from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.db import Reader
from app.core.errors import Invalid, NotFound
from app.core.i18n import _, date_text, zone
from app.core.paging import Cursor, Slice
from app.discussion import queries as discussion
from app.discussion.models import Kind, Post, State
from app.discussion.queries import ListedPost, Sort, findable_posts, post_documents
from app.ideas.models import Idea, Response, Stage, StageEntry, StageKind
from app.people.models import Department, Person
from app.search.index import Document

IN_SHORT = (col(Idea.in_short), Idea, col(Idea.post_id) == Post.id)


@dataclass(frozen=True)
class Step:
    """One step of the stage track: `state` is past, current or ahead, `at` when it was reached.

    `lang` is that of the label where it is not the reader's.
    """

    label: str
    state: str
    at: datetime | None = None
    lang: str = ""

    @property
    def note(self) -> str:
        return date_text(self.at.astimezone(zone.get()).date()) if self.at else ""


@dataclass(frozen=True)
class Given:
    """A response as its page shows it; `kind` is that of the stage it led to."""

    by_id: int | None
    by_name: str
    department: str
    kind: str
    language: str
    heard: str
    decision: str
    reasons: str
    next_step: str
    next_date: date | None
    at: datetime


@dataclass(frozen=True)
class Whole:
    """Everything an idea's page says about the idea itself."""

    post: Post
    idea: Idea
    stage: Stage
    stages: Sequence[Stage]
    steps: Sequence[Step]
    responses: Sequence[Given]
    department: Department | None
    author: str
    author_department: str
    holder: str


def page(
    db: Reader,
    *,
    viewer_id: int,
    sort: Sort = Sort.MOVING,
    department_id: int | None = None,
    stage_ids: Sequence[int] | None = None,
    author_id: int | None = None,
    after: Cursor | None = None,
    size: int = discussion.PAGE,
) -> Slice[ListedPost]:
    """A page of ideas; `extra` is what the idea says in short."""
    return discussion.list_page(
        db,
        kind=Kind.IDEA,
        viewer_id=viewer_id,
        sort=sort,
        department_id=department_id,
        stage_ids=stage_ids,
        author_id=author_id,
        after=after,
        size=size,
        extra=IN_SHORT,
    )


def latest_live(db: Reader, *, viewer_id: int) -> ListedPost | None:
    """The idea that went live last, for the front page."""
    live = (
        discussion.post_rows(IN_SHORT)
        # Not the bare column: SQLite would begin with every shown post, and sort them.
        .where(col(Post.state).concat("") == State.SHOWN, col(Idea.live_at).is_not(None))
        .order_by(col(Idea.live_at).desc(), col(Idea.post_id).desc())
        .limit(1)
    )
    row = db.execute(live, {"viewer_id": viewer_id}).first()
    return ListedPost(*row) if row else None


def idea(db: Reader, idea_id: int) -> tuple[Post, Idea]:
    """In whatever state. Raises NotFound."""
    post, found = discussion.post(db, idea_id, Kind.IDEA), db.get(Idea, idea_id)
    if found is None:
        raise NotFound
    return post, found


def whole(db: Reader, idea_id: int) -> Whole:
    """In whatever state. Raises NotFound."""
    row = db.execute(_whole(), {"idea_id": idea_id}).first()
    if row is None:
        raise NotFound
    post, found, department, author, home, holder = row
    every = stages(db, active=False)
    stage = next(row for row in every if row.id == post.stage_id)
    return Whole(
        post=post,
        idea=found,
        stage=stage,
        stages=[row for row in every if row.active],
        steps=_steps(every, stage, _entries(db, idea_id)),
        responses=responses(db, idea_id),
        department=department,
        author=author or post.author_name,
        author_department=home or "",
        holder=holder or "",
    )


def responses(db: Reader, idea_id: int) -> list[Given]:
    """Latest first."""
    return [Given(*row) for row in db.execute(_responses(), {"idea_id": idea_id})]


def latest_response(db: Reader, idea_id: int) -> Response | None:
    latest = (col(Response.at).desc(), col(Response.id).desc())
    return db.exec(select(Response).where(Response.idea_id == idea_id).order_by(*latest).limit(1)).first()


def response(db: Reader, response_id: int) -> Response:
    found = db.get(Response, response_id)
    if found is None:
        raise NotFound
    return found


def findable(db: Reader) -> Iterable[int]:
    """Ids of every idea that search may find."""
    return findable_posts(db, Kind.IDEA)


def documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """What the index holds of these ideas; those that are not shown are left out."""
    rows = db.exec(select(Idea.post_id, Idea.in_short).where(col(Idea.post_id).in_(refs)))
    return post_documents(db, Kind.IDEA, refs, in_short=dict(rows.all()))


def stages(db: Reader, *, active: bool = True) -> list[Stage]:
    """In their order; they are few."""
    return [row for row in db.scalars(_stages()) if row.active or not active]


def stage(db: Reader, stage_id: int) -> Stage:
    """Raises Invalid: stages are chosen in forms."""
    found = db.get(Stage, stage_id)
    if found is None or not found.active:
        raise Invalid(_("Choose one of the stages."), field="stage")
    return found


def first_stage(db: Reader, kind: StageKind = StageKind.OPEN) -> Stage:
    """Raises NotFound when a company has no stage of this kind."""
    found = next((row for row in stages(db) if row.kind == kind), None)
    if found is None:
        raise NotFound
    return found


def holder_of(db: Reader, department: Department | None) -> int | None:
    """Its department's lead holds an idea, else the first administrator; nobody does who has left."""
    return db.execute(_holder_of(), {"department_id": department.id if department else None}).scalar()


def rightful_holder() -> Any:
    """Who should hold an idea, inside a statement about ideas."""
    own = select(Post.department_id).where(Post.id == Idea.post_id).correlate(Idea)
    return _holder(own.scalar_subquery())


def held_amiss(*, active: bool, admin: bool) -> Any:
    """What a `person_id` may hold no longer: all of it once they left, else what waits for a response.

    The first administrator is also found what nobody holds yet.
    """
    held = col(Idea.holder_id) == bindparam("person_id")
    if not active:
        return held
    waiting = and_(held, col(Idea.post_id).in_(_waiting()))
    return or_(waiting, col(Idea.holder_id).is_(None)) if admin else waiting


def ideas_held_for(db: Reader, department_id: int) -> int:
    """How many of a department's ideas still wait for a response."""
    return db.exec(select(func.count()).select_from(waiting_for(department_id).subquery())).one()


def waiting_for(department_id: int) -> Any:
    """The statement for ids of a department's ideas that wait for a response."""
    return _waiting().where(Post.department_id == department_id)


def _waiting() -> Any:
    return select(Post.id).where(Post.kind == Kind.IDEA, Post.state == State.SHOWN, col(Post.awaits_reply))


def _holder(department_id: Any) -> Any:
    """A closed department's lead may not respond for it any more."""
    lead = select(Person.id).join(Department, col(Department.lead_id) == Person.id)
    lead = lead.where(Department.id == department_id, col(Department.active), col(Person.active))
    admin = select(func.min(Person.id)).where(col(Person.is_admin), col(Person.active))
    return func.coalesce(lead.scalar_subquery(), admin.scalar_subquery())


# Put together once: for what is asked this often, building a statement costs more than running it.
@cache
def _holder_of() -> Any:
    return select(_holder(bindparam("department_id", type_=Integer)))


@cache
def _whole() -> Any:
    """An idea with its department and the names that stand beside it."""
    author, home, holder = aliased(Person), aliased(Department), aliased(Person)
    rows = select(Post, Idea, Department, author.name, home.name, holder.name)  # type: ignore[call-overload]
    return (
        rows.join(Idea, col(Idea.post_id) == Post.id)
        .join(Department, col(Department.id) == Post.department_id, isouter=True)
        .join(author, col(author.id) == Post.author_id, isouter=True)
        .join(home, col(home.id) == author.department_id, isouter=True)
        .join(holder, col(holder.id) == Idea.holder_id, isouter=True)
        .where(Post.id == bindparam("idea_id"), Post.kind == Kind.IDEA)
    )


@cache
def _stages() -> Any:
    return select(Stage).order_by(col(Stage.position), col(Stage.id))


@cache
def _reached() -> Any:
    entries = select(StageEntry.stage_id, StageEntry.at).where(StageEntry.idea_id == bindparam("idea_id"))
    return entries.order_by(col(StageEntry.id))


@cache
def _responses() -> Any:
    columns = (
        *(Response.by_id, Response.by_name, func.coalesce(Department.name, ""), Stage.kind, Response.language),
        *(Response.heard, Response.decision, Response.reasons, Response.next_step, Response.next_date, Response.at),
    )
    return (
        select(*columns)  # type: ignore[call-overload]
        .join(Stage, col(Stage.id) == Response.stage_id)
        .join(Department, col(Department.id) == Response.department_id, isouter=True)
        .where(Response.idea_id == bindparam("idea_id"))
        .order_by(col(Response.at).desc(), col(Response.id).desc())
    )


def _entries(db: Reader, idea_id: int) -> dict[int, datetime]:
    return {entry.stage_id: entry.at for entry in db.execute(_reached(), {"idea_id": idea_id})}


def _steps(every: Sequence[Stage], current: Stage, reached: dict[int, datetime]) -> list[Step]:
    """The way as it was walked: a declined idea's ends there, others do not show declining as a step ahead."""
    declined = current.kind == StageKind.DECLINED
    way = [row for row in every if row.id == current.id or _on_the_way(row, declined, reached)]
    here = way.index(current)
    return [Step(row.name, _state(n, here), reached.get(row.id or 0), row.lang) for n, row in enumerate(way)]


def _on_the_way(row: Stage, declined: bool, reached: dict[int, datetime]) -> bool:
    if declined:
        return row.id in reached
    return row.kind != StageKind.DECLINED and (row.active or row.id in reached)


def _state(n: int, here: int) -> str:
    return "past" if n < here else "current" if n == here else "ahead"
