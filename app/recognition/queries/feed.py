"""What was given, to be read: rows with their receivers and what they cite, three statements a page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from app.core.columns import Condition, Expression, Statement, read, selected
from app.core.db import Reader
from app.core.errors import NotFound
from app.core.kinds import Anybody, Viewer, kinds_of
from app.core.paging import Cursor, Slice, behind, cut, microseconds
from app.core.subjects import Subject
from app.core.tables import InSight
from app.credits.models import Party
from app.discussion.models import Post
from app.discussion.queries.sight import not_for
from app.people.models import Department
from app.recognition.models import (
    STANDING,
    AwardKind,
    Receiver,
    Recognition,
    RecognitionKind,
    RecognitionState,
    label_of,
    name_in,
)

PAGE = 20


@dataclass(frozen=True)
class ReceiverRow:
    """A receiver under the name they had; `slug` is a department's. One of the party `NAMED` is nobody here."""

    recognition_id: int
    party: str
    id: int
    name: str
    slug: str


@dataclass(frozen=True)
class RecognitionRow(InSight):
    """A recognition as it stands in a feed, with the contribution it cites.

    What was brought from elsewhere says from which `source`; of who gave it there may be only a name, or nothing.
    """

    id: int
    kind: str
    state: str
    giver_id: int | None
    giver_name: str
    department_name: str
    department_slug: str
    message: str
    language: str
    subject_kind: str
    subject_ref: int
    about_label: str
    about_language: str
    award_names: Mapping[str, str] | None
    at: datetime
    edited_at: datetime | None
    hidden_reason: str
    taken_back_at: datetime | None
    source: str
    receivers: Sequence[ReceiverRow] = ()
    about: Subject | None = None
    """None too for what was hidden or removed since: its title would tell what nobody is to read."""

    @property
    def award(self) -> str:
        return name_in(self.award_names or {})

    @property
    def is_award(self) -> bool:
        return self.kind == RecognitionKind.AWARD

    @property
    def label(self) -> str:
        """What it is called in a list of other things."""
        return label_of(self.message)

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.message.splitlines() if line.strip()]


def feed(
    db: Reader,
    *,
    department_id: int | None = None,
    person_id: int | None = None,
    kind: RecognitionKind | None = None,
    after: Cursor | None = None,
) -> Slice[RecognitionRow]:
    """Latest first; of a department or person what they gave and what they, or its people, received."""
    theirs = []
    if department_id is not None:
        theirs.append(or_(_received_in(department_id), col(Recognition.giver_department_id) == department_id))
    if person_id is not None:
        theirs.append(or_(_received_by(person_id), col(Recognition.giver_id) == person_id))
    rows = _shown_of(*theirs) if theirs else _shown()
    if kind is not None:
        rows = rows.where(col(Recognition.kind) == kind)
    at, id_ = col(Recognition.at), col(Recognition.id)
    if after:
        rows = rows.where(behind(at, id_, after))
    found = _with_receivers(db, rows.limit(PAGE + 1))
    return cut(found, PAGE, lambda row: (microseconds(row.at), row.id), after)


def entry(db: Reader, recognition_id: int) -> RecognitionRow:
    """One, in whatever state. Raises NotFound."""
    found = _with_receivers(db, _rows().where(col(Recognition.id) == recognition_id))
    if not found:
        raise NotFound
    return found[0]


def latest(db: Reader, *, limit: int, kind: RecognitionKind | None = None) -> list[RecognitionRow]:
    rows = _shown() if kind is None else _shown().where(col(Recognition.kind) == kind)
    return _with_receivers(db, rows.limit(limit))


def shown(db: Reader, refs: Sequence[int]) -> list[RecognitionRow]:
    """Those among these that everybody may read, without what they cite."""
    found = read(RecognitionRow, db.execute(_shown().where(col(Recognition.id).in_(refs))))
    received = _receivers(db, [row.id for row in found])
    return [replace(row, receivers=received[row.id]) for row in found]


def about(db: Reader, subject: Subject) -> RecognitionRow | None:
    """The latest that cites this contribution."""
    cites = (col(Recognition.subject_kind) == subject.kind, col(Recognition.subject_ref) == subject.ref)
    return next(iter(_with_receivers(db, _shown().where(*cites).limit(1))), None)


def for_person(db: Reader, person_id: int, *, limit: int) -> list[RecognitionRow]:
    """What somebody was thanked and awarded for, latest first."""
    return _with_receivers(db, _shown_of(_received_by(person_id)).limit(limit))


def for_department(db: Reader, department_id: int, *, given: bool, limit: int) -> list[RecognitionRow]:
    """What a department's people gave, or what it and its people received; who belonged to it is as it was then."""
    mine = col(Recognition.giver_department_id) == department_id if given else _received_in(department_id)
    return _with_receivers(db, _shown_of(mine).limit(limit))


