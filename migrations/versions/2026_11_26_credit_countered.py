"""Counters the credit that stood though its stage was left, and that of decisions on what one wrote oneself.

Until now an idea that was declined after it went live stayed credited with both.

Revision ID: b7c3059ea1f8
Revises: 8d41f6b03c25
Create Date: 2026-11-26 18:10:00+00:00
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision: str = "b7c3059ea1f8"
down_revision: str | Sequence[str] | None = "8d41f6b03c25"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LEDGER = 0x6C6564676572
"""Whoever writes lines locks this together with others, so that no extract is taken between them."""
STANDS = {"live": ("live_at", ["done"]), "accepted": ("accepted_at", ["doing", "done"])}
"""Where the idea notes what it is credited with, and at which kinds of stage it is."""
INSTANT = sa.DateTime(timezone=True)
POST = sa.table("post", sa.column("id"), sa.column("stage_id"))
STAGE = sa.table("stage", sa.column("id"), sa.column("kind"))
IDEA = sa.table("idea", sa.column("post_id"), sa.column("accepted_at", INSTANT), sa.column("live_at", INSTANT))
RESPONSE = sa.table("response", sa.column("id"), sa.column("by_author", sa.Boolean()))
KEPT = (
    *("party_kind", "party_id", "identity_id", "role", "act", "subject_kind", "subject_ref", "turn"),
    *("label", "department_id", "department_name"),
)
"""What a counter-line repeats."""
NEW = ("share", "at", "written_at", "counters", "reason")
LINE = sa.table("credit_line", sa.column("id"), *(sa.column(name) for name in (*KEPT, *NEW)))


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(LEDGER)))
    for act, (noted, kinds) in STANDS.items():
        at = sa.select(POST.c.id).join_from(POST, STAGE, STAGE.c.id == POST.c.stage_id).where(STAGE.c.kind.in_(kinds))
        _counter("idea", act, LINE.c.subject_ref.not_in(at), "stage left")
        op.execute(sa.update(IDEA).where(IDEA.c.post_id.not_in(at)).values({noted: None}))
    own = sa.select(RESPONSE.c.id).where(RESPONSE.c.by_author)
    _counter("response", "responded", LINE.c.subject_ref.in_(own), "own idea")


def downgrade() -> None:
    """The ledger is only added to."""


def _counter(kind: str, act: str, wrongly: sa.ColumnElement[bool], reason: str) -> None:
    counter, now = LINE.alias("counter"), sa.literal(datetime.now(UTC), INSTANT)
    countered = sa.select(sa.literal(1)).where(counter.c.counters == LINE.c.id).exists()
    standing = (LINE.c.subject_kind == kind, LINE.c.act == act, LINE.c.counters == 0, ~countered)
    opposite = (-LINE.c.share, now, now, LINE.c.id, sa.literal(reason, sa.String()))
    lines = sa.select(*(LINE.c[name] for name in KEPT), *opposite).where(*standing, wrongly)
    op.execute(sa.insert(LINE).from_select([*KEPT, *NEW], lines))
