"""The date of a next step stands on the response that names it; on the idea nobody ever wrote one.

Revision ID: 7d20c9e5b3a4
Revises: 8c2e5d9f3a70
Create Date: 2026-11-26 14:30:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7d20c9e5b3a4"
down_revision: str | Sequence[str] | None = "8c2e5d9f3a70"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.drop_column("next_date")


def downgrade() -> None:
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_date", sa.Date(), nullable=True))
