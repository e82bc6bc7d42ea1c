"""What `check` finds wrong with ideas and their discussions."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col

from app.credits.models import CreditLine
from app.discussion import check as discussion
from app.discussion.models import Comment, Post, Vote
from app.ideas import check
from app.ideas.models import Idea, Response, StageEntry, StageKind
from tests.makers import a_comment, a_response, a_vote, an_idea, hidden, removed


def problems(store):
    with store.reading() as db:
        return [*discussion.problems(db), *check.problems(db)]


@pytest.fixture
def idea(store, cast):
    """One that saw everything: backed, discussed, answered, and live; 1 like the comment and the response."""
    made = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=made)
    top = a_comment(store, by=cast.otto, on=made)
    a_comment(store, by=cast.ana, on=made, parent=top)
    a_response(store, by=cast.ben, to=made, stage=StageKind.DONE)
    return made


def test_a_sound_company_has_no_problems(store, cast, idea):
    hidden(store, by=cast.mia, comment=a_comment(store, by=cast.otto, on=idea))
    removed(store, by=cast.ana, post=an_idea(store, by=cast.ana))
    assert problems(store) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (update(Post).values(vote_count=5), "Post 1 says it has 5 votes, and has 1."),
        (update(Post).values(comment_count=0), "Post 1 says it has 0 comments, and has 2."),
        (update(Post).values(kind="poem"), "Post 1 is of the unknown kind “poem”."),
        (update(Post).values(stage_id=99), "Idea 1 is at no stage."),
        (update(Post).values(stage_id=None), "Idea 1 is at no stage."),
        (update(Idea).values(live_at=None), "nothing says since when it is live"),
        (update(Idea).values(responded_at=None), "Idea 1 says it was answered and has no response, or the other way"),
        (insert(Vote).values(post_id=1, person_id=1), "Post 1 is backed by its own author."),
        (
            delete(CreditLine).where(col(CreditLine.act) == "posted"),
            "Idea 1 has no credit line for its author (posted).",
        ),
        (delete(CreditLine).where(col(CreditLine.act) == "live"), "Idea 1 has no credit line for its author (live)."),
        (update(Idea).values(accepted_at=datetime.now(UTC)), "Idea 1 has no credit line for its author (accepted)."),
        (update(CreditLine).values(party_id=3), "Idea 1 has no credit line for its author (posted)."),
        (
            delete(CreditLine).where(col(CreditLine.act) == "responded"),
            "Response 1 has no credit line for whoever gave it.",
        ),
        (update(Comment).where(col(Comment.id) == 1).values(parent_id=2), "replies to something that is not a comment"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(store, idea, wrong, said):
    with store.writing() as db:
        db.execute(wrong)
    assert any(said in problem for problem in problems(store))


def test_who_was_not_matched_is_missed_by_nobody(store, cast):
    """An import knows neither every author nor who gave an answer."""
    an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=1)
    with store.writing() as db:
        db.execute(delete(CreditLine))
        db.execute(update(Post).values(author_id=None))
        db.execute(update(Response).values(by_id=None))
    assert problems(store) == []


def test_a_post_that_lost_its_idea_is_found(store, cast):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(delete(StageEntry))
        db.execute(delete(Idea))
    assert problems(store) == ["Idea 1 has a post but no idea."]
