"""What an import brought is taken back, until somebody here has added to it."""

import pytest

from app import wiring
from app.core.markdown import written
from app.core.subjects import Subject
from app.credits.models import CreditLine, Party
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.discussion.models import Authorship, Comment, Follow, Kind, Origin, Post, State
from app.ideas import commands, queries
from app.ideas.models import Idea, Response, StageKind
from app.people.queries import colleague
from app.recognition import commands as recognition
from app.search.models import StaleMark
from tests.ideas.bringing import bring, read
from tests.makers import a_comment, a_response, a_vote, hidden, removed, rows

FILE = """id,title,body,author,created_at,status,answer,tags,link,votes,comments
7,Lamps,The lamp at the gate is broken.,E1,2024-03-01,done,It is mended.,light,https://old.example/7,3,Thank you.
8,Paint,The fence needs paint.,E1,2024-03-02,,,,,,
"""
LAMPS, PAINT = 1, 2


@pytest.fixture
def brought(store, cast):
    bring(store, FILE)
    return cast


def undone(store, *ids):
    with store.writing() as db:
        return commands.undo_ideas(db, ids)


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def live_lines(store, ref):
    lines = [line for line in rows(store, CreditLine) if (line.subject_kind, line.subject_ref) == ("idea", ref)]
    countered = {line.counters for line in lines}
    return [line.act for line in lines if not line.counters and line.id not in countered]


def test_nothing_is_left_but_its_number(store, brought):
    assert undone(store, LAMPS, PAINT) == [LAMPS, PAINT]
    lamps, _paint = rows(store, Post)
    assert (lamps.id, lamps.state, lamps.title, lamps.body, lamps.body_html) == (LAMPS, State.UNDONE, "", "", "")
    assert (lamps.external_id, lamps.votes_brought, lamps.comment_count) == (None, 0, 0)
    assert [(one.person_id, one.name) for one in rows(store, Authorship)] == [(None, ""), (None, "")]
    assert [(one.state, one.body, one.author_name, one.key) for one in rows(store, Comment)] == [
        ("undone", "", "", None)
    ]
    assert [one.decision for one in rows(store, Response)] == [""]
    assert [(one.link, one.tags, one.fingerprint) for one in rows(store, Origin)] == [("", [], "")] * 2
    assert (rows(store, Follow), problems(store)) == ([], [])


def test_its_credit_is_countered_with_a_reason_and_the_lines_stay(store, brought):
    assert live_lines(store, LAMPS) == ["posted", "live"]
    undone(store, LAMPS)
    assert live_lines(store, LAMPS) == []
    assert {line.reason for line in rows(store, CreditLine) if line.counters} == {"import taken back"}
    assert live_lines(store, PAINT) == ["posted"]


def test_it_is_in_no_list_and_no_search_and_its_page_says_why(store, brought, as_, work):
    work()
    undone(store, LAMPS)
    assert ("idea", LAMPS) in {(mark.kind, mark.ref) for mark in rows(store, StaleMark)}
    work()
    client = as_(brought.ana)
    for address in ("/ideas", "/search?q=lamps", f"/people/{brought.ana}", "/"):
        assert "Lamps" not in client.get(address).text
    page = client.get(f"/ideas/{LAMPS}-lamps", follow_redirects=True).text
    assert "This came from elsewhere and was taken back." in page
    assert not any(word in page for word in ("Lamps", "gate", "mended", "Thank you", "old.example"))


def test_the_mended_file_comes_again_under_new_numbers(store, brought):
    undone(store, LAMPS, PAINT)
    again = bring(store, FILE.replace("broken", "out"))
    assert (again.new, again.present, again.elsewhere.total()) == (2, 0, 0)
    assert [post.id for post in rows(store, Post) if post.is_shown] == [3, 4]
    assert len([one for one in rows(store, Comment) if one.is_shown]) == 1
    assert problems(store) == []


def test_taking_back_twice_is_taking_back_once(store, brought):
    undone(store, LAMPS)
    lines = len(rows(store, CreditLine))
    with store.reading() as db:
        assert discussion_queries.posts_of_run(db, 1) == [PAINT]
    undone(store, LAMPS)
    assert (len(rows(store, CreditLine)), problems(store)) == (lines, [])


