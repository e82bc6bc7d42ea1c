"""What the ledger promises, proved: each fault found is a sentence that says where."""

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.core.columns import Condition, Expression, Row, Statement
from app.core.db import Reader
from app.credits.models import CreditLine, Identity
from app.credits.queries.lines import is_live


def problems(db: Reader) -> Iterator[str]:
    for find in (_uneven, _mixed_turns, _standing_twice, _loose_counters, _countered_twice, _foreign, _unnamed):
        yield from find(db)


def _uneven(db: Reader) -> Iterator[str]:
    total = func.sum(CreditLine.share)
    for row in db.execute(_live_by_contribution(total=total).having(total != 100)):
        yield f"{_credit_for(row)}: the live shares add up to {row.total}, not 100."


def _mixed_turns(db: Reader) -> Iterator[str]:
    turns = func.count(col(CreditLine.turn).distinct())
    for row in db.execute(_live_by_contribution(turns=turns).having(turns > 1)):
        yield f"{_credit_for(row)}: live lines stand in {row.turns} turns at once."


def _standing_twice(db: Reader) -> Iterator[str]:
    times, party = func.count(), (col(CreditLine.party_kind), col(CreditLine.party_id))
    rows = _live_by_contribution(party_kind=party[0], party_id=party[1], times=times)
    for row in db.execute(rows.group_by(*party).having(times > 1)):
        yield f"{_credit_for(row)}: {row.party_kind} {row.party_id} stands in it {row.times} times."


def _loose_counters(db: Reader) -> Iterator[str]:
    counter, target = aliased(CreditLine), aliased(CreditLine)
    line, countered, found = col(counter.id), col(counter.counters), col(target.id)
    columns: Statement = select(line.label("line"), countered.label("countered"), found.label("found"))
    pairs = columns.join(target, found == countered, isouter=True).where(countered > 0)
    for row in db.execute(pairs.where(or_(found.is_(None), _differ(counter, target)))):
        reason = "is not its opposite" if row.found else "does not exist"
        yield f"Credit line {row.line} counters line {row.countered}, which {reason}."


def _countered_twice(db: Reader) -> Iterator[str]:
    times = func.count()
    countered = col(CreditLine.counters)
    rows = select(countered, times).where(countered > 0).group_by(countered)
    for line, found in db.execute(rows.having(times > 1)):
        yield f"Credit line {line} is countered {found} times."


def _foreign(db: Reader) -> Iterator[str]:
    rows = select(col(CreditLine.id), col(CreditLine.identity_id)).join(
        Identity, col(Identity.id) == CreditLine.identity_id, isouter=True
    )
    same = and_(col(Identity.party_kind) == CreditLine.party_kind, col(Identity.party_id) == CreditLine.party_id)
    for line, identity in db.execute(rows.where(or_(col(Identity.id).is_(None), ~same))):
        yield f"Credit line {line} points to identity {identity}, which is not its party's."


def _unnamed(db: Reader) -> Iterator[str]:
    unnamed = (col(CreditLine.department_id).is_not(None), col(CreditLine.department_name) == "")
    for line, department in db.execute(select(col(CreditLine.id), col(CreditLine.department_id)).where(*unnamed)):
        yield f"Credit line {line} does not say what department {department} was called."


def _live_by_contribution(**counted: Expression) -> Statement:
    """Live lines by the contribution they are of, with more columns by the names that they are read by."""
    contribution = (col(CreditLine.subject_kind), col(CreditLine.subject_ref), col(CreditLine.act))
    rows = select(*contribution, *(column.label(name) for name, column in counted.items()))
    return rows.where(is_live()).group_by(*contribution).order_by(*contribution)


def _credit_for(contribution: Row) -> str:
    return f"Credit for {contribution.subject_kind}:{contribution.subject_ref} ({contribution.act})"


def _differ(counter: type[CreditLine], target: type[CreditLine]) -> Condition:
    """A counter-line repeats what it counters, with the opposite share; a counter-line itself is never countered."""
    kept = ("party_kind", "party_id", "identity_id", "role", "act", "subject_kind", "subject_ref", "turn")
    changed = (getattr(counter, name) != getattr(target, name) for name in kept)
    return or_(*changed, col(counter.share) != -col(target.share), col(target.counters) != 0)
