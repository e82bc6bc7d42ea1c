"""A move by mistake can be taken back: an entry remembers what the idea said of itself before, and who took it back.

Revision ID: 5b08d2f4a917
Revises: 3e9a7c51d604
Create Date: 2026-11-26 17:50:00+00:00
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision: str = "5b08d2f4a917"
down_revision: str | Sequence[str] | None = "3e9a7c51d604"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
STAGE = sa.table("stage", sa.column("id"), sa.column("kind"))
IDEA = sa.table("idea", sa.column("post_id"), sa.column("accepted_at", INSTANT), sa.column("live_at", INSTANT))
ENTRY = sa.table(
    "stage_entry",
    *(sa.column("id"), sa.column("idea_id"), sa.column("stage_id")),
    *(sa.column("accepted_before", INSTANT), sa.column("live_before", INSTANT)),
)


def upgrade() -> None:
    with op.batch_alter_table("stage_entry", schema=None) as batch_op:
        for name in ("accepted_before", "live_before", "taken_back_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("taken_back_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_stage_entry_taken_back_by_id_person"), "person", ["taken_back_by_id"], ["id"]
        )
    filled = sa.update(ENTRY).where(ENTRY.c.id == sa.bindparam("entry"))
    filled = filled.values(accepted_before=sa.bindparam("accepted"), live_before=sa.bindparam("live"))
    found = list(_said_before(op.get_bind().execute(_entries())))
    if found:
        op.get_bind().execute(filled, found)


def downgrade() -> None:
    """The release before would take what was taken back for a step of the way."""
    op.execute("DELETE FROM stage_entry WHERE taken_back_at IS NOT NULL")
    with op.batch_alter_table("stage_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_stage_entry_taken_back_by_id_person"), type_="foreignkey")
        for name in ("taken_back_by_id", "taken_back_at", "live_before", "accepted_before"):
            batch_op.drop_column(name)


def _entries() -> sa.Select[tuple[object, ...]]:
    """The ways of ideas that were accepted or live once."""
    rows = sa.select(ENTRY.c.id, ENTRY.c.idea_id, STAGE.c.kind, IDEA.c.accepted_at, IDEA.c.live_at)
    rows = rows.join_from(ENTRY, IDEA, IDEA.c.post_id == ENTRY.c.idea_id).join(STAGE, STAGE.c.id == ENTRY.c.stage_id)
    claimed = sa.or_(IDEA.c.accepted_at.is_not(None), IDEA.c.live_at.is_not(None))
    return rows.where(claimed).order_by(ENTRY.c.idea_id, ENTRY.c.id)


def _said_before(entries: Iterable[sa.Row[tuple[object, ...]]]) -> Iterator[dict[str, object]]:
    """Each was credited once until now, at the date that stands on the idea, however often it came there."""
    for _idea, way in groupby(entries, lambda row: row.idea_id):
        accepted = live = None
        for row in way:
            yield {"entry": row.id, "accepted": accepted, "live": live}
            accepted = row.accepted_at if row.kind == "doing" else accepted if row.kind == "done" else None
            live = row.live_at if row.kind == "done" else None
