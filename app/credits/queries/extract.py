"""The ledger as an extract: what people and departments are credited with at an instant, page by page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from app.core.columns import Condition, read
from app.core.days import Days
from app.core.db import Reader
from app.credits.models import CreditLine, Party
from app.credits.queries.lines import CreditRow, credit_rows, is_live

PAGE = 500


@dataclass(frozen=True)
class Extract:
    """Which contributions: as of an instant; of acts of some days, one department, one person.

    A department's are those of its people, and its own.
    """

    as_of: datetime
    days: Days | None = None
    department_id: int | None = None
    person_id: int | None = None


def contributions(db: Reader, extract: Extract, *, after_id: int = 0, limit: int = PAGE) -> list[CreditRow]:
    """A page in the order of the ledger, a row for each party's part in an act.

    The same extract gives the same rows for ever: what was written or countered later is not in it.
    """
    rows = credit_rows().where(*_conditions(extract), col(CreditLine.id) > after_id)
    return read(CreditRow, db.execute(rows.order_by(col(CreditLine.id)).limit(limit)))


def count_contributions(db: Reader, extract: Extract) -> int:
    return db.exec(select(func.count()).select_from(CreditLine).where(*_conditions(extract))).one()


def _conditions(extract: Extract) -> list[Condition]:
    found = [is_live(extract.as_of), col(CreditLine.written_at) <= extract.as_of]
    if extract.days:
        found.append(extract.days.hold(col(CreditLine.at)))
    if extract.department_id is not None:
        found.append(col(CreditLine.department_id) == extract.department_id)
    if extract.person_id is not None:
        found += [col(CreditLine.party_kind) == Party.PERSON, col(CreditLine.party_id) == extract.person_id]
    return found
