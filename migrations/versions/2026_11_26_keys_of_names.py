"""People and departments are found however their names, addresses and ids are spelled, by keys that stand beside them.

Revision ID: 7c2e9d51a8f3
Revises: 7c2e91d45a08
Create Date: 2026-11-26 14:20:00+00:00
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

# Keys are of use only where they are those that this program asks for.
from app.core.letters import key

revision: str = "7c2e9d51a8f3"
down_revision: str | Sequence[str] | None = "7c2e91d45a08"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNIQUE = {
    "person": {"email": "email_key", "employee_id": "employee_key"},
    "department": {"code": "code_key", "name": "name_key"},
}
ALIKE = {"person": {"name": "sort_name", "title": "title_key"}, "department": {}}


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("employee_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("email_key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("title_key", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("name_key", sa.String(), nullable=False, server_default=""))
    for table in UNIQUE:
        _fill(table)
    for table, keys in UNIQUE.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for folded in keys.values():
                batch_op.create_unique_constraint(batch_op.f(f"uq_{table}_{folded}"), [folded])


def downgrade() -> None:
    for table, keys in UNIQUE.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for folded in keys.values():
                batch_op.drop_constraint(batch_op.f(f"uq_{table}_{folded}"), type_="unique")
            for folded in [*keys.values(), *(["title_key"] if table == "person" else [])]:
                batch_op.drop_column(folded)


def _fill(name: str) -> None:
    """Whoever is active comes first, since they are looked for."""
    connection, columns = op.get_bind(), UNIQUE[name] | ALIKE[name]
    table = sa.table(
        name, sa.column("id"), sa.column("active"), *(sa.column(one) for pair in columns.items() for one in pair)
    )
    read = sa.select(table.c.id, *(table.c[column] for column in columns)).order_by(table.c.active.desc(), table.c.id)
    rows = [row._asdict() for row in connection.execute(read)]
    if not rows:
        return
    values = {folded: list(_keys(rows, column, folded in UNIQUE[name].values())) for column, folded in columns.items()}
    filled = (
        table.update()
        .where(table.c.id == sa.bindparam("row"))
        .values({folded: sa.bindparam(folded) for folded in values})
    )
    connection.execute(
        filled,
        [
            {"row": row["id"]} | {folded: keys[place] for folded, keys in values.items()}
            for place, row in enumerate(rows)
        ],
    )


def _keys(rows: list[dict[str, str]], column: str, is_unique: bool) -> Iterator[str | None]:
    """Of two that differ only in spelling the second gets a key that no spelling has: keys hold no line ends."""
    taken: set[str] = set()
    for row in rows:
        wished = row[column] and key(row[column])
        yield f"{wished}\n{row['id']}" if is_unique and wished in taken else wished
        if wished is not None:
            taken.add(wished)