def backed(store, cast):
    a_vote(store, by=cast.otto, on=LAMPS)


def commented(store, cast):
    a_comment(store, by=cast.otto, on=LAMPS)


def commented_and_removed(store, cast):
    removed(store, by=cast.otto, comment=a_comment(store, by=cast.otto, on=LAMPS))


def answered(store, cast):
    a_response(store, by=cast.mia, to=LAMPS)


def moved(store, cast):
    with store.writing() as db:
        stage = queries.first_stage(db, StageKind.DOING).id
        commands.move_idea(db, mover=colleague(db, cast.mia), idea_id=LAMPS, stage=stage)


def edited(store, cast):
    with store.writing() as db:
        post = discussion_queries.post(db, LAMPS)
        discussion.edit_post(db, editor=colleague(db, cast.ana), post=post, title="Lights", text=written("On."))


def thanked_for(store, cast):
    with store.writing() as db:
        receivers = [(Party.PERSON, cast.ana)]
        about = Subject(Kind.IDEA, LAMPS)
        recognition.thank(db, giver=colleague(db, cast.otto), receivers=receivers, message="Good.", subject=about)


def taken_from_sight(store, cast):
    hidden(store, by=cast.mia, post=LAMPS)


def taken_away_by_its_author(store, cast):
    removed(store, by=cast.ana, post=LAMPS)


TOUCHES = {
    backed: "backed",
    commented: "commented",
    commented_and_removed: "commented",
    answered: "answered",
    moved: "moved",
    edited: "edited",
    thanked_for: "cited",
    taken_from_sight: "hidden",
    taken_away_by_its_author: "removed",
}


@pytest.mark.parametrize("touch", TOUCHES, ids=lambda touch: touch.__name__)
def test_what_somebody_here_has_had_to_do_with_stays_as_it_is(store, brought, touch):
    touch(store, brought)
    before = rows(store, Post)[0].model_dump(), rows(store, Idea)[0].model_dump(), live_lines(store, LAMPS)
    with store.reading() as db:
        assert TOUCHES[touch] in queries.touched_ideas(db, [LAMPS, PAINT])[LAMPS]
    assert undone(store, LAMPS, PAINT) == [PAINT]
    assert (rows(store, Post)[0].model_dump(), rows(store, Idea)[0].model_dump(), live_lines(store, LAMPS)) == before
    assert problems(store) == []


def test_a_withdrawn_thanks_and_a_vote_taken_back_stand_in_no_way(store, brought):
    thanked_for(store, brought)
    backed(store, brought)
    with store.writing() as db:
        recognition.withdraw(db, giver=colleague(db, brought.otto), recognition_id=1)
        discussion.withdraw_vote(db, voter=colleague(db, brought.otto), post_id=LAMPS, kind=Kind.IDEA)
    assert undone(store, LAMPS) == [LAMPS]
    assert problems(store) == []


def test_comments_alone_are_taken_back_unless_somebody_answered_them(store, brought):
    with store.writing() as db:
        assert discussion.undo_comments(db, [1]) == [1]
    assert (rows(store, Post)[0].comment_count, problems(store)) == (0, [])
    with store.reading() as db:
        assert discussion_queries.threads(db, post_id=LAMPS, viewer=colleague(db, brought.ana)).rows == []


def test_a_comment_that_was_replied_to_stays(store, brought):
    a_comment(store, by=brought.otto, on=LAMPS, parent=1)
    with store.writing() as db:
        assert discussion.undo_comments(db, [1]) == []
    assert rows(store, Post)[0].comment_count == 2


def test_check_finds_what_was_taken_back_and_still_speaks(store, brought):
    undone(store, LAMPS)
    with store.writing() as db:
        discussion_queries.post(db, LAMPS).title = "Lamps"
        discussion_queries.comment(db, 1).body = "Thank you."
    assert problems(store) == [
        "Post 1 was taken back with its import, and still says something.",
        "Comment 1 was taken back with its import, and still says something.",
    ]


def test_check_finds_what_came_from_nowhere(store, brought):
    with store.writing() as db:
        db.delete(db.get(Origin, LAMPS))
    assert problems(store) == ["Post 1 came from elsewhere, and nothing says by which import."]
    assert read(store, FILE).present == 2
