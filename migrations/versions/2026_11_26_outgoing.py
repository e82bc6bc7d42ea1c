"""What is to leave the house is written down, and sent by a loop of its own.

Revision ID: 6d8f3b0c4e31
Revises: 5c7e2a9b3d20
Create Date: 2026-11-26 15:30:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6d8f3b0c4e31"
down_revision: str | Sequence[str] | None = "5c7e2a9b3d20"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WAITING = sa.text("done_at IS NULL")
UNTRIED = sa.text("attempts = 0 AND last_error = ''")


def upgrade() -> None:
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
    )
    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outgoing_due", ["due_at"], unique=False, sqlite_where=WAITING, postgresql_where=WAITING
        )
        batch_op.create_index(
            "uq_outgoing_untried",
            ["channel", "recipient", "digest"],
            unique=True,
            sqlite_where=UNTRIED,
            postgresql_where=UNTRIED,
        )


def downgrade() -> None:
    op.drop_table("outgoing")
