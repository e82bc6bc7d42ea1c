"""Moments of which extracts were taken: every line is written after the latest, by whatever clock.

Revision ID: 2e8b7f4a1c90
Revises: 7d20c1a95e34
Create Date: 2026-11-26 17:50:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2e8b7f4a1c90"
down_revision: str | Sequence[str] | None = "7d20c1a95e34"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_seal")),
    )
    op.create_index(op.f("ix_ledger_seal_at"), "ledger_seal", ["at"])


def downgrade() -> None:
    op.drop_table("ledger_seal")
