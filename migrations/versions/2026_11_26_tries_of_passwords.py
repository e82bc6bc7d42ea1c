"""Tries of passwords are counted in the database, and it is known from where somebody signed in before.

Revision ID: 4c8e1f7a2d96
Revises: 9e31d4c7b250
Create Date: 2026-11-26 22:00:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4c8e1f7a2d96"
down_revision: str | Sequence[str] | None = "9e31d4c7b250"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "signed_in_from",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_from")),
        sa.UniqueConstraint("person_id", "digest", name=op.f("uq_signed_in_from_person_id_digest")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_from_person_id_person")),
    )
    op.create_table(
        "sign_in_count",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_in_count")),
    )
    op.create_index(op.f("ix_sign_in_count_ends_at"), "sign_in_count", ["ends_at"])


def downgrade() -> None:
    op.drop_table("signed_in_from")
    op.drop_table("sign_in_count")
