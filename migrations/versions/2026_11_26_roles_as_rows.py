"""Roles that are given by hand are rows, so that another one needs no column of the person.

Revision ID: 8c2e5d9f3a70
Revises: 7c2e9d51a8f3
Create Date: 2026-11-26 14:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8c2e5d9f3a70"
down_revision: str | Sequence[str] | None = "7c2e9d51a8f3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROLES = ("leader", "hr", "admin")
PERSON = sa.table("person", sa.column("id"), *(sa.column(f"is_{role}", sa.Boolean()) for role in ROLES))
ROLE_GIVEN = sa.table("role_given", sa.column("person_id"), sa.column("role"))


def upgrade() -> None:
    op.create_table(
        "role_given",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_role_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_given_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_given")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_role_given_person_id_role")),
    )
    op.create_index(op.f("ix_role_given_role"), "role_given", ["role"], unique=False)
    for role in ROLES:
        held = sa.select(PERSON.c.id, sa.literal(role, sa.String())).where(PERSON.c[f"is_{role}"])
        op.execute(sa.insert(ROLE_GIVEN).from_select(["person_id", "role"], held))
    with op.batch_alter_table("person", schema=None) as batch_op:
        for role in ROLES:
            batch_op.drop_column(f"is_{role}")


def downgrade() -> None:
    """Roles that the release before does not know are given up."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        for role in ROLES:
            batch_op.add_column(sa.Column(f"is_{role}", sa.Boolean(), nullable=False, server_default=sa.false()))
    for role in ROLES:
        held = sa.select(ROLE_GIVEN.c.person_id).where(ROLE_GIVEN.c.role == role)
        op.execute(sa.update(PERSON).where(PERSON.c.id.in_(held)).values({f"is_{role}": True}))
    with op.batch_alter_table("person", schema=None) as batch_op:
        for role in ROLES:
            batch_op.alter_column(f"is_{role}", server_default=None)
    op.drop_index(op.f("ix_role_given_role"), table_name="role_given")
    op.drop_table("role_given")
