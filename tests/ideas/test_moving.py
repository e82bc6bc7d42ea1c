"""Moves from stage to stage: credit follows them, and one by mistake can be taken back."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app import wiring
from app.core.clock import at
from app.core.errors import Forbidden, Invalid, TooLate
from app.credits.models import CreditLine
from app.discussion.models import Post
from app.ideas import commands, queries
from app.ideas.models import Response, StageEntry, StageKind
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import colleague, person
from tests.makers import a_response, an_idea, hidden, rows, together, unmatched

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPEN, DECIDING, ANSWERED, DOING, DONE, DECLINED = StageKind
LEFT, BACK = "stage left", "move taken back"


@pytest.fixture
def stages(store, cast):
    """The first stage of each kind, by kind."""
    with store.reading() as db:
        return {kind: queries.first_stage(db, kind).id for kind in StageKind}


@pytest.fixture
def go(store, cast, stages):
    """Moves an idea through stages of these kinds, a day after each other; declining and answering it responds."""

    def walked(idea, *kinds, begun=NOON):
        for days, kind in enumerate(kinds, 1):
            with at(begun + timedelta(days=days)):
                if kind in (DECLINED, ANSWERED):
                    a_response(store, by=cast.ben, to=idea, stage=kind, decision=f"{kind} on day {days}.")
                else:
                    move(store, cast.ben, idea, stages[kind])
        return idea

    return walked


@pytest.fixture
def idea(store, cast):
    with at(NOON):
        return an_idea(store, by=cast.ana)


def move(store, by, idea, stage):
    with store.writing() as db:
        return commands.move_idea(db, mover=colleague(db, by), idea_id=idea, stage=stage)


def take_back(store, by, idea, entry=0):
    with store.writing() as db:
        entry = entry or queries.way(db, idea).walked[-1].id
        commands.take_back_move(db, person=colleague(db, by), idea_id=idea, entry=entry)


def standing(store, idea):
    """What stands credited for the idea: each act with the days after noon that it is dated."""
    lines = rows(store, CreditLine, subject_kind="idea", subject_ref=idea)
    countered = {line.counters for line in lines}
    return {line.act: (line.at - NOON).days for line in lines if not line.counters and line.id not in countered}


def countered(store, idea):
    """Acts that were taken back and why, in that order."""
    return [(line.act, line.reason) for line in rows(store, CreditLine, subject_ref=idea) if line.counters]


def said(store, idea):
    """The kind of its stage, and the days since when it is accepted and live."""
    with store.reading() as db:
        whole = queries.whole(db, idea)
        dates = (whole.idea.accepted_at, whole.idea.live_at)
        return (whole.stage.kind, *((date - NOON).days if date else None for date in dates))


def track(store, idea):
    with store.reading() as db:
        return [step.label for step in queries.whole(db, idea).steps if step.state in ("past", "current")]


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def told(store, kind):
    return sorted(notice.person_id for notice in rows(store, Notice, kind=kind))


@pytest.mark.parametrize(
    ("way", "credited", "taken_back"),
    [
        ((DOING, DONE), {"accepted": 1, "live": 2}, []),
        ((DONE,), {"live": 1}, []),
        *(((DOING, DONE, kind), {}, ["accepted", "live"]) for kind in (OPEN, DECIDING, ANSWERED, DECLINED)),
        *(((DOING, kind), {}, ["accepted"]) for kind in (OPEN, DECIDING, ANSWERED, DECLINED)),
        ((DOING, DONE, DOING), {"accepted": 1}, ["live"]),
        ((DONE, DOING), {"accepted": 2}, ["live"]),
        ((DOING, DONE, DECLINED, DOING, DONE), {"accepted": 4, "live": 5}, ["accepted", "live"]),
        ((DOING, OPEN, DONE), {"live": 3}, ["accepted"]),
    ],
)
def test_credit_follows_the_stage_an_idea_is_at(store, go, idea, way, credited, taken_back):
    go(idea, *way)
    assert standing(store, idea) == {"posted": 0} | credited
    assert countered(store, idea) == [(act, LEFT) for act in taken_back]
    assert said(store, idea) == (way[-1], credited.get("accepted"), credited.get("live"))
    assert problems(store) == []


def test_from_one_stage_to_another_of_its_kind_nothing_is_credited_or_taken_back(store, cast, go, idea):
    go(idea, DOING)
    with store.writing() as db:
        trial = [row.id for row in queries.stages(db) if row.kind == DOING][1]
    move(store, cast.ben, idea, trial)
    assert (standing(store, idea), countered(store, idea)) == ({"posted": 0, "accepted": 1}, [])


def test_the_lines_that_were_taken_back_stay_and_those_of_the_next_time_are_a_turn_of_their_own(store, go, idea):
    go(idea, DONE, DOING, DONE)
    lines = rows(store, CreditLine, act="live")
    assert [(line.turn, line.share, bool(line.counters)) for line in lines] == [
        (0, 100, False),
        (0, -100, True),
        (1, 100, False),
    ]
    assert [(line.at - NOON).days for line in lines if not line.counters] == [1, 3]


def test_whoever_moves_an_idea_of_nobody_credits_and_counters_nobody(store, cast, go, idea):
    unmatched(store, name="Rosa Antigua")
    go(idea, DOING, DONE, DECLINED)
    take_back(store, cast.ben, idea)
    assert standing(store, idea) == {"posted": 0}
    assert said(store, idea) == (DONE, 1, 2)


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("kind", [DECLINED, ANSWERED])
def test_without_reasons_nothing_is_declined_and_without_a_response_nothing_is_answered(
    store, cast, as_, stages, idea, answered, kind
):
    if answered:
        a_response(store, by=cast.ben, to=idea, stage=DECIDING)
    answer = as_(cast.ben).put(f"/ideas/{idea}/stage", data={"stage": str(stages[kind])})
    if answered and kind == ANSWERED:
        assert (answer.status_code, said(store, idea)[0]) == (303, ANSWERED)
        return
    sentence = "write a response that says why" if kind == DECLINED else "with a response. Write one first."
    field = re.search(r'id="move-stage-error".*?</p>', answer.text, re.DOTALL)
    assert (answer.status_code, bool(field and sentence in field[0])) == (422, True)
    assert said(store, idea)[0] == (DECIDING if answered else OPEN)


def test_the_form_offers_only_where_it_can_go_and_no_stage_until_one_is_chosen(store, cast, as_, go, idea):
    go(idea, DECLINED)
    page = html.unescape(as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text)
    form = page.partition(f'action="/ideas/{idea}/stage?_method=PUT&_as=')[2].partition("<confirm-dialog")[0]
    assert re.findall(r"<option[^>]*>([^<]+)", form) == [
        *("Choose a stage", "Posted", "Under review", "Answered", "Planned", "Trial", "Live")
    ]
    assert "To decline it, write a response that says why." in form
    assert " selected" not in form


def test_a_move_that_is_taken_back_leaves_the_idea_where_it_was(store, cast, as_, work, go, idea, stages):
    go(idea, DOING, DONE)
    page = as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text
    assert "Take back the last move" in page
    typed = {"_method": "DELETE", "entry": re.findall(r'name="entry" value="(\d+)"', page)[0]}
    answer = as_(cast.ben).post(f"/ideas/{idea}/stage", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ideas/{idea}-plant-trees")
    assert said(store, idea) == (DOING, 1, None)
    assert (standing(store, idea), countered(store, idea)) == ({"posted": 0, "accepted": 1}, [("live", BACK)])
    work()
    assert told(store, "stage_back") == [cast.ana]
    assert problems(store) == []


def test_what_was_taken_back_is_kept_and_is_no_step_of_the_way(store, cast, as_, go, idea):
    go(idea, DECIDING, DONE)
    take_back(store, cast.mia, idea)
    assert [(entry.taken_back_by_id, bool(entry.taken_back_at)) for entry in rows(store, StageEntry)] == [
        *((None, False), (None, False), (cast.mia, True))
    ]
    assert track(store, idea) == ["Posted", "Under review"]
    page = as_(cast.otto).get(f"/ideas/{idea}", follow_redirects=True).text
    assert "The move to “Live” was taken back." in page
    go(idea, DOING)
    assert "was taken back" not in as_(cast.otto).get(f"/ideas/{idea}", follow_redirects=True).text


def test_pressed_twice_one_move_is_taken_back_and_the_second_press_is_told(store, cast, as_, go, idea):
    go(idea, DECIDING, DOING, DONE)
    typed = {"entry": str(rows(store, StageEntry)[-1].id)}
    first, second = (as_(cast.ben).request("DELETE", f"/ideas/{idea}/stage", data=typed) for _n in range(2))
    assert (first.status_code, second.status_code, said(store, idea)[0]) == (303, 409, DOING)
    assert "This can't be taken back any more" in html.unescape(second.text)
    with pytest.raises(TooLate):
        take_back(store, cast.ben, idea, rows(store, StageEntry)[1].id)


def test_moves_are_taken_back_one_after_the_other_down_to_the_first_entry(store, cast, go, idea):
    go(idea, DOING, DONE, DECLINED)
    for left in ((DONE, 1, 2), (DOING, 1, None), (OPEN, None, None)):
        take_back(store, cast.ben, idea)
        assert said(store, idea) == left
    with pytest.raises(TooLate):
        take_back(store, cast.ben, idea)
    assert (standing(store, idea), problems(store)) == ({"posted": 0}, [])


@pytest.mark.parametrize("typed", [{}, {"entry": "x"}, {"entry": "99999"}])
def test_a_move_that_is_not_there_is_not_taken_back(store, cast, as_, go, idea, typed):
    go(idea, DOING)
    answer = as_(cast.ben).request("DELETE", f"/ideas/{idea}/stage", data=typed)
    assert (answer.status_code, said(store, idea)[0]) == (409 if typed.get("entry") == "99999" else 422, DOING)


def test_what_was_credited_comes_back_as_it_was_with_its_date_and_department(store, cast, go, idea):
    go(idea, DOING, DONE)
    with store.writing() as db:
        people.change_person(db, person(db, cast.ana), department_id=cast.quality, name="Anna")
    go(idea, DECLINED, begun=NOON + timedelta(days=2))
    assert standing(store, idea) == {"posted": 0}
    with at(NOON + timedelta(days=9)):
        take_back(store, cast.ben, idea)
    assert said(store, idea) == (DONE, 1, 2)
    assert standing(store, idea) == {"posted": 0, "accepted": 1, "live": 2}
    first, again = (rows(store, CreditLine, act="live", turn=turn)[0] for turn in (0, 1))
    new = {"id", "turn", "written_at"}
    assert first.model_dump(exclude=new) == again.model_dump(exclude=new)
    assert (again.department_name, again.written_at) == ("Sales", NOON + timedelta(days=9))
    assert problems(store) == []


def test_of_several_times_that_it_went_live_the_one_before_the_mistake_comes_back(store, cast, go, idea):
    go(idea, DONE, DOING, DONE, DECLINED)
    for live, days in ((3, 1), (None, 1), (1, 1)):
        take_back(store, cast.ben, idea)
        assert said(store, idea)[2] == live, days
    assert standing(store, idea) == {"posted": 0, "live": 1}
    go(idea, DECLINED, begun=NOON + timedelta(days=5))
    take_back(store, cast.ben, idea)
    assert (standing(store, idea), problems(store)) == ({"posted": 0, "live": 1}, [])


def test_everybody_who_wrote_it_has_their_share_back(store, cast, go, idea):
    together(store, post=idea, people=[cast.otto], share=40)
    go(idea, DONE, DECLINED)
    take_back(store, cast.ben, idea)
    lines = rows(store, CreditLine, act="live", turn=1)
    assert {line.party_id: line.share for line in lines} == {cast.ana: 60, cast.otto: 40}


def test_a_response_that_came_with_the_move_stays(store, cast, work, go, idea):
    go(idea, DECIDING, DECLINED)
    take_back(store, cast.ben, idea)
    assert (said(store, idea)[0], len(rows(store, Response))) == (DECIDING, 1)
    assert not rows(store, Post)[0].awaits_reply
    work()
    assert (told(store, "response"), told(store, "stage_back")) == ([cast.ana], [cast.ana])
    assert problems(store) == []


def test_a_move_back_to_a_stage_that_was_given_up_is_possible(store, cast, go, idea, stages):
    go(idea, DECIDING, DOING)
    with store.writing() as db:
        commands.change_stage(db, stage_id=stages[DECIDING], names={"en": "x"}, position=2, active=False)
    take_back(store, cast.ben, idea)
    assert said(store, idea)[0] == DECIDING


@pytest.mark.parametrize("who", ["ana", "otto", "lea", "hana"])
def test_nobody_else_takes_a_move_back(store, cast, as_, go, idea, who):
    go(idea, DOING)
    visitor, typed = as_(getattr(cast, who)), {"entry": str(rows(store, StageEntry)[-1].id)}
    assert "Take back the last move" not in visitor.get(f"/ideas/{idea}", follow_redirects=True).text
    assert visitor.request("DELETE", f"/ideas/{idea}/stage", data=typed).status_code == 403
    assert said(store, idea)[0] == DOING


def test_no_move_of_what_was_hidden_is_taken_back(store, cast, go, idea):
    go(idea, DOING)
    hidden(store, by=cast.mia, post=idea)
    with pytest.raises(Forbidden):
        take_back(store, cast.ben, idea)


def test_neither_posting_nor_what_an_import_brought_is_a_move(store, cast, as_, go, idea):
    assert "Take back the last move" not in as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text
    with pytest.raises(TooLate):
        take_back(store, cast.ben, idea)
    go(idea, DONE)
    with store.writing() as db:
        db.execute(update(StageEntry).values(by_id=None))
    assert "Take back the last move" not in as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text
    with pytest.raises(TooLate):
        take_back(store, cast.ben, idea)


def test_a_move_that_is_taken_back_brings_the_idea_to_the_front(store, cast, go, idea):
    go(idea, DOING)
    with at(NOON + timedelta(days=3)):
        take_back(store, cast.ben, idea)
    assert rows(store, Post)[0].moved_at == NOON + timedelta(days=3)


def test_what_is_refused_leaves_no_line_and_no_entry(store, cast, go, idea, stages):
    go(idea, DOING)
    before = (len(rows(store, CreditLine)), len(rows(store, StageEntry)))
    with pytest.raises(Invalid):
        move(store, cast.ben, idea, stages[DECLINED])
    with pytest.raises(Forbidden):
        move(store, cast.otto, idea, stages[OPEN])
    assert (len(rows(store, CreditLine)), len(rows(store, StageEntry))) == before


def test_a_line_of_another_idea_is_not_given_back(store, cast, go):
    """Both went live at the same moment, as after an import."""
    every = [an_idea(store, by=cast.ana) for _n in range(2)]
    for idea in every:
        go(idea, DONE, DECLINED)
    take_back(store, cast.ben, every[0])
    assert [len(rows(store, CreditLine, subject_ref=idea, act="live")) for idea in every] == [3, 2]
    assert problems(store) == []
