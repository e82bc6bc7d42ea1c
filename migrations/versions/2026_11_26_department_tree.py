"""A department may be a part of another, as rosters with levels or paths have it.

Revision ID: 9e47c2b15d80
Revises: 3b9f6a0d71c5
Create Date: 2026-11-26 18:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9e47c2b15d80"
down_revision: str | Sequence[str] | None = "3b9f6a0d71c5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_department_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_department_parent_id_department"), "department", ["parent_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_department_parent_id_department"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_department_parent_id"))
        batch_op.drop_column("parent_id")
