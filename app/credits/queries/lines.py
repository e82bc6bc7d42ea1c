from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.db import Reader
from app.core.paging import Cursor, Slice, behind, cut, microseconds
from app.core.subjects import Subject
from app.credits.models import Act, CreditLine, Identity, Party

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
    """How often a contribution was credited before (-1: never), and whether that still stands."""

    number: int
    stands: bool


def credits_of(
    db: Reader, *, party: Party, party_id: int, after: Cursor | None = None, size: int = PAGE
) -> Slice[CreditRow]:
    """What a person or department stands credited with, newest act first."""
    rows = credit_rows().where(is_live(), CreditLine.party_kind == party, CreditLine.party_id == party_id)
    at, id_ = col(CreditLine.at), col(CreditLine.id)
    if after:
        rows = rows.where(behind(at, id_, after))
    found = db.execute(rows.order_by(at.desc(), id_.desc()).limit(size + 1))
    return cut([CreditRow(*row) for row in found], size, lambda row: (microseconds(row.at), row.id), after)


def credit_split(db: Reader, subject: Subject) -> list[CreditRow]:
    """Who has which share of an idea, largest first; the last of being posted, accepted and live shared it out."""
    found = [CreditRow(*row) for row in db.execute(_work(), {"kind": subject.kind, "ref": subject.ref})]
    last = min((WORK.index(Act(row.act)) for row in found), default=0)
    return sorted((row for row in found if row.act == WORK[last]), key=lambda row: -row.share)


def last_turn(db: Reader, *, subject: Subject, act: Act) -> Turn:
    """Where the crediting of a contribution stands."""
    row = db.execute(_last_turn(), {"kind": subject.kind, "ref": subject.ref, "act": act}).one()
    return Turn(-1 if row[0] is None else row[0], bool(row[1]))


def live_lines(db: Reader, *, subject: Subject, act: Act | None = None) -> list[CreditLine]:
    """Lines of a subject that nothing counters, of one act or all."""
    rows = select(CreditLine).where(is_live(), *of_subject(subject)).order_by(col(CreditLine.id))
    if act:
        rows = rows.where(CreditLine.act == act)
    return list(db.exec(rows))


@cache
def _last_turn() -> Any:
    """Put together once: imports credit thousands, and building a statement costs more than running it."""
    live = func.max(case((is_live(), 1), else_=0))
    return select(func.max(CreditLine.turn), live).where(
        CreditLine.subject_kind == bindparam("kind"),
        CreditLine.subject_ref == bindparam("ref"),
        CreditLine.act == bindparam("act"),
    )


@cache
def _work() -> Any:
    """Put together once, for it stands on every idea's page."""
    rows = credit_rows().where(is_live(), col(CreditLine.act).in_(WORK))
    of = (CreditLine.subject_kind == bindparam("kind"), CreditLine.subject_ref == bindparam("ref"))
    return rows.where(*of).order_by(CreditLine.id)


def credit_rows() -> Any:
    """Columns of a CreditRow, of any line."""
    columns = (
        *(CreditLine.id, CreditLine.party_kind, CreditLine.party_id, Identity.employee_id, Identity.name),
        *(CreditLine.department_name, CreditLine.role, CreditLine.act, CreditLine.share),
        *(CreditLine.subject_kind, CreditLine.subject_ref, CreditLine.label, CreditLine.at),
    )
    return select(*columns).join(Identity, col(Identity.id) == CreditLine.identity_id)  # type: ignore[call-overload]


def is_live(as_of: datetime | None = None) -> Any:
    """No counter-line itself, and countered by none; at an instant, by none that was written by then."""
    counter = aliased(CreditLine)
    # Written out, because a bound zero would not be seen to fit the partial index.
    countered = select(counter.id).where(counter.counters > literal_column("0"), col(counter.counters) == CreditLine.id)
    if as_of:
        countered = countered.where(counter.written_at <= as_of)
    return and_(col(CreditLine.counters) == 0, ~countered.exists())


def of_subject(subject: Subject) -> tuple[Any, Any]:
    return CreditLine.subject_kind == subject.kind, CreditLine.subject_ref == subject.ref
