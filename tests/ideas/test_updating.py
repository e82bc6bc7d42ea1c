"""A later file of the same source brings votes, status and answer up to date, until somebody here has had to do with it."""

from datetime import date

import pytest

from app import wiring
from app.core.clock import on_day
from app.core.sheets import open_sheet
from app.credits.models import CreditLine
from app.discussion.models import Origin, Post
from app.ideas import importing
from app.ideas.models import Idea, Response, Stage, StageEntry
from app.imports.commands import begin_run
from app.imports.models import ImportRun
from app.notices.models import Notice
from tests.makers import a_vote, rows

HEADER = "id,title,author,date,updated,status,votes,votes_against,answer\n"
FIRST = HEADER + "1,Lamps,E1,2024-01-01,2024-01-02,planned,3,0,\n2,Paint,E1,2024-01-01,2024-01-02,,5,1,No.\n"


@pytest.fixture
def update(store, bring, tmp_path):
    """Brings a later file; how many were changed, and how many stay because somebody has had to do with them."""

    def update_(content, **asked):
        file = tmp_path / "later.csv"
        file.write_text(content, "utf-8")
        sheet = open_sheet(file)
        with store.reading() as db:
            learnt = importing.learn(db, sheet, importing.Asked(source="test", **asked))
            reading = importing.read_ideas(db, sheet, learnt)
            changes = [one for part in importing.parts(sheet, reading, 7) for one in part.changes(db)]
            _free, touched = importing.differing(db, changes)
        with store.writing() as db:
            run = begin_run(db, kind="ideas", source="test", file_name="", digest="", header="", told={})
            return importing.update_ideas(db, changes, run=run), len(touched)

    return update_


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def kinds(store):
    named = {stage.id: stage.kind for stage in rows(store, Stage)}
    return [named[post.stage_id or 0] for post in rows(store, Post)]


def live(store, ref):
    lines = rows(store, CreditLine, subject_kind="idea", subject_ref=ref)
    countered = {line.counters for line in lines}
    return [(line.act, line.at.date().isoformat()) for line in lines if not line.counters and line.id not in countered]


def test_votes_and_answers_are_as_the_file_says_now(store, bring, update):
    bring(FIRST)
    later = FIRST.replace(",3,0,", ",9,2,").replace("No.", "Not this year.")
    assert update(later) == (2, 0)
    assert [post.votes_brought for post in rows(store, Post)] == [9, 5]
    assert [origin.votes_against for origin in rows(store, Origin)] == [2, 1]
    assert [response.decision for response in rows(store, Response)] == ["Not this year."]
    assert (update(later), problems(store)) == ((0, 0), [])
    assert [run.changed for run in rows(store, ImportRun)] == [0, 2, 0]


def test_what_a_later_file_says_nothing_of_stays(store, bring, update):
    bring(FIRST)
    assert update("id,title,date,votes_against\n1,Lamps,2024-01-01,2\n2,Paint,2024-01-01,\n") == (1, 0)
    assert update("id,title,date,votes\n1,Lamps,2024-01-01,\n2,Paint,2024-01-01,6\n") == (1, 0)
    assert [post.votes_brought for post in rows(store, Post)] == [3, 6]
    assert [origin.votes_against for origin in rows(store, Origin)] == [2, 1]


def test_words_that_are_here_already_stay_those_of_who_said_them_when_and_in_their_language(store, bring, update, cast):
    head = "id,title,date,votes,department,answer,answered_by,answered_at\n"
    bring(
        head + "1,路灯坏了,2024-01-01,1,Operations,好的,Ms Wu,2024-01-05\n2,门口太暗,2024-01-01,1,Operations,好的,,\n"
    )
    before = [one.model_dump() for one in rows(store, Response)]
    assert {one["language"] for one in before} == {"zh-Hans"}
    assert update("id,title,date,votes,answer\n1,路灯坏了,2024-01-01,7,好的\n2,门口太暗,2024-01-01,7,好的\n") == (2, 0)
    assert [one.model_dump() for one in rows(store, Response)] == before
    assert update("id,title,date,answer\n2,门口太暗,2024-01-01,OK\n") == (1, 0)
    changed = rows(store, Response)[1]
    assert (changed.decision, changed.by_name, changed.language) == ("OK", "Operations", "zh-Hans")
    assert problems(store) == []


def test_what_went_on_is_credited_and_what_did_not_is_countered(store, bring, update):
    bring(FIRST)
    assert live(store, 1) == [("posted", "2024-01-01"), ("accepted", "2024-01-02")]
    update(FIRST.replace("2024-01-02,planned", "2024-03-05,done"))
    assert (kinds(store)[0], live(store, 1)[1:]) == ("done", [("accepted", "2024-01-02"), ("live", "2024-03-05")])
    update(FIRST.replace("2024-01-02,planned", "2024-03-09,declined"))
    assert (kinds(store)[0], live(store, 1)) == ("declined", [("posted", "2024-01-01")])
    assert {line.reason for line in rows(store, CreditLine) if line.counters} == {"import brought up to date"}
    assert [entry.at for entry in rows(store, StageEntry, idea_id=1)] == [
        on_day(date(2024, 1, 1)),
        on_day(date(2024, 3, 9)),
    ]
    assert problems(store) == []


def test_what_the_version_before_took_for_live_is_put_right(store, bring, update):
    """It took every answer without a status for a yes."""
    bring(FIRST, stages={}, answered="done")
    assert (kinds(store)[1], live(store, 2)[-1][0]) == ("done", "live")
    assert update(FIRST) == (1, 0)
    assert (kinds(store)[1], live(store, 2)) == ("answered", [("posted", "2024-01-01")])
    assert rows(store, Idea)[1].live_at is None
    assert problems(store) == []


def test_what_is_open_again_waits_again(store, bring, update):
    bring(FIRST)
    update(FIRST.replace("planned", "open"))
    assert (kinds(store)[0], rows(store, Post)[0].awaits_reply, live(store, 1)) == (
        "open",
        True,
        [("posted", "2024-01-01")],
    )
    assert problems(store) == []


def test_an_answer_that_came_meanwhile_is_brought(store, bring, update, work):
    bring(FIRST)
    work()
    update(FIRST.replace("planned,3,0,", "planned,3,0,Next spring."))
    [_paint, lamps] = rows(store, Response)
    assert (lamps.idea_id, lamps.decision, lamps.at) == (1, "Next spring.", on_day(date(2024, 1, 2)))
    work()
    assert (rows(store, Notice), problems(store)) == ([], [])


def test_what_somebody_here_has_had_to_do_with_stays(store, cast, bring, update):
    bring(FIRST)
    a_vote(store, by=cast.otto, on=1)
    assert update(FIRST.replace(",3,0,", ",9,0,").replace("planned", "done")) == (0, 1)
    assert (rows(store, Post)[0].votes_brought, kinds(store)[0]) == (3, "doing")


def test_a_file_that_says_nothing_of_it_changes_nothing(store, bring, update):
    bring(FIRST)
    assert update("id,title,author,date\n1,Lamps,E1,2024-01-01\n2,Paint,E1,2024-01-01\n") == (0, 0)
    assert update(FIRST.replace("planned", "In QA")) == (0, 0)
    assert kinds(store) == ["doing", "answered"]
