"""What `check` finds wrong with ideas and their discussions."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col

from app.credits.models import CreditLine
from app.discussion import check as discussion
from app.discussion.models import Authorship, Comment, Post, Vote
from app.ideas import check
from app.ideas.models import Idea, Response, StageEntry, StageKind
from app.ideas.queries import first_stage
from tests.makers import a_comment, a_response, a_vote, an_idea, hidden, removed, unmatched


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
        (update(Authorship).values(state="stepped back"), "Post 1 has nobody as the first in its byline."),
        (update(Authorship).values(share=80), "The authors of post 1 share out 80, not 100."),
        (insert(Vote).values(post_id=1, person_id=1), "Post 1 is backed by its own author."),
        (
            delete(CreditLine).where(col(CreditLine.act) == "posted"),
            "Idea 1 has no credit line for its author (posted).",
        ),
        (delete(CreditLine).where(col(CreditLine.act) == "live"), "Idea 1 has no credit line for its author (live)."),
        (update(Idea).values(accepted_at=datetime.now(UTC)), "Idea 1 has no credit line for its author (accepted)."),
        (
            update(Post).values(stage_id=1),
            "Somebody stands credited with idea 1 (live), which is at a stage of kind open.",
        ),
        (update(Post).values(stage_id=1), "Idea 1 says since when it is live, and is at a stage of kind open."),
        (update(Post).values(stage_id=4), "Idea 1 says since when it is live, and is at a stage of kind doing."),
        (update(Post).values(stage_id=7), "Idea 1 is at another stage than the one it came to last."),
        (
            update(StageEntry).where(col(StageEntry.id) == 2).values(taken_back_at=datetime.now(UTC)),
            "Idea 1 is at another stage than the one it came to last.",
        ),
        (update(Post).values(awaits_reply=True), "Idea 1 waits for a response and has one."),
        (
            update(Idea).values(responded_at=None),
            "Idea 1 has no response and does not wait for one.",
        ),
        (
            update(Response).values(by_author=True),
            "Response 1 is by an author of its idea, who stands credited for it.",
        ),
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


@pytest.mark.parametrize("kind", [kind for kind in StageKind if kind not in (StageKind.DOING, StageKind.DONE)])
def test_acceptance_that_its_stage_does_not_say_is_named(store, cast, kind):
    made = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=made, stage=StageKind.DOING)
    with store.writing() as db:
        db.execute(update(Post).values(stage_id=first_stage(db, kind).id))
    found = problems(store)
    assert f"Somebody stands credited with idea 1 (accepted), which is at a stage of kind {kind}." in found
    assert f"Idea 1 says since when it is accepted, and is at a stage of kind {kind}." in found


def test_what_an_import_settled_elsewhere_waits_for_nothing(store, cast):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(update(Post).values(awaits_reply=False))
    assert problems(store) == ["Idea 1 has no response and does not wait for one."]
    with store.writing() as db:
        db.execute(update(Post).values(source="old box"))
    assert problems(store) == []


def test_who_was_not_matched_is_missed_by_nobody(store, cast):
    """An import knows neither every author nor who gave an answer."""
    an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=1)
    with store.writing() as db:
        db.execute(delete(CreditLine))
        db.execute(update(Response).values(by_id=None))
    unmatched(store)
    assert problems(store) == []


def test_a_post_that_lost_its_idea_is_found(store, cast):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        db.execute(delete(StageEntry))
        db.execute(delete(Idea))
    assert problems(store) == ["Idea 1 has a post but no idea."]
