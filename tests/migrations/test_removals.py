"""What was removed before there was an undo stays removed, and whoever goes back loses nothing but the undo."""

from alembic import command

from app.core import migrating
from app.core.removing import removal_of
from app.discussion.models import Comment, Post
from tests.makers import a_comment, an_idea, removed, rows

BEFORE = "4c8e1f7a2d96"


def test_going_back_and_on_again_keeps_what_was_removed(store, cast):
    idea = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.ana, on=idea)
    removed(store, by=cast.ana, comment=comment)
    removed(store, by=cast.ana, post=idea)
    assert removal_of(rows(store, Post)[0], cast.ana)
    kept = [row.model_dump(exclude={"taken_back_at", "taken_back_by_id"}) for row in _rows(store)]
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    migrating.upgrade(store)
    assert [row.model_dump(exclude={"taken_back_at", "taken_back_by_id"}) for row in _rows(store)] == kept
    assert [removal_of(row, cast.ana) for row in _rows(store)] == [0, 0]


def _rows(store):
    return [*rows(store, Post), *rows(store, Comment)]
