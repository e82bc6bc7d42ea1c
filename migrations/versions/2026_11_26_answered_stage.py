"""A stage that says an idea was answered and claims nothing, for companies that have stages already.

Revision ID: 3e9a7c51d604
Revises: 2e8b7f4a1c90
Create Date: 2026-11-26 17:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3e9a7c51d604"
down_revision: str | Sequence[str] | None = "2e8b7f4a1c90"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAMES = {"en": "Answered", "zh-Hans": "已答复", "th": "ตอบแล้ว"}
LAST_PLACE = 999
"""The setup takes no higher one; what stands there stays."""
USED = " UNION ".join(
    f"SELECT stage_id FROM {table} WHERE stage_id IS NOT NULL"  # noqa: S608 - ours
    for table in ("post", "stage_entry", "response")
)
STAGE = sa.table(
    "stage",
    *(sa.column("id"), sa.column("kind"), sa.column("position"), sa.column("names", sa.JSON())),
    sa.column("active", sa.Boolean()),
)


def upgrade() -> None:
    """Behind the last one at which an idea is decided on, or else at which it begins."""
    connection = op.get_bind()
    places = {row.kind: row.place for row in connection.execute(_last_places())}
    place = places.get("deciding", places.get("open"))
    if place is None or "answered" in places:
        return
    later = sa.update(STAGE).where(STAGE.c.position > place, STAGE.c.position < LAST_PLACE)
    connection.execute(later.values(position=STAGE.c.position + 1))
    connection.execute(
        sa.insert(STAGE).values(kind="answered", position=min(place + 1, LAST_PLACE), names=NAMES, active=True)
    )


def downgrade() -> None:
    """The release before knows no such kind: where the stage was used, it is one of deciding then."""
    op.execute(f"DELETE FROM stage WHERE kind = 'answered' AND id NOT IN ({USED})")  # noqa: S608 - ours
    op.execute("UPDATE stage SET kind = 'deciding' WHERE kind = 'answered'")


def _last_places() -> sa.Select[tuple[str, int]]:
    return sa.select(STAGE.c.kind, sa.func.max(STAGE.c.position).label("place")).group_by(STAGE.c.kind)
