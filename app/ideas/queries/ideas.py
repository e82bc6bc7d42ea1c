from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Unpack

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from app.core.columns import Statement
from app.core.db import Reader
from app.core.errors import NotFound
from app.core.paging import Slice
from app.discussion import queries as discussion
from app.discussion.models import Author, Kind, Post, State
from app.discussion.queries import ListedPost, Listing, post_documents
from app.ideas.models import Idea, Stage, StageKind
from app.ideas.queries.responses import Given, responses
from app.ideas.queries.stages import Entry, Step, Way, stages, steps, way
from app.people.models import Department, Person
from app.search.index import Document

IN_SHORT = (col(Idea.in_short), Idea, col(Idea.post_id) == Post.id)


@dataclass(frozen=True)
class Whole:
    """Everything an idea's page says about the idea itself. `every` is every stage, also those given up."""

    post: Post
    idea: Idea
    stage: Stage
    every: Sequence[Stage]
    way: Way
    steps: Sequence[Step]
    responses: Sequence[Given]
    department: Department | None
    authors: Sequence[Author]
    holder: str

    @property
    def active(self) -> list[Stage]:
        """Where it can go."""
        return [one for one in self.every if one.active]

    @property
    def is_moved_by_author(self) -> bool:
        """Whether one of its authors brought it to where it is, rather than only posted it."""
        move = self.way.last_move
        return move is not None and move.by_id in {author.person_id for author in self.authors}

    @property
    def before(self) -> Stage | None:
        """Where it goes back to if its last move is taken back."""
        return self._stage(self.way.walked[-2]) if self.way.last_move else None

    @property
    def taken_back(self) -> tuple[Stage, datetime] | None:
        """The stage of the latest move and when it was taken back, if it was."""
        entry = self.way.taken_back
        return (self._stage(entry), entry.taken_back_at) if entry and entry.taken_back_at else None

    def _stage(self, entry: Entry) -> Stage:
        return next(one for one in self.every if one.id == entry.stage_id)


def page(db: Reader, *, viewer_id: int, **wish: Unpack[Listing]) -> Slice[ListedPost]:
    """A page of ideas; `extra` is what the idea says in short."""
    return discussion.list_page(db, kind=Kind.IDEA, viewer_id=viewer_id, extra=IN_SHORT, **wish)


def latest_live(db: Reader, *, viewer_id: int) -> ListedPost | None:
    """The idea that went live last and still is, for the front page."""
    done = select(col(Stage.id)).where(col(Stage.kind) == StageKind.DONE)
    live = (
        discussion.post_rows(IN_SHORT)
        # Not the bare column: SQLite would begin with every shown post, and sort them.
        .where(col(Post.state).concat("") == State.SHOWN, col(Idea.live_at).is_not(None))
        .where(col(Post.stage_id).in_(done))
        .order_by(col(Idea.live_at).desc(), col(Idea.post_id).desc())
        .limit(1)
    )
    row = db.execute(live, {"viewer_id": viewer_id}).first()
    return next(iter(discussion.listed(db, [row])), None) if row else None


def has_any(db: Reader) -> bool:
    """Whether anybody ever shared one."""
    return db.scalars(select(col(Idea.post_id)).limit(1)).first() is not None


def live_since(db: Reader, idea_id: int) -> datetime | None:
    found = db.get(Idea, idea_id)
    return found.live_at if found else None


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
    every = stages(db, active=False)
    stage = next(one for one in every if one.id == row.Post.stage_id)
    walked = way(db, idea_id)
    return Whole(
        post=row.Post,
        idea=row.Idea,
        stage=stage,
        every=every,
        way=walked,
        steps=steps(every, stage, walked.walked),
        responses=responses(db, idea_id),
        department=row.Department,
        authors=discussion.authors(db, idea_id),
        holder=row.holder,
    )


def documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """What the index holds of these ideas; those that are not shown are left out."""
    rows = db.execute(select(col(Idea.post_id), col(Idea.in_short)).where(col(Idea.post_id).in_(refs)))
    return post_documents(db, Kind.IDEA, refs, in_short={row.post_id: row.in_short for row in rows})


# Every page of an idea asks this, so it is put together once.
@cache
def _whole() -> Statement:
    """An idea with its department and the name of who holds it."""
    return (
        select(Post, Idea, Department, func.coalesce(Person.name, "").label("holder"))
        .join(Idea, col(Idea.post_id) == Post.id)
        .join(Department, col(Department.id) == Post.department_id, isouter=True)
        .join(Person, col(Person.id) == Idea.holder_id, isouter=True)
        .where(col(Post.id) == bindparam("idea_id"), col(Post.kind) == Kind.IDEA)
    )
