"""What must be true of where the company is heading."""

from collections.abc import Iterator

from sqlmodel import col, select

from app.campaigns.models import Direction
from app.core.db import Reader


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    active = db.exec(select(Direction.id).where(col(Direction.active)).order_by(col(Direction.id))).all()
    if len(active) > 1:
        yield f"There is more than one direction at once: {', '.join(map(str, active))}."
