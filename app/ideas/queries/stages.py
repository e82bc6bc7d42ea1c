"""The stages of a company, and the way one idea has gone through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, select
from sqlmodel import col

from app.core.columns import Statement, read, selected
from app.core.db import Reader
from app.core.errors import Invalid, NotFound
from app.core.i18n import _, date_text, local_day
from app.discussion.models import Post
from app.ideas.models import UNCLAIMING, Stage, StageEntry, StageKind


@dataclass(frozen=True)
class Step:
    """One step of the stage track: `state` is past, skipped, current or ahead, `at` when it was reached.

    `lang` is that of the label where it is not the reader's.
    """

    label: str
    state: str
    at: datetime | None = None
    lang: str = ""

    @property
    def note(self) -> str:
        if self.state == "skipped":
            return _("Skipped")
        return date_text(local_day(self.at)) if self.at else ""


@dataclass(frozen=True)
class Entry:
    """An idea came to a stage, by whoever moved it there, if that was somebody here."""

    id: int
    stage_id: int
    by_id: int | None
    at: datetime
    taken_back_at: datetime | None


@dataclass(frozen=True)
class Way:
    """All the entries of one idea, in their order."""

    every: Sequence[Entry]

    @property
    def walked(self) -> list[Entry]:
        """Without what was taken back."""
        return [entry for entry in self.every if entry.taken_back_at is None]

    @property
    def last_move(self) -> Entry | None:
        """The one that can be taken back: somebody here made it, and the idea was somewhere before."""
        walked = self.walked
        return walked[-1] if len(walked) > 1 and walked[-1].by_id else None

    @property
    def taken_back(self) -> Entry | None:
        """The latest of all, if it was taken back."""
        return self.every[-1] if self.every and self.every[-1].taken_back_at else None


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


def answered_stage(db: Reader) -> Stage:
    """Raises NotFound when a company has no stage at all."""
    return answered_among(stages(db))


def answered_among(active: Sequence[Stage]) -> Stage:
    """Where what was answered stands; without a stage for that, the last one that claims nothing."""
    rows = [row for row in active if row.kind in UNCLAIMING]
    if not rows:
        raise NotFound
    return next((row for row in rows if row.kind == StageKind.ANSWERED), rows[-1])


def after_response(db: Reader, current: Stage) -> Stage:
    """Where a response leads that names no stage: what was open is answered, everything else stays where it is."""
    return answered_stage(db) if current.kind == StageKind.OPEN else stage(db, current.id)


def stage_of(db: Reader, post: Post) -> Stage:
    """In use or not."""
    found = db.get(Stage, post.stage_id)
    if found is None:
        raise NotFound
    return found


def stage_entry(db: Reader, entry_id: int) -> StageEntry:
    return db.get_one(StageEntry, entry_id)


def way(db: Reader, idea_id: int) -> Way:
    return Way(read(Entry, db.execute(_entries(), {"idea_id": idea_id})))


def steps(every: Sequence[Stage], current: Stage, walked: Sequence[Entry]) -> list[Step]:
    """The way as it was walked, and what lies ahead; a declined idea's ends there."""
    reached = {entry.stage_id: entry.at for entry in walked}
    if current.kind == StageKind.DECLINED:
        before = [row for row in every if row.id in reached and row.id != current.id]
        states = [*((row, "past") for row in before), (current, "current")]
    else:
        here, known = every.index(current), _known_from(every, walked)
        states = [(row, _state(row, n - here, row.id in reached, n > known)) for n, row in enumerate(every)]
    return [_step(row, state, reached.get(row.id)) for row, state in states if state]


def _known_from(every: Sequence[Stage], walked: Sequence[Entry]) -> int:
    """The place of the last stage an import brought it to: which ones it passed before, elsewhere, nobody knows."""
    brought = {entry.stage_id for entry in walked if entry.by_id is None}
    return max((n for n, row in enumerate(every) if row.id in brought), default=-1)


def _state(row: Stage, ahead: int, is_reached: bool, is_known: bool) -> str:
    """Empty where it is no step: nobody sets out to be declined, or answered without more, or to what is given up."""
    if ahead == 0:
        return "current"
    if row.kind == StageKind.DECLINED:
        return ""
    if ahead < 0 and is_reached:
        return "past"
    if row.kind == StageKind.ANSWERED or not row.active:
        return ""
    if ahead < 0:
        return "skipped" if is_known else ""
    return "ahead"


def _step(row: Stage, state: str, at: datetime | None) -> Step:
    """What an idea went back behind lies ahead of it again, and has no date."""
    return Step(row.name, state, None if state == "ahead" else at, row.lang)


# Put together once: for what is asked this often, building a statement costs more than running it.
@cache
def _stages() -> Statement:
    return select(Stage).order_by(col(Stage.position), col(Stage.id))


@cache
def _entries() -> Statement:
    rows = selected(
        Entry,
        id=StageEntry.id,
        stage_id=StageEntry.stage_id,
        by_id=StageEntry.by_id,
        at=StageEntry.at,
        taken_back_at=StageEntry.taken_back_at,
    )
    return rows.where(col(StageEntry.idea_id) == bindparam("idea_id")).order_by(col(StageEntry.id))
