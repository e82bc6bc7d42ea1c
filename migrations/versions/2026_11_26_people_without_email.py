"""Somebody without an e-mail address is somebody all the same, and known by their employee ID.

Revision ID: 3b9f6a0d71c5
Revises: b7c3059ea1f8
Create Date: 2026-11-26 18:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3b9f6a0d71c5"
down_revision: str | Sequence[str] | None = "b7c3059ea1f8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PERSON = sa.table("person", *(sa.column(name) for name in ("id", "email", "email_key")))


def upgrade() -> None:
    """An empty text would be the same address for two: where there is none, there is nothing."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(), nullable=True)
        batch_op.alter_column("email_key", existing_type=sa.String(), nullable=True, server_default=None)


def downgrade() -> None:
    """The release before asks everybody for an address: whoever has none gets one where no mail arrives."""
    made_up = sa.literal("no-address-") + sa.cast(PERSON.c.id, sa.String()) + sa.literal("@byline.invalid")
    op.execute(PERSON.update().where(PERSON.c.email.is_(None)).values(email=made_up, email_key=made_up))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("email_key", existing_type=sa.String(), nullable=False, server_default="")
        batch_op.alter_column("email", existing_type=sa.String(), nullable=False)
