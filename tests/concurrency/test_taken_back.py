"""An import that is taken back while somebody here replies to what it brought: nobody's words are lost from sight."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from app import wiring
from app.core.errors import TooLate
from app.discussion import commands
from app.discussion import queries as discussion
from app.discussion.models import Comment, Kind, State
from app.people.queries import colleague
from tests.ideas.bringing import bring
from tests.makers import a_comment, rows

FILE = "id,title,created_at,comments\n7,Lamps,2024-03-01,Thank you.\n"
LAMPS, BROUGHT = 1, 1
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND pg_stat_activity.datname = current_database()"""


@pytest.fixture
def brought(store, cast, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bring(store, FILE)
    return cast


def undo(store):
    with store.writing() as db:
        return commands.undo_comments(db, [BROUGHT])


def until_it_waits(store, deed):
    """Or is through."""
    with store.engine.connect() as looking:
        while not deed.done() and not looking.scalar(text(WAITING)):
            looking.rollback()


def reply(db, by):
    author = colleague(db, by)
    return commands.post_comment(db, author=author, post_id=LAMPS, kind=Kind.IDEA, body="And I.", parent_id=BROUGHT).id


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


@pytest.mark.postgres
def test_a_comment_that_somebody_replies_to_at_this_moment_stays(store, brought):
    with ThreadPoolExecutor(1) as aside:
        with store.writing() as db:
            reply(db, brought.otto)
            undoing = aside.submit(undo, store)
            until_it_waits(store, undoing)
        assert undoing.result(30) == []
    assert [one.state for one in rows(store, Comment)] == [State.SHOWN, State.SHOWN]
    assert problems(store) == []


@pytest.mark.postgres
def test_nobody_replies_to_what_is_taken_back_at_this_moment(store, brought):
    with ThreadPoolExecutor(1) as aside:
        with store.writing() as db:
            assert commands.undo_comments(db, [BROUGHT]) == [BROUGHT]
            replying = aside.submit(a_comment, store, by=brought.otto, on=LAMPS, parent=BROUGHT)
            until_it_waits(store, replying)
        with pytest.raises(TooLate):
            replying.result(30)
    with store.reading() as db:
        assert discussion.threads(db, post_id=LAMPS, viewer=colleague(db, brought.otto)).rows == []
    assert problems(store) == []
