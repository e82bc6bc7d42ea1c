"""The ledger as an extract: people's contributions as they stood at an instant, page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from app.core.db import Reader
from app.credits.models import CreditLine, Party
from app.credits.queries.lines import CreditRow, credit_rows, is_live

PAGE = 500


@dataclass(frozen=True)
class Extract:
    """Which contributions: as of an instant; of acts from `since` until before `until`, one department, one person."""

    as_of: datetime
    since: datetime | None = None
    until: datetime | None = None
    department_id: int | None = None
    person_id: int | None = None


def contributions(db: Reader, extract: Extract, *, after_id: int = 0, limit: int = PAGE) -> list[CreditRow]:
    """A page in the order of the ledger, a row for each person's part in a contribution.

    The same extract gives the same rows for ever: what was written or countered later is not in it.
    """
    rows = credit_rows().where(*_conditions(extract), col(CreditLine.id) > after_id)
    return [CreditRow(*row) for row in db.execute(rows.order_by(CreditLine.id).limit(limit))]


def count_contributions(db: Reader, extract: Extract) -> int:
    return db.exec(select(func.count()).select_from(CreditLine).where(*_conditions(extract))).one()


def _conditions(extract: Extract) -> list[Any]:
    found: list[Any] = [is_live(extract.as_of), col(CreditLine.written_at) <= extract.as_of]
    # Not "is a person": SQLite would leave the order of the ledger for an index of that, and sort every page.
    found.append(CreditLine.party_kind != Party.DEPARTMENT)
    if extract.since:
        found.append(col(CreditLine.at) >= extract.since)
    if extract.until:
        found.append(col(CreditLine.at) < extract.until)
    if extract.department_id is not None:
        found.append(CreditLine.department_id == extract.department_id)
    if extract.person_id is not None:
        found += [CreditLine.party_kind == Party.PERSON, CreditLine.party_id == extract.person_id]
    return found
