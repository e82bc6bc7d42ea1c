"""Nobody decides on their own idea unsaid."""

import re
from typing import Any

import pytest

from app import wiring
from app.credits.models import CreditLine
from app.ideas import commands, queries
from app.ideas.models import Response, StageKind
from app.people import commands as people
from app.people.queries import colleague, department
from tests.makers import a_response, an_idea, rows, together

TYPED: dict[str, Any] = {"heard": "We want trees.", "decision": "We plant some.", "reasons": "Shade."}
SAID = "answered by its own author"
BEFORE = "You are one of its authors. Your response will say so, and you are not credited for the decision."


def page_of(visitor, idea, **query):
    return visitor.get(visitor.get(f"/ideas/{idea}").headers["location"], params=query).text


def decisions(store):
    return [line.party_id for line in rows(store, CreditLine, act="responded")]


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def test_a_lead_who_answers_their_own_idea_is_told_before_and_it_stands_on_the_page(store, cast, as_):
    own, other = an_idea(store, by=cast.ben), an_idea(store, by=cast.ana)
    ben = as_(cast.ben)
    assert BEFORE in page_of(ben, own)
    for idea in (own, other):
        assert ben.post(f"/ideas/{idea}/response", data=TYPED).status_code == 303
    assert (SAID in page_of(as_(cast.otto), own), SAID in page_of(as_(cast.otto), other)) == (True, False)
    assert BEFORE not in page_of(ben, other)


@pytest.mark.parametrize(("tag", "words"), [("zh-Hans", "由作者本人回应"), ("th", "ผู้เขียนตอบเอง")])
def test_it_is_said_in_the_readers_language(store, cast, as_, tag, words):
    own = an_idea(store, by=cast.ben)
    a_response(store, by=cast.ben, to=own)
    assert words in page_of(as_(cast.otto), own, lang=tag)


def test_nobody_is_credited_for_deciding_on_their_own_idea(store, cast):
    own, other = an_idea(store, by=cast.ben), an_idea(store, by=cast.ana)
    for idea in (own, other):
        a_response(store, by=cast.ben, to=idea, stage=StageKind.DOING)
    assert decisions(store) == [cast.ben]
    assert [given.by_author for given in rows(store, Response)] == [True, False]
    assert [line.act for line in rows(store, CreditLine, subject_ref=own, subject_kind="idea")] == [
        *("posted", "accepted")
    ]
    assert problems(store) == []


def test_whoever_wrote_it_with_others_is_an_author_as_well(store, cast):
    idea = an_idea(store, by=cast.ana)
    together(store, post=idea, people=[cast.ben], share=50)
    a_response(store, by=cast.ben, to=idea)
    assert ([given.by_author for given in rows(store, Response)], decisions(store)) == ([True], [])


def test_a_double_press_on_ones_own_idea_is_one_response(store, cast):
    own = an_idea(store, by=cast.ben)
    assert a_response(store, by=cast.ben, to=own) == a_response(store, by=cast.ben, to=own)


def test_an_administrator_leaves_their_own_idea_to_whoever_leads(store, cast, as_):
    own, mia = an_idea(store, by=cast.mia), as_(cast.mia)
    assert f'action="/ideas/{own}/response?_as=' not in page_of(mia, own)
    with store.reading() as db:
        stage = queries.first_stage(db, StageKind.DOING).id
    answers = [
        mia.post(f"/ideas/{own}/response", data=TYPED),
        mia.put(f"/ideas/{own}/stage", data={"stage": str(stage)}),
        mia.request("DELETE", f"/ideas/{own}/stage", data={"entry": "1"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
    for answer in answers:
        assert "The lead of the department responds to it." in answer.text
    assert "We plant some.</textarea>" in answers[0].text
    assert rows(store, Response) == []
    with store.writing() as db:
        people.set_lead(db, department(db, cast.operations), lead_id=None)
    assert mia.post(f"/ideas/{own}/response", data=TYPED).status_code == 303
    assert SAID in page_of(as_(cast.otto), own)


def test_a_move_by_an_author_is_said_until_somebody_else_moves_it(store, cast, as_):
    own = an_idea(store, by=cast.ben)
    assert "by its own author" not in page_of(as_(cast.otto), own)
    for mover, kind, is_said in ((cast.ben, StageKind.DOING, True), (cast.mia, StageKind.DONE, False)):
        with store.writing() as db:
            stage = queries.first_stage(db, kind).id
            commands.move_idea(db, mover=colleague(db, mover), idea_id=own, stage=stage)
        found = re.search("Brought to this stage by its own author.", page_of(as_(cast.otto), own))
        assert bool(found) is is_said
