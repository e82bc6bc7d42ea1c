from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import and_, bindparam, case, func, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.columns import Condition, Statement, read, selected
from app.core.db import Reader
from app.core.paging import Cursor, Slice, behind, cut, microseconds
from app.core.subjects import Subject
from app.credits.models import Act, CreditLine, Identity, Party, Seal

PAGE = 30
# Of these the last that happened says who has which share of the work; a decision or a thanks shares out nothing of it.
WORK = (Act.LIVE, Act.ACCEPTED, Act.POSTED)


@dataclass(frozen=True)
class CreditRow:
    """A line with the name, employee id and department as they were."""

    id: int
    party_kind: str
    party_id: int
    employee_id: str
    name: str
    department_name: str
    role: str
    act: str
    share: int
    subject_kind: str
    subject_ref: int
    label: str
    at: datetime

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_ref)


@dataclass(frozen=True)
class Turn:
    """How often a contribution was credited before (-1: never), and whether that still stands.

    `sealed_at` is the latest moment of which there is an extract: what is written now is written after it.
    """

    number: int
    stands: bool
    sealed_at: datetime | None


def credits_of(
    db: Reader, *, party: Party, party_id: int, after: Cursor | None = None, size: int = PAGE
) -> Slice[CreditRow]:
    """What a person or department stands credited with, newest act first."""
    theirs = (col(CreditLine.party_kind) == party, col(CreditLine.party_id) == party_id)
    rows = credit_rows().where(is_live(), *theirs)
    at, id_ = col(CreditLine.at), col(CreditLine.id)
    if after:
        rows = rows.where(behind(at, id_, after))
    found = read(CreditRow, db.execute(rows.order_by(at.desc(), id_.desc()).limit(size + 1)))
    return cut(found, size, lambda row: (microseconds(row.at), row.id), after)


def credit_lines(db: Reader, ids: Sequence[int]) -> list[CreditRow]:
    """These lines, also those that do not stand."""
    return read(CreditRow, db.execute(credit_rows().where(col(CreditLine.id).in_(ids))))


def credit_split(db: Reader, subject: Subject) -> list[CreditRow]:
    """Who has which share of an idea, largest first; the last of being posted, accepted and live shared it out."""
    found = read(CreditRow, db.execute(_work(), {"kind": subject.kind, "ref": subject.ref}))
    last = min((WORK.index(Act(row.act)) for row in found), default=0)
    return sorted((row for row in found if row.act == WORK[last]), key=lambda row: -row.share)


def last_turn(db: Reader, *, subject: Subject, act: Act) -> Turn:
    """Where the crediting of a contribution stands."""
    row = db.execute(_last_turn(), {"kind": subject.kind, "ref": subject.ref, "act": act}).one()
    return Turn(-1 if row.number is None else row.number, bool(row.stands), row.sealed_at)


def sealed_at(db: Reader) -> datetime | None:
    """The latest moment of which there is an extract."""
    return db.execute(_sealed_at()).scalar()


def live_lines(db: Reader, *, subject: Subject, act: Act | None = None) -> list[CreditLine]:
    """Lines of a subject that nothing counters, of one act or all."""
    rows = select(CreditLine).where(is_live(), *of_subject(subject)).order_by(col(CreditLine.id))
    if act:
        rows = rows.where(CreditLine.act == act)
    return list(db.exec(rows))


def countered_lines(db: Reader, *, subject: Subject, act: Act, at: datetime) -> list[CreditLine]:
    """The lines of an act that happened then, of the last turn they were written in, once they do not stand."""
    rows = select(CreditLine).where(*of_subject(subject), CreditLine.act == act, CreditLine.at == at)
    found = list(db.exec(rows.where(CreditLine.counters == 0).order_by(col(CreditLine.id))))
    return [line for line in found if line.turn == found[-1].turn]


@cache
def _last_turn() -> Statement:
    """Put together once: imports credit thousands, and building a statement costs more than running it."""
    live = func.max(case((is_live(), 1), else_=0))
    sealed = _sealed_at().scalar_subquery()
    return selected(Turn, number=func.max(CreditLine.turn), stands=live, sealed_at=sealed).where(
        col(CreditLine.subject_kind) == bindparam("kind"),
        col(CreditLine.subject_ref) == bindparam("ref"),
        col(CreditLine.act) == bindparam("act"),
    )


@cache
def _sealed_at() -> Statement:
    return select(func.max(Seal.at))


@cache
def _work() -> Statement:
    """Put together once, for it stands on every idea's page."""
    rows = credit_rows().where(is_live(), col(CreditLine.act).in_(WORK))
    of = (col(CreditLine.subject_kind) == bindparam("kind"), col(CreditLine.subject_ref) == bindparam("ref"))
    return rows.where(*of).order_by(col(CreditLine.id))


def credit_rows() -> Statement:
    """Rows of a CreditRow, of any line."""
    rows = selected(
        CreditRow,
        id=CreditLine.id,
        party_kind=CreditLine.party_kind,
        party_id=CreditLine.party_id,
        employee_id=Identity.employee_id,
        name=Identity.name,
        department_name=CreditLine.department_name,
        role=CreditLine.role,
        act=CreditLine.act,
        share=CreditLine.share,
        subject_kind=CreditLine.subject_kind,
        subject_ref=CreditLine.subject_ref,
        label=CreditLine.label,
        at=CreditLine.at,
    )
    return rows.join(Identity, col(Identity.id) == CreditLine.identity_id)


def is_live(as_of: datetime | None = None) -> Condition:
    """No counter-line itself, and countered by none; at an instant, by none that was written by then."""
    counter = aliased(CreditLine)
    # Written out, because a bound zero would not be seen to fit the partial index.
    countered = select(counter.id).where(counter.counters > literal_column("0"), col(counter.counters) == CreditLine.id)
    if as_of:
        countered = countered.where(counter.written_at <= as_of)
    return and_(col(CreditLine.counters) == 0, ~countered.exists())


def of_subject(subject: Subject) -> tuple[Condition, Condition]:
    return col(CreditLine.subject_kind) == subject.kind, col(CreditLine.subject_ref) == subject.ref
