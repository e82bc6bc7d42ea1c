"""Each worker says when it was last at work; what waits, and what fails, says since when.

Revision ID: b2d94f6c1e38
Revises: 4c8e1f7a2d96
Create Date: 2026-11-27 00:30:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b2d94f6c1e38"
down_revision: str | Sequence[str] | None = "4c8e1f7a2d96"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SINCE = (("stale_mark", "since"), ("delivery", "failing_since"), ("outgoing", "failing_since"))


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("loop", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    # Not in a batch, which would write the tables anew: numbers of marks must never be given twice.
    for table, column in SINCE:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    # Since when an earlier release failed nobody knows; it tried last before it waited for this.
    for table in ("delivery", "outgoing"):
        op.execute(
            f"UPDATE {table} SET failing_since = due_at WHERE done_at IS NULL AND attempts > 0 AND last_error <> ''"  # noqa: S608
        )


def downgrade() -> None:
    for table, column in SINCE:
        op.drop_column(table, column)
    op.drop_table("heartbeat")
