"""What was given, to be read: rows with their receivers, two statements a page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from app.core.db import Reader
from app.core.errors import NotFound
from app.core.paging import Cursor, Slice, behind, cut, microseconds
from app.core.subjects import Subject
from app.credits.models import Party
from app.discussion.models import Post, State
from app.people.models import Department
from app.recognition.models import AwardKind, Receiver, Recognition, RecognitionKind, RecognitionState, name_in

PAGE = 20


@dataclass(frozen=True)
class ReceiverRow:
    """A receiver under the name they had; `slug` is a department's."""

    party: str
    id: int
    name: str
    slug: str


@dataclass(frozen=True)
class RecognitionRow:
    """A recognition as it stands in a feed. `about` is the contribution it cites."""

    id: int
    kind: str
    state: str
    giver_id: int
    giver_name: str
    department_name: str
    department_slug: str
    message: str
    language: str
    about: Subject | None
    about_label: str
    about_language: str
    award: str
    at: datetime
    hidden_reason: str
    receivers: Sequence[ReceiverRow]

    @property
    def is_award(self) -> bool:
        return self.kind == RecognitionKind.AWARD

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
        rows = rows.where(Recognition.kind == kind)
    at, id_ = col(Recognition.at), col(Recognition.id)
    if after:
        rows = rows.where(behind(at, id_, after))
    found = db.execute(rows.limit(PAGE + 1)).all()
    return cut(_with_receivers(db, found), PAGE, lambda row: (microseconds(row.at), row.id), after)


def entry(db: Reader, recognition_id: int) -> RecognitionRow:
    """One, in whatever state. Raises NotFound."""
    found = db.execute(_rows().where(Recognition.id == recognition_id)).all()
    if not found:
        raise NotFound
    return _with_receivers(db, found)[0]


def latest(db: Reader, *, limit: int, kind: RecognitionKind | None = None) -> list[RecognitionRow]:
    rows = _shown() if kind is None else _shown().where(Recognition.kind == kind)
    return _with_receivers(db, db.execute(rows.limit(limit)).all())


def about(db: Reader, subject: Subject) -> RecognitionRow | None:
    """The latest that cites this contribution."""
    cites = (Recognition.subject_kind == subject.kind, Recognition.subject_ref == subject.ref)
    found = _with_receivers(db, db.execute(_shown().where(*cites).limit(1)).all())
    return next(iter(found), None)


def for_person(db: Reader, person_id: int, *, limit: int) -> list[RecognitionRow]:
    """What somebody was thanked and awarded for, latest first."""
    return _with_receivers(db, db.execute(_shown_of(_received_by(person_id)).limit(limit)).all())


def for_department(db: Reader, department_id: int, *, given: bool, limit: int) -> list[RecognitionRow]:
    """What a department's people gave, or what it and its people received; who belonged to it is as it was then."""
    mine = Recognition.giver_department_id == department_id if given else _received_in(department_id)
    return _with_receivers(db, db.execute(_shown_of(mine).limit(limit)).all())


def _received_in(department_id: int) -> Any:
    return col(Recognition.id).in_(select(Receiver.recognition_id).where(Receiver.department_id == department_id))


def _received_by(person_id: int) -> Any:
    received = select(Receiver.recognition_id).where(
        Receiver.party_kind == Party.PERSON, Receiver.party_id == person_id
    )
    return col(Recognition.id).in_(received)


def _shown() -> Any:
    return _rows().where(Recognition.state == RecognitionState.SHOWN).order_by(*_latest_first())


def _shown_of(*theirs: Any) -> Any:
    """Of one person or department: begun with what is theirs, which is a small part of the feed, and sorted then."""
    # Not the bare column: SQLite would walk the whole feed in its order, and look at each whether it is theirs.
    shown = col(Recognition.state).concat("") == RecognitionState.SHOWN
    return _rows().where(*theirs, shown).order_by(*_latest_first())


def _latest_first() -> tuple[Any, Any]:
    return col(Recognition.at).desc(), col(Recognition.id).desc()


def _rows() -> Any:
    columns = (
        *(Recognition.id, Recognition.kind, Recognition.state, Recognition.giver_id, Recognition.giver_name),
        *(Recognition.giver_department_name, func.coalesce(Department.slug, ""), Recognition.message),
        *(Recognition.language, Recognition.subject_kind, Recognition.subject_ref, Recognition.subject_label),
        *(Post.language, Post.state, AwardKind.names, Recognition.at, Recognition.hidden_reason),
    )
    rows = select(*columns)  # type: ignore[call-overload]
    rows = rows.join(Department, col(Department.id) == Recognition.giver_department_id, isouter=True)
    rows = rows.join(Post, col(Post.id) == Recognition.subject_ref, isouter=True)
    return rows.join(AwardKind, col(AwardKind.id) == Recognition.award_kind_id, isouter=True)


def _with_receivers(db: Reader, found: Sequence[Any]) -> list[RecognitionRow]:
    receivers = _receivers(db, [row[0] for row in found])
    return [_row(row, receivers[row[0]]) for row in found]


def _row(row: Any, receivers: list[ReceiverRow]) -> RecognitionRow:
    *about, subject_kind, subject_ref, label, language, post_state, names, at, hidden_reason = row
    # What was hidden or removed since is not named either: its title would tell what nobody is to read.
    subject = Subject(subject_kind, subject_ref) if subject_kind and post_state == State.SHOWN else None
    rest: tuple[Any, ...] = (subject, label, language or "", name_in(names or {}), at, hidden_reason, receivers)
    return RecognitionRow(*about, *rest)


def _receivers(db: Reader, ids: Sequence[int]) -> dict[int, list[ReceiverRow]]:
    found: dict[int, list[ReceiverRow]] = defaultdict(list)
    if not ids:
        return found
    columns = (Receiver.recognition_id, Receiver.party_kind, Receiver.party_id, Receiver.name)
    slug = func.coalesce(Department.slug, "")
    is_department = and_(col(Receiver.party_kind) == Party.DEPARTMENT, col(Department.id) == Receiver.party_id)
    rows = select(*columns, slug).join(Department, is_department, isouter=True)  # type: ignore[call-overload]
    rows = rows.where(col(Receiver.recognition_id).in_(ids)).order_by(col(Receiver.position))
    for recognition_id, *about in db.execute(rows):
        found[recognition_id].append(ReceiverRow(*about))
    return found
