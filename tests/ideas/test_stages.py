"""Stages: what a new company starts with, how administrators change them, and the track on an idea's page."""

import re

import pytest
from sqlalchemy import update

from app.core.errors import Invalid, NotFound
from app.core.i18n import LANGUAGES, speaking
from app.ideas import commands, queries
from app.ideas.models import StageEntry, StageKind
from tests.makers import a_response, an_idea


def stages(store, active=True):
    with store.reading() as db:
        return queries.stages(db, active=active)


def steps(store, idea):
    with store.reading() as db:
        return [(step.label, step.state) for step in queries.whole(db, idea).steps]


def move(store, cast, idea, *kinds):
    """By responses, which lead to any stage."""
    for kind in kinds:
        a_response(store, by=cast.mia, to=idea, stage=kind, decision=f"It is {kind}.")


def page_of(visitor, idea):
    return visitor.get(f"/ideas/{idea}", follow_redirects=True).text


def test_a_new_company_has_every_kind_of_stage_in_every_language(store, cast):
    assert {stage.kind for stage in stages(store)} == set(StageKind)
    assert all(set(stage.names) == set(LANGUAGES) for stage in stages(store))


def test_starting_again_changes_nothing(store, cast):
    before = [stage.id for stage in stages(store)]
    with store.writing() as db:
        commands.add_first_stages(db)
    assert [stage.id for stage in stages(store)] == before


def test_a_company_without_stages_cannot_post(store):
    with pytest.raises(NotFound), store.reading() as db:
        queries.first_stage(db)


def test_a_stage_is_named_in_the_readers_language_or_any(store, cast):
    with store.writing() as db:
        thai = commands.add_stage(db, kind=StageKind.DOING, names={"th": "กำลังทำ"}, position=9)
    first = stages(store)[0]
    for tag, name in (("en", "Posted"), ("zh-Hans", "已提出"), ("th", "เสนอแล้ว")):
        with speaking(tag):
            assert first.name == name
    with speaking("en"):
        assert thai.name == "กำลังทำ"


def test_a_new_idea_has_its_way_ahead_of_it(store, cast):
    assert steps(store, an_idea(store, by=cast.ana)) == [
        ("Posted", "current"),
        ("Under review", "ahead"),
        ("Planned", "ahead"),
        ("Trial", "ahead"),
        ("Live", "ahead"),
    ]


def test_what_was_passed_over_is_skipped_and_not_done(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DONE)
    assert steps(store, idea) == [
        *(("Posted", "past"), ("Under review", "skipped"), ("Planned", "skipped"), ("Trial", "skipped")),
        ("Live", "current"),
    ]
    drawn = re.findall(r'<li class="track__step.*?</li>', page_of(as_(cast.ana), idea), re.DOTALL)
    said = [" ".join(re.sub("<[^>]+>", "", step).split()) for step in drawn]
    assert said[1:4] == ["Under review Skipped", "Planned Skipped", "Trial Skipped"]
    assert said[0].startswith("Posted Done")
    assert ["Done" in step for step in said] == [True, False, False, False, False]


@pytest.mark.parametrize(("tag", "word"), [("zh-Hans", "已跳过"), ("th", "ข้ามไป")])
def test_that_a_stage_was_skipped_is_said_in_the_readers_language(store, cast, as_, tag, word):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DOING)
    assert f'<span class="track__note">{word}</span>' in as_(cast.ana).get(f"/ideas/{idea}-plant-trees?lang={tag}").text


def test_what_an_idea_passed_elsewhere_before_it_was_brought_is_not_told(store, cast):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.ANSWERED)
    with store.writing() as db:
        db.execute(update(StageEntry).values(by_id=None))
    assert steps(store, idea)[:2] == [("Posted", "past"), ("Answered", "current")]
    move(store, cast, idea, StageKind.DONE)
    assert steps(store, idea) == [
        *(("Posted", "past"), ("Answered", "past"), ("Planned", "skipped"), ("Trial", "skipped"), ("Live", "current"))
    ]


