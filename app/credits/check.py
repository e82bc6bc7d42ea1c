"""What the ledger promises, proved: each fault found is a sentence that says where."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.db import Reader
from app.credits.models import CreditLine, Identity
from app.credits.queries.lines import is_live


def problems(db: Reader) -> Iterator[str]:
    for find in (_uneven, _mixed_turns, _standing_twice, _loose_counters, _countered_twice, _foreign, _unnamed):
        yield from find(db)


def _uneven(db: Reader) -> Iterator[str]:
    total = func.sum(CreditLine.share)
    for kind, ref, act, found in db.execute(_live_by_contribution(total).having(total != 100)):
        yield f"Credit for {kind}:{ref} ({act}): the live shares add up to {found}, not 100."


def _mixed_turns(db: Reader) -> Iterator[str]:
    turns = func.count(CreditLine.turn.distinct())  # type: ignore[attr-defined]
    for kind, ref, act, found in db.execute(_live_by_contribution(turns).having(turns > 1)):
        yield f"Credit for {kind}:{ref} ({act}): live lines stand in {found} turns at once."


def _standing_twice(db: Reader) -> Iterator[str]:
    times = func.count()
    rows = _live_by_contribution(CreditLine.party_kind, CreditLine.party_id, times)
    twice = rows.group_by(CreditLine.party_kind, CreditLine.party_id).having(times > 1)
    for kind, ref, act, party, party_id, found in db.execute(twice):
        yield f"Credit for {kind}:{ref} ({act}): {party} {party_id} stands in it {found} times."


def _loose_counters(db: Reader) -> Iterator[str]:
    counter, target = aliased(CreditLine), aliased(CreditLine)
    pairs = select(counter.id, counter.counters, target.id).where(counter.counters > 0)
    joined = pairs.join(target, col(target.id) == counter.counters, isouter=True)
    for line, countered, found in db.execute(joined.where(or_(col(target.id).is_(None), _differ(counter, target)))):
        reason = "is not its opposite" if found else "does not exist"
        yield f"Credit line {line} counters line {countered}, which {reason}."


def _countered_twice(db: Reader) -> Iterator[str]:
    times = func.count()
    rows = select(CreditLine.counters, times).where(CreditLine.counters > 0).group_by(col(CreditLine.counters))
    for line, found in db.execute(rows.having(times > 1)):
        yield f"Credit line {line} is countered {found} times."


def _foreign(db: Reader) -> Iterator[str]:
    rows = select(CreditLine.id, CreditLine.identity_id).join(
        Identity, col(Identity.id) == CreditLine.identity_id, isouter=True
    )
    same = and_(col(Identity.party_kind) == CreditLine.party_kind, col(Identity.party_id) == CreditLine.party_id)
    for line, identity in db.execute(rows.where(or_(col(Identity.id).is_(None), ~same))):
        yield f"Credit line {line} points to identity {identity}, which is not its party's."


def _unnamed(db: Reader) -> Iterator[str]:
    rows = select(CreditLine.id, CreditLine.department_id)
    for line, department in db.execute(
        rows.where(col(CreditLine.department_id).is_not(None), CreditLine.department_name == "")
    ):
        yield f"Credit line {line} does not say what department {department} was called."


def _live_by_contribution(*more: Any) -> Any:
    contribution: tuple[Any, ...] = (CreditLine.subject_kind, CreditLine.subject_ref, CreditLine.act)
    rows = select(*contribution, *more)
    return rows.where(is_live()).group_by(*contribution).order_by(*contribution)


def _differ(counter: Any, target: Any) -> Any:
    """A counter-line repeats what it counters, with the opposite share; a counter-line itself is never countered."""
    kept = ("party_kind", "party_id", "identity_id", "role", "act", "subject_kind", "subject_ref", "turn")
    changed: Iterable[Any] = (getattr(counter, name) != getattr(target, name) for name in kept)
    return or_(*changed, counter.share != -target.share, target.counters != 0)
