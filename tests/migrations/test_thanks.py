"""Whoever goes back to before thanks were brought finds none that nobody gave, and what the books say unchanged."""

from alembic import command
from sqlalchemy import text

from app import wiring
from app.core import migrating
from app.credits.models import CreditLine
from app.recognition.models import Recognition
from tests.makers import rows
from tests.recognition.bringing import brought

BEFORE = "5e1b7c3f9a26"
TWO = "giver,receiver_email,message,created_at\nana@example.com,otto@example.com,One.,2023-04-05\n,otto@example.com,Two.,2023-04-06\n"


def test_going_back_takes_from_sight_what_nobody_here_gave_and_going_on_again_keeps_it(store, cast, tmp_path):
    brought(store, tmp_path, TWO)
    lines = [line.model_dump() for line in rows(store, CreditLine)]
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    with store.engine.connect() as connection:
        kept = connection.execute(text("SELECT giver_id, giver_name, state FROM recognition ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [(cast.ana, "Ana", "shown"), (cast.ana, "", "hidden")]
    migrating.upgrade(store)
    assert [line.model_dump() for line in rows(store, CreditLine)] == lines
    assert [row.state for row in rows(store, Recognition)] == ["shown", "hidden"]
    with store.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []
