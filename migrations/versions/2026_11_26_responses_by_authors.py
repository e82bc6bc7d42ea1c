"""A response says when whoever gave it was among the authors of the idea.

Revision ID: 8d41f6b03c25
Revises: 5b08d2f4a917
Create Date: 2026-11-26 18:00:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8d41f6b03c25"
down_revision: str | Sequence[str] | None = "5b08d2f4a917"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RESPONSE = sa.table("response", *(sa.column("idea_id"), sa.column("by_id")), sa.column("by_author", sa.Boolean()))
AUTHORSHIP = sa.table("authorship", sa.column("post_id"), sa.column("person_id"), sa.column("state"))


def upgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_author", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.alter_column("by_author", server_default=None)
    own = sa.select(sa.literal(1)).where(
        *(AUTHORSHIP.c.post_id == RESPONSE.c.idea_id, AUTHORSHIP.c.person_id == RESPONSE.c.by_id),
        AUTHORSHIP.c.state == "confirmed",
    )
    op.execute(sa.update(RESPONSE).where(own.exists()).values(by_author=True))


def downgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_column("by_author")
