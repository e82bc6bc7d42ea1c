"""Deliveries name their fact and reaction without the file these stand in, and can be set aside.

Revision ID: 4b1f0a6c2d11
Revises: df9a7e8e8fc4
Create Date: 2026-11-26 13:50:00+00:00
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4b1f0a6c2d11"
down_revision: str | Sequence[str] | None = "df9a7e8e8fc4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DELIVERY = sa.table("delivery", sa.column("fact"), sa.column("reaction"))
# What a release before this one knew, by the short names, for whoever goes back to it.
FACTS = {
    "CommentPosted": "app.discussion.events",
    "PostHidden": "app.discussion.events",
    "CommentHidden": "app.discussion.events",
    "IdeaPosted": "app.ideas.events",
    "IdeaResponded": "app.ideas.events",
    "StageChanged": "app.ideas.events",
    "RecognitionGiven": "app.recognition.events",
    "RecognitionHidden": "app.recognition.events",
}


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    _rename(lambda name, fact: name.rpartition(".")[2])


def downgrade() -> None:
    _rename(_long)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_column("set_aside_at")


def _rename(renamed: Callable[[str, str], str]) -> None:
    connection, table = op.get_bind(), DELIVERY
    for fact, reaction in connection.execute(sa.select(table.c.fact, table.c.reaction).distinct()).all():
        names = {"fact": renamed(fact, fact), "reaction": renamed(reaction, fact)}
        these = (table.c.fact == fact, table.c.reaction == reaction)
        connection.execute(sa.update(table).where(*these).values(**names))


def _long(name: str, fact: str) -> str:
    if fact not in FACTS:
        return name
    return f"{FACTS[fact]}.{name}" if name == fact else f"{FACTS[fact].replace('events', 'reactions')}.{name}"
