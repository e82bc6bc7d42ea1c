"""Whose a post is stands in rows of its own, and the key of a form that was sent no longer hangs on its author.

Revision ID: 8c2e5d7f9a30
Revises: 4b1f0a6c2d11
Create Date: 2026-11-26 14:10:00+00:00
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision: str = "8c2e5d7f9a30"
down_revision: str | Sequence[str] | None = "4b1f0a6c2d11"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEYED = {"post": "author_id", "comment": "author_id", "recognition": "giver_id"}
"""Tables with a key, and whose it was."""
BACKED = {
    "ix_post_backed": ["kind", "state", "backing", "id"],
    "ix_post_department_backed": ["kind", "state", "department_id", "backing", "id"],
}


def upgrade() -> None:
    op.create_table(
        "authorship",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authorship_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_authorship_post_id_post")),
        sa.PrimaryKeyConstraint("post_id", "position", name=op.f("pk_authorship")),
        sa.UniqueConstraint("post_id", "person_id", name=op.f("uq_authorship_post_id_person_id")),
    )
    op.create_index("ix_authorship_person", "authorship", ["person_id", "state", "post_id"], unique=False)
    op.execute(
        "INSERT INTO authorship (post_id, position, person_id, name, role, share, state) "
        "SELECT id, 0, author_id, author_name, 'author', 100, 'confirmed' FROM post"
    )
    for table, sender in KEYED.items():
        _keep_of_keys(table, sender)

    with _copied_post() as batch_op:
        batch_op.drop_index("ix_post_author")
        batch_op.drop_constraint(batch_op.f("uq_post_author_id_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_post_author_id_person"), type_="foreignkey")
        batch_op.drop_column("author_id")
        batch_op.drop_column("author_name")
        batch_op.create_unique_constraint(batch_op.f("uq_post_key"), ["key"])

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_name", sa.String(), nullable=False, server_default=""))
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=True)
        batch_op.drop_constraint(batch_op.f("uq_comment_author_id_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_comment_key"), ["key"])
    op.execute("UPDATE comment SET author_name = (SELECT name FROM person WHERE person.id = comment.author_id)")

    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_recognition_giver_id_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_recognition_key"), ["key"])


def downgrade() -> None:
    """What a key was cannot be found out any more; what is kept of it is as good to tell forms apart by."""
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_recognition_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_recognition_giver_id_key"), ["giver_id", "key"])

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_comment_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_comment_author_id_key"), ["author_id", "key"])
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("author_name")

    with _copied_post() as batch_op:
        batch_op.add_column(sa.Column("author_name", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_post_author_id_person"), "person", ["author_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("uq_post_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_post_author_id_key"), ["author_id", "key"])
        batch_op.create_index("ix_post_author", ["author_id", "kind", "state", "moved_at", "id"], unique=False)
    first = "authorship.post_id = post.id AND authorship.position = 0"
    op.execute(f"UPDATE post SET author_id = (SELECT person_id FROM authorship WHERE {first})")  # noqa: S608 - ours
    named = f"coalesce((SELECT name FROM authorship WHERE {first}), '')"  # noqa: S608 - ours
    op.execute(f"UPDATE post SET author_name = {named}")  # noqa: S608 - ours
    op.drop_index("ix_authorship_person", table_name="authorship")
    op.drop_table("authorship")


@contextmanager
def _copied_post() -> Iterator[BatchOperations]:
    """SQLite copies the table for this, and cannot copy into a column that it computes: it is made anew."""
    is_copied = op.get_bind().dialect.name == "sqlite"
    if is_copied:
        for name in BACKED:
            op.drop_index(name, table_name="post")
    with op.batch_alter_table("post", schema=None) as batch_op:
        if is_copied:
            computed = sa.Computed("vote_count + votes_brought", persisted=True)
            batch_op.drop_column("backing")
            batch_op.add_column(sa.Column("backing", sa.Integer(), computed, nullable=True))
        yield batch_op
    if is_copied:
        for name, columns in BACKED.items():
            op.create_index(name, "post", columns, unique=False)


def _keep_of_keys(name: str, sender: str) -> None:
    """As the program does it from now on: a key and its sender made one, which names neither."""
    table = sa.table(name, sa.column("id"), sa.column(sender), sa.column("key"))
    keyed = sa.select(table.c.id, table.c[sender], table.c.key).where(table.c.key.is_not(None))
    found = [
        {"row": id_, "kept": sha256(f"{by}:{key}".encode()).hexdigest()}
        for id_, by, key in op.get_bind().execute(keyed).all()
    ]
    kept = sa.update(table).where(table.c.id == sa.bindparam("row")).values(key=sa.bindparam("kept"))
    if found:
        op.get_bind().execute(kept, found)
