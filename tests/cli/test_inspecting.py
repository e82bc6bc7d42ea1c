"""check, reindex, reactions and routes: looking at what is there."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import wiring
from app.core.attempts import LAST_ATTEMPT
from app.core.clock import now
from app.core.deliveries import Delivery
from app.core.heartbeats import WORKER, Heart, Heartbeat
from app.core.outgoing import Outgoing
from app.discussion.models import Post
from tests.cli import terminal
from tests.makers import a_comment, a_vote, an_idea, rows

pytestmark = pytest.mark.sqlite


@pytest.fixture
def byline(byline, settings, monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    return lambda *words: byline(*words, "--data", settings.data)


def test_a_sound_company_adds_up(byline, store, cast):
    idea = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=idea)
    a_comment(store, by=cast.otto, on=idea)
    assert byline("check") == (0, "Everything adds up.\n", "")


def test_what_is_wrong_is_printed_with_its_place(byline, store, cast):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(update(Post).values(vote_count=3, comment_count=2))
    code, said, _complaint = byline("check")
    assert code == 1
    assert said.splitlines() == [
        "Post 1 says it has 3 votes, and has 0.",
        "Post 1 says it has 2 comments, and has 0.",
        "2 problems.",
    ]


def test_one_is_said_as_one(byline, store, cast):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(update(Post).values(vote_count=1))
    assert byline("check")[1].splitlines() == ["Post 1 says it has 1 vote, and has 0.", "1 problem."]


def test_everything_findable_is_indexed_anew(byline, store, application, cast):
    an_idea(store, by=cast.ana)
    application.state.parts.index.close()
    code, said, _complaint = byline("reindex")
    assert (code, said) == (0, "10 things can be found.\n")


def test_what_was_set_aside_is_due_again(byline, store, cast):
    with store.writing() as db:
        db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=LAST_ATTEMPT, set_aside_at=now()))
    assert byline("retry") == (0, "Due again: 1.\n", "")
    assert [(row.attempts, row.set_aside_at) for row in rows(store, Delivery)] == [(0, None)]
    assert byline("retry") == (0, "Nothing was set aside.\n", "")


def test_what_never_left_the_house_is_due_again_with_it(byline, store, cast):
    with store.writing() as db:
        db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=LAST_ATTEMPT, set_aside_at=now()))
        db.add(
            Outgoing(channel="mail", recipient="ana", what="1", digest="", attempts=LAST_ATTEMPT, set_aside_at=now())
        )
    assert byline("retry") == (0, "Due again: 2.\n", "")
    assert [(row.attempts, row.set_aside_at) for row in rows(store, Outgoing)] == [(0, None)]


def test_what_follows_from_what_is_printed(capsys):
    code, said, _complaint = terminal.run(capsys, "reactions")
    lines = said.splitlines()
    posted = lines.index("IdeaPosted")
    assert code == 0
    assert lines[posted + 1].split() == ["together", "credit_posting"]
    assert "  afterwards  tell_holder" in lines


def test_every_address_is_printed_with_its_name(capsys):
    code, said, _complaint = terminal.run(capsys, "routes")
    printed = {line.split()[-1] for line in said.splitlines()}
    assert code == 0
    assert printed == {getattr(route, "name", "") for router in wiring.ROUTERS for route in router.routes}
    assert any(
        line.split() == ["DELETE", "/ideas/{post_id:int}/vote", "ideas.withdraw_vote"] for line in said.splitlines()
    )


def test_where_a_worker_was_seen_everything_is_well(byline, store, application, cast, work):
    assert byline("healthy", "--worker") == (1, "No worker of this machine was seen at work.\n", "")
    code, said, _complaint = byline("healthy")
    assert (code, said.splitlines()[0]) == (1, "No worker was seen at work.")
    Heart(store, WORKER, "separate").beat()
    work()
    assert byline("healthy", "--worker") == (0, "A worker of this machine is at work.\n", "")
    assert byline("healthy") == (0, "Everything is well.\n", "")


def test_a_worker_of_another_machine_is_none_of_this_one(byline, store, cast):
    with store.writing() as db:
        db.add(Heartbeat(name="b 1 worker", node="b", loop=WORKER, kind="separate", seen_at=now()))
    assert byline("healthy", "--worker")[0] == 1
    assert "No worker" not in byline("healthy")[1]


def test_everything_that_needs_somebody_is_said(byline, store, cast, work):
    work()
    with store.writing() as db:
        db.add(
            Heartbeat(name="b 1 worker", node="b", loop=WORKER, kind="separate", seen_at=now() - timedelta(minutes=9))
        )
        db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=9, due_at=now() - timedelta(hours=1)))
    code, said, _complaint = byline("healthy")
    assert code == 1
    assert said.splitlines() == [
        "No worker was seen at work for 9 minutes.",
        "What is to follow from what people did has been waiting for some minutes.",
        "Something failed again and again: ./byline deliveries lists it.",
    ]
