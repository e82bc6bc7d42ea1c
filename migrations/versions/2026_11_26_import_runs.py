"""What was brought from elsewhere is remembered: which file, how it was read, what came of it.

So that the next file of a source needs no word, a renamed one is known again, and a wrong one can be taken back.

Revision ID: 7d20c1a95e34
Revises: 6d8f3b0c4e31
Create Date: 2026-11-26 17:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7d20c1a95e34"
down_revision: str | Sequence[str] | None = "6d8f3b0c4e31"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_source", "import_run", ["kind", "source", "id"])
    op.create_index(op.f("ix_import_run_digest"), "import_run", ["digest"])


def downgrade() -> None:
    op.drop_table("import_run")
