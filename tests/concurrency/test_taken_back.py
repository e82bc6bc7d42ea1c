"""Something is taken back, or put back, while others do something with it: no words are lost, and nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from app import wiring
from app.core.errors import TooLate
from app.core.removing import removal_of
from app.core.subjects import Subject
from app.credits.models import CreditLine, Party
from app.discussion import commands
from app.discussion import queries as discussion
from app.discussion.models import Comment, Kind, Post, State
from app.moderation import commands as moderation
from app.people.queries import colleague
from app.recognition import commands as recognition
from tests.ideas.bringing import bring
from tests.makers import a_comment, an_idea, removed, rows

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


def withdrawn(store, giver):
    with store.writing() as db:
        given = recognition.thank(
            db, giver=colleague(db, giver), receivers=[(Party.DEPARTMENT, 2)], message="Well done."
        )
        recognition.withdraw(db, giver=colleague(db, giver), recognition_id=given.id)
        return given.subject, removal_of(given, giver)


def test_of_many_presses_at_once_one_undoes_a_removal(store, cast):
    """Credit is written once more, and a comment counted once."""
    comment = a_comment(store, by=cast.ana, on=an_idea(store, by=cast.otto))
    removed(store, by=cast.ana, comment=comment)
    removal = removal_of(rows(store, Comment)[0], cast.ana)
    for subject, number in ((Subject("comment", comment), removal), withdrawn(store, cast.ana)):

        def press(_n, subject=subject, number=number):
            try:
                with store.writing() as db:
                    moderation.put_back(db, person=colleague(db, cast.ana), subject=subject, removal=number)
            except TooLate:
                return False
            return True

        with ThreadPoolExecutor(4) as presses:
            assert sorted(presses.map(press, range(4))) == [False, False, False, True]
    assert rows(store, Post)[0].comment_count == 1
    assert len(rows(store, CreditLine, subject_kind="recognition", turn=1)) == 1
    assert problems(store) == []
