from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.tables import Instant, Json


class Direction(SQLModel, table=True):
    """One statement of where the company is heading; `texts` holds it by language tag."""

    id: int = Field(default=None, primary_key=True)
    texts: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    active: bool = True
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
