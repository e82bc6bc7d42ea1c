"""Every list has an index in its order, and people a name to be sorted by that both databases read alike.

Revision ID: df9a7e8e8fc4
Revises: 086633cbb708
Create Date: 2026-11-22 14:56:18.342612+00:00
"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "df9a7e8e8fc4"
down_revision: str | Sequence[str] | None = "086633cbb708"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_live_at"))
        batch_op.create_index("ix_idea_live", ["live_at", "post_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sort_name", sa.String(), nullable=False, server_default=""))
        batch_op.create_index("ix_person_sort_name", ["sort_name", "id"], unique=False)

    _fill_sort_names(op.get_bind())

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_author_id"))
        batch_op.create_index("ix_post_author", ["author_id", "kind", "state", "moved_at", "id"], unique=False)
        batch_op.create_index(
            "ix_post_department_backed", ["kind", "state", "department_id", "backing", "id"], unique=False
        )
        batch_op.create_index(
            "ix_post_department_newest", ["kind", "state", "department_id", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_post_department_waiting",
            ["kind", "state", "department_id", "awaits_reply", "created_at", "id"],
            unique=False,
        )

    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recognition_subject", ["subject_kind", "subject_ref", "state", "at", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_index("ix_recognition_subject")

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index("ix_post_department_waiting")
        batch_op.drop_index("ix_post_department_newest")
        batch_op.drop_index("ix_post_department_backed")
        batch_op.drop_index("ix_post_author")
        batch_op.create_index(batch_op.f("ix_post_author_id"), ["author_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_sort_name")
        batch_op.drop_column("sort_name")

    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.drop_index("ix_idea_live")
        batch_op.create_index(batch_op.f("ix_idea_live_at"), ["live_at"], unique=False)


def _fill_sort_names(connection: sa.Connection) -> None:
    people = sa.table("person", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    named = connection.execute(sa.select(people.c.id, people.c.name)).all()
    filled = people.update().where(people.c.id == sa.bindparam("person")).values(sort_name=sa.bindparam("folded"))
    if named:
        connection.execute(filled, [{"person": id_, "folded": _folded(name)} for id_, name in named])


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFD", name.casefold())
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", apart))
