from typing import TypeVar

from sqlalchemy import or_
from sqlalchemy.orm import Mapped
from sqlmodel import select

from app.core.db import Reader
from app.core.letters import key
from app.people.models import Department, Person

Party = TypeVar("Party", Person, Department)
Text = Mapped[str] | Mapped[str | None]


def spelled(db: Reader, table: type[Party], column: Text, folded: Text, typed: str) -> Party | None:
    """Whose column says this in any spelling; in just this one where two differ in nothing else."""
    same = select(table).where(or_(folded == key(typed), column == typed))
    return db.exec(same.order_by((column == typed).desc()).limit(1)).first()
