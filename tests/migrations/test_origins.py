"""What the release before brought from elsewhere is accounted for: it is known again, and can be taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from app import wiring
from app.core import migrating
from app.core.db import Database
from app.discussion.models import Origin, Post
from app.discussion.queries import posts_of_run
from app.discussion.queries.brought import sources_of
from app.ideas import commands
from app.imports.models import ImportRun
from app.imports.queries import fingerprint_of
from tests.makers import rows
from tests.migrations import earlier

BEFORE = "b7c3059ea1f8"
NOTED = datetime(2026, 11, 26, 13, 51, 12, 239080, tzinfo=UTC)
"""When that release wrote down that it imported."""


@pytest.fixture
def store(tmp_path: Path, server: str) -> Iterator[Database]:
    """As that release left it, brought forward."""
    opened = Database(earlier.settings(tmp_path, server).url, threads=2, info=wiring.INFO)
    earlier.fill(opened)
    migrating.upgrade(opened)
    yield opened
    opened.dispose()


def test_each_source_has_a_run_of_the_day_it_was_noted(store):
    [run] = rows(store, ImportRun)
    assert (run.kind, run.source, run.new, run.at, run.finished_at) == ("ideas", "old box", 3, NOTED, NOTED)
    assert [origin.run_id for origin in rows(store, Origin)] == [run.id] * 3


def test_its_rows_are_known_again_under_another_name(store):
    post = next(post for post in rows(store, Post) if post.external_id == "X1")
    mark = fingerprint_of([post.title, post.body, "99", "2024-01-31"])
    with store.reading() as db:
        assert sources_of(db, [mark]) == {mark: "old box"}


def test_what_nobody_has_had_to_do_with_can_be_taken_back(store):
    [run] = rows(store, ImportRun)
    with store.writing() as db:
        brought = posts_of_run(db, run.id)
        taken = commands.undo_ideas(db, brought)
    assert taken
    with store.reading() as db:
        assert posts_of_run(db, run.id) == [id_ for id_ in brought if id_ not in taken]
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


def test_going_back_forgets_it_and_going_forward_again_finds_it(store):
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    assert not {"origin", "comment_origin"} & set(inspect(store.engine).get_table_names())
    migrating.upgrade(store)
    assert (len(rows(store, Origin)), len(rows(store, ImportRun))) == (3, 1)