def hidden(refs: Sequence[int], viewer: Viewer) -> Statement:
    """The statement for ids of those whose words a viewer may no longer read."""
    # What nobody here gave is nobody's, rather than perhaps somebody's.
    theirs = col(Recognition.giver_id).is_not_distinct_from(viewer.id)
    of_these = col(Recognition.id).in_(refs)
    return select(col(Recognition.id)).where(not_for(viewer, col(Recognition.state), theirs), of_these)


def citing(kind: str, refs: Sequence[int]) -> Statement:
    """The statement for ids of those that somebody was thanked or awarded for; what was taken back says nothing."""
    about = (Recognition.subject_kind == kind, col(Recognition.subject_ref).in_(refs))
    return select(col(Recognition.subject_ref)).where(*about, col(Recognition.state).in_(STANDING))


def _received_in(department_id: int) -> Condition:
    return col(Recognition.id).in_(select(Receiver.recognition_id).where(Receiver.department_id == department_id))


def _received_by(person_id: int) -> Condition:
    received = select(Receiver.recognition_id).where(
        Receiver.party_kind == Party.PERSON, Receiver.party_id == person_id
    )
    return col(Recognition.id).in_(received)


def _shown() -> Statement:
    return _rows().where(col(Recognition.state) == RecognitionState.SHOWN).order_by(*_latest_first())


def _shown_of(*theirs: Condition) -> Statement:
    """Of one person or department: begun with what is theirs, which is a small part of the feed, and sorted then."""
    # Not the bare column: SQLite would walk the whole feed in its order, and look at each whether it is theirs.
    shown = col(Recognition.state).concat("") == RecognitionState.SHOWN
    return _rows().where(*theirs, shown).order_by(*_latest_first())


def _latest_first() -> Sequence[Expression]:
    return col(Recognition.at).desc(), col(Recognition.id).desc()


def _rows() -> Statement:
    rows = selected(
        RecognitionRow,
        id=Recognition.id,
        kind=Recognition.kind,
        state=Recognition.state,
        giver_id=Recognition.giver_id,
        giver_name=Recognition.giver_name,
        department_name=Recognition.giver_department_name,
        department_slug=func.coalesce(Department.slug, ""),
        message=Recognition.message,
        language=Recognition.language,
        subject_kind=Recognition.subject_kind,
        subject_ref=Recognition.subject_ref,
        about_label=Recognition.subject_label,
        about_language=func.coalesce(Post.language, ""),
        award_names=AwardKind.names,
        at=Recognition.at,
        edited_at=Recognition.edited_at,
        hidden_reason=Recognition.hidden_reason,
        taken_back_at=Recognition.taken_back_at,
        source=func.coalesce(Recognition.source, ""),
    )
    rows = rows.join(Department, col(Department.id) == Recognition.giver_department_id, isouter=True)
    is_about = and_(col(Post.id) == Recognition.subject_ref, col(Post.kind) == Recognition.subject_kind)
    rows = rows.join(Post, is_about, isouter=True)
    return rows.join(AwardKind, col(AwardKind.id) == Recognition.award_kind_id, isouter=True)


def _with_receivers(db: Reader, statement: Statement) -> list[RecognitionRow]:
    found = read(RecognitionRow, db.execute(statement))
    received, cited = _receivers(db, [row.id for row in found]), _cited(db, found)
    return [replace(row, receivers=received[row.id], about=cited.get(row.id)) for row in found]


def _cited(db: Reader, found: Sequence[RecognitionRow]) -> dict[int, Subject]:
    """What those cite whose title everybody may still read."""
    kinds = kinds_of(db)
    cited = {row.id: Subject(row.subject_kind, row.subject_ref) for row in found if row.subject_kind in kinds}
    gone = kinds.out_of_sight(db, set(cited.values()), Anybody())
    return {id_: subject for id_, subject in cited.items() if subject not in gone}


def _receivers(db: Reader, ids: Sequence[int]) -> dict[int, list[ReceiverRow]]:
    found: dict[int, list[ReceiverRow]] = defaultdict(list)
    if ids:
        for row in read(ReceiverRow, db.execute(_received(ids))):
            found[row.recognition_id].append(row)
    return found


def _received(ids: Sequence[int]) -> Statement:
    rows = selected(
        ReceiverRow,
        recognition_id=Receiver.recognition_id,
        party=Receiver.party_kind,
        id=Receiver.party_id,
        name=Receiver.name,
        slug=func.coalesce(Department.slug, ""),
    )
    is_department = and_(col(Receiver.party_kind) == Party.DEPARTMENT, col(Department.id) == Receiver.party_id)
    rows = rows.join(Department, is_department, isouter=True)
    return rows.where(col(Receiver.recognition_id).in_(ids)).order_by(col(Receiver.position))
