"""Several search indexes may follow one database: each has a name, an account of its own, and marks left for it.

Revision ID: 7c2e91d45a08
Revises: 8c2e5d7f9a30
Create Date: 2026-11-26 14:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7c2e91d45a08"
down_revision: str | Sequence[str] | None = "8c2e5d7f9a30"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "search_index",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_index")),
    )
    # In place: a table made anew would give numbers of marks a second time.
    op.add_column("stale_mark", sa.Column("index_name", sa.String(), nullable=False, server_default=""))
    # The account that is there stays, without a name, for the index that is opened first.
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("index_name", sa.String(), nullable=False, server_default=""))
        batch_op.drop_constraint(op.f("pk_search_entry"), type_="primary")
        batch_op.create_primary_key(op.f("pk_search_entry"), ["index_name", "kind", "ref"])


def downgrade() -> None:
    # A release before this one compares what it finds, and writes the index anew.
    op.execute("DELETE FROM search_entry")
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_search_entry"), type_="primary")
        batch_op.create_primary_key(op.f("pk_search_entry"), ["kind", "ref"])
        batch_op.drop_column("index_name")
    op.execute("ALTER TABLE stale_mark DROP COLUMN index_name")
    op.drop_table("search_index")
