"""What somebody took back themselves says when that was and who did it, so that they can undo it for an hour.

Revision ID: 7f3d0b92c6e4
Revises: b2d94f6c1e38
Create Date: 2026-11-27 01:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7f3d0b92c6e4"
down_revision: str | Sequence[str] | None = "b2d94f6c1e38"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("post", "comment", "recognition")


def upgrade() -> None:
    """Of what was taken back before nobody knows, and it stays so."""
    for table in TABLES:
        op.add_column(table, sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("taken_back_by_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "taken_back_by_id")
        op.drop_column(table, "taken_back_at")
