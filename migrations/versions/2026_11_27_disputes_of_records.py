"""What people say is wrong with lines of their records, and when a thanks was put in other words.

Revision ID: 6a9d0e3b7c15
Revises: 7f3d0b92c6e4
Create Date: 2026-11-27 01:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6a9d0e3b7c15"
down_revision: str | Sequence[str] | None = "7f3d0b92c6e4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["credit_line.id"], name=op.f("fk_dispute_line_id_credit_line")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dispute_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index("ix_dispute_line", "dispute", ["line_id", "id"])
    op.create_index(op.f("ix_dispute_person_id"), "dispute", ["person_id"])
    op.create_table(
        "dispute_answer",
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_answer_dispute_id_dispute")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_dispute_answer_by_id_person")),
        sa.PrimaryKeyConstraint("dispute_id", name=op.f("pk_dispute_answer")),
    )
    op.create_index(op.f("ix_dispute_answer_by_id"), "dispute_answer", ["by_id"])
    op.create_index(op.f("ix_dispute_answer_at"), "dispute_answer", ["at"])
    op.add_column("recognition", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("recognition", "edited_at")
    op.drop_table("dispute_answer")
    op.drop_table("dispute")
