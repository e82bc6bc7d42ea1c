"""Thanks and awards can be brought from elsewhere, also those that nobody here gave.

Revision ID: 9e31d4c7b250
Revises: 5e1b7c3f9a26
Create Date: 2026-11-26 19:20:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9e31d4c7b250"
down_revision: str | Sequence[str] | None = "5e1b7c3f9a26"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.alter_column("giver_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("source", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("external_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_recognition_run_id_import_run"), "import_run", ["run_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_recognition_source_external_id"), ["source", "external_id"])
    op.create_index(op.f("ix_recognition_run_id"), "recognition", ["run_id"])


def downgrade() -> None:
    """The release before knows no thanks that nobody gave: it is taken from sight, in the first person's name."""
    op.execute(
        "UPDATE recognition SET state = 'hidden', hidden_reason = 'Brought from elsewhere; nobody here gave it.' "
        "WHERE giver_id IS NULL AND state = 'shown'"
    )
    op.execute("UPDATE recognition SET giver_id = (SELECT min(id) FROM person) WHERE giver_id IS NULL")
    op.drop_index(op.f("ix_recognition_run_id"), table_name="recognition")
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_recognition_source_external_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_recognition_run_id_import_run"), type_="foreignkey")
        batch_op.drop_column("run_id")
        batch_op.drop_column("external_id")
        batch_op.drop_column("source")
        batch_op.alter_column("giver_id", existing_type=sa.Integer(), nullable=False)
