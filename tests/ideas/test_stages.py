"""Stages: what a new company starts with, how administrators change them, and the track on an idea's page."""

import pytest

from app.core.errors import Invalid, NotFound
from app.core.i18n import LANGUAGES, speaking
from app.ideas import commands, queries
from app.ideas.models import StageKind
from app.people.queries import colleague
from tests.makers import an_idea


def stages(store, active=True):
    with store.reading() as db:
        return queries.stages(db, active=active)


def steps(store, idea):
    with store.reading() as db:
        return [(step.label, step.state) for step in queries.whole(db, idea).steps]


def move(store, cast, idea, *kinds):
    for kind in kinds:
        with store.writing() as db:
            stage = queries.first_stage(db, kind).id or 0
            commands.move_idea(db, mover=colleague(db, cast.mia), idea_id=idea, stage=stage)


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
        commands.change_stage(db, stage_id=review.id or 0, names=review.names, position=2, active=False)
    assert ("Under review", "past") in steps(store, walked)
    assert "Under review" not in dict(steps(store, new))


def test_an_idea_at_a_stage_that_was_given_up_still_has_a_page(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    move(store, cast, idea, StageKind.DECIDING)
    with store.writing() as db:
        review = queries.first_stage(db, StageKind.DECIDING)
        commands.change_stage(db, stage_id=review.id or 0, names=review.names, position=2, active=False)
    for address in (f"/ideas/{idea}", "/ideas", "/"):
        response = as_(cast.ana).get(address, follow_redirects=True)
        assert (response.status_code, "Under review" in response.text) == (200, True)


def test_the_last_stage_for_new_ideas_stays(store, cast):
    first = stages(store)[0]
    with pytest.raises(Invalid, match="Every new idea needs a first stage"), store.writing() as db:
        commands.change_stage(db, stage_id=first.id or 0, names=first.names, position=1, active=False)
    assert stages(store)[0].active


def test_a_stage_that_is_not_there_is_not_changed(store, cast):
    with pytest.raises(Invalid), store.writing() as db:
        commands.change_stage(db, stage_id=99999, names={"en": "x"}, position=1, active=True)
