"""Where posts and comments were brought from stands in rows, so that it can be said, known again and taken back.

What the release before brought is given a run for each source, since nothing else is known of it.

Revision ID: 5e1b7c3f9a26
Revises: 9e47c2b15d80
Create Date: 2026-11-26 18:20:00+00:00
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision: str = "5e1b7c3f9a26"
down_revision: str | Sequence[str] | None = "9e47c2b15d80"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

POST = sa.table("post", *map(sa.column, ("id", "source", "external_id", "title", "body")))
NOTE = sa.table("audit_note", sa.column("act"), sa.column("label"), sa.column("at", sa.DateTime(timezone=True)))
AT = sa.DateTime(timezone=True)
RUN = sa.table(
    "import_run",
    *map(sa.column, ("id", "kind", "source", "file_name", "digest", "header", "new", "changed")),
    *(sa.column("told", sa.JSON()), sa.column("at", AT), sa.column("finished_at", AT)),
)
ORIGIN = sa.table(
    "origin",
    *map(sa.column, ("post_id", "run_id", "fingerprint", "link", "category", "votes_against")),
    sa.column("tags", sa.JSON()),
)
PART = 1_000
LONG = 30


def upgrade() -> None:
    op.create_table(
        "origin",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_origin_post_id_post")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_origin_run_id_import_run")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_origin")),
    )
    op.create_index(op.f("ix_origin_run_id"), "origin", ["run_id"])
    op.create_index(op.f("ix_origin_fingerprint"), "origin", ["fingerprint"])
    op.create_table(
        "comment_origin",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_origin_comment_id_comment")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_comment_origin_run_id_import_run")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_origin")),
    )
    op.create_index(op.f("ix_comment_origin_run_id"), "comment_origin", ["run_id"])
    _account_for_what_is_here()


def downgrade() -> None:
    op.drop_table("comment_origin")
    op.drop_table("origin")


def _account_for_what_is_here() -> None:
    connection = op.get_bind()
    sources = sa.select(POST.c.source, sa.func.count()).where(POST.c.external_id.is_not(None)).group_by(POST.c.source)
    for source, count in connection.execute(sources).all():
        known = sa.select(sa.func.max(RUN.c.id)).where(RUN.c.kind == "ideas", RUN.c.source == source)
        made = RUN.insert().values(_run(source, count)).returning(RUN.c.id)
        run = connection.execute(known).scalar() or connection.execute(made).scalar_one()
        for some in _parts(source):
            connection.execute(ORIGIN.insert(), [_origin(row, run) for row in some])


def _run(source: str, count: int) -> dict[str, object]:
    noted = sa.select(sa.func.max(NOTE.c.at)).where(NOTE.c.act == "ideas.imported", NOTE.c.label == source)
    at = op.get_bind().execute(noted).scalar() or datetime.now(UTC)
    about = {"kind": "ideas", "source": source, "file_name": "", "digest": "", "header": "", "told": {}}
    return about | {"new": count, "changed": 0, "at": at, "finished_at": at}


def _parts(source: str) -> Iterator[Sequence[sa.Row[tuple[int, str, str]]]]:
    """So many at a time that memory does not grow with them."""
    rows = sa.select(POST.c.id, POST.c.title, POST.c.body).where(
        POST.c.source == source, POST.c.external_id.is_not(None)
    )
    last = 0
    while some := op.get_bind().execute(rows.where(POST.c.id > last).order_by(POST.c.id).limit(PART)).all():
        last = some[-1].id
        yield some


def _origin(row: sa.Row[tuple[int, str, str]], run_id: int) -> dict[str, object]:
    texts = ("".join(unicodedata.normalize("NFC", text).casefold().split()) for text in (row.title, row.body))
    longest = sorted(filter(None, texts), key=lambda text: (-len(text), text))[:2]
    told = longest[:1] if longest and len(longest[0]) >= LONG else longest
    mark = sha256("\0".join(told).encode()).hexdigest() if told else ""
    known = {"post_id": row.id, "run_id": run_id, "fingerprint": mark}
    return known | {"link": "", "category": "", "votes_against": 0, "tags": []}