def test_only_what_was_answered_has_that_as_a_step(store, cast):
    answered, other = an_idea(store, by=cast.ana), an_idea(store, by=cast.ana)
    move(store, cast, answered, StageKind.ANSWERED)
    assert steps(store, answered)[:3] == [("Posted", "past"), ("Under review", "skipped"), ("Answered", "current")]
    move(store, cast, answered, StageKind.DOING)
    move(store, cast, other, StageKind.DOING)
    assert dict(steps(store, answered))["Answered"] == "past"
    assert "Answered" not in dict(steps(store, other))
    move(store, cast, answered, StageKind.OPEN)
    assert "Answered" not in dict(steps(store, answered))


def test_what_an_idea_went_back_behind_lies_ahead_again_without_a_date(store, cast):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DOING, StageKind.DONE, StageKind.DOING)
    with store.reading() as db:
        last = queries.whole(db, idea).steps[-1]
    assert (last.label, last.state, last.note) == ("Live", "ahead", "")


def test_whatever_was_reached_lies_behind_a_decline_wherever_that_stands(store, cast):
    idea = an_idea(store, by=cast.ana)
    with store.writing() as db:
        declined = queries.first_stage(db, StageKind.DECLINED)
        commands.change_stage(db, stage_id=declined.id, names=declined.names, position=0, active=True)
    move(store, cast, idea, StageKind.DONE, StageKind.DECLINED)
    assert steps(store, idea) == [("Posted", "past"), ("Live", "past"), ("Declined", "current")]


def test_the_way_of_a_declined_idea_ends_there(store, cast):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DECIDING, StageKind.DECLINED)
    assert steps(store, idea) == [("Posted", "past"), ("Under review", "past"), ("Declined", "current")]


def test_an_idea_that_was_taken_up_again_forgets_that_it_was_declined(store, cast):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DECLINED, StageKind.DONE)
    assert steps(store, idea)[-1] == ("Live", "current")
    assert "Declined" not in dict(steps(store, idea))


def test_a_stage_that_was_given_up_stays_on_the_way_of_who_walked_it(store, cast):
    walked, new = an_idea(store, by=cast.ana), an_idea(store, by=cast.ana)
    move(store, cast, walked, StageKind.DECIDING, StageKind.DOING)
    with store.writing() as db:
        review = queries.first_stage(db, StageKind.DECIDING)
        commands.change_stage(db, stage_id=review.id, names=review.names, position=2, active=False)
    assert ("Under review", "past") in steps(store, walked)
    assert "Under review" not in dict(steps(store, new))


def test_an_idea_at_a_stage_that_was_given_up_still_has_a_page(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DECIDING)
    with store.writing() as db:
        review = queries.first_stage(db, StageKind.DECIDING)
        commands.change_stage(db, stage_id=review.id, names=review.names, position=2, active=False)
    for address in (f"/ideas/{idea}", "/ideas", "/"):
        response = as_(cast.ana).get(address, follow_redirects=True)
        assert (response.status_code, "Under review" in response.text) == (200, True)


def test_what_was_given_up_is_neither_skipped_nor_ahead(store, cast):
    idea = an_idea(store, by=cast.ana)
    with store.writing() as db:
        for kind in (StageKind.DECIDING, StageKind.DONE):
            row = queries.first_stage(db, kind)
            commands.change_stage(db, stage_id=row.id, names=row.names, position=row.position, active=False)
    move(store, cast, idea, StageKind.DOING)
    assert steps(store, idea) == [("Posted", "past"), ("Planned", "current"), ("Trial", "ahead")]


def test_the_last_stage_for_new_ideas_stays(store, cast):
    first = stages(store)[0]
    with pytest.raises(Invalid, match="Every new idea needs a first stage"), store.writing() as db:
        commands.change_stage(db, stage_id=first.id, names=first.names, position=1, active=False)
    assert stages(store)[0].active


def test_a_stage_that_is_not_there_is_not_changed(store, cast):
    with pytest.raises(Invalid), store.writing() as db:
        commands.change_stage(db, stage_id=99999, names={"en": "x"}, position=1, active=True)
