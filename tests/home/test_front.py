"""The front page."""

import html
import re

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.campaigns import commands as campaigns
from app.core.subjects import Subject
from app.credits.models import Party
from app.discussion.models import Post
from app.ideas import commands as ideas
from app.ideas.models import StageKind
from app.ideas.queries import first_stage, way
from app.people import commands as people
from app.people.queries import colleague, department
from app.recognition import commands as recognition
from tests.makers import a_response, a_topic, an_idea, hidden, removed
from tests.recognition import giving
from tests.recognition.giving import awarded


def read(response):
    return " ".join(html.unescape(response.text).split())


def test_an_empty_company_is_told_how_to_begin(cast, as_):
    page = read(as_(cast.ana).get("/"))
    for said in ("Yours could be the first.", "No topic yet.", "Nobody has been thanked yet."):
        assert said in page


def test_what_moves_stands_on_the_front_page(store, cast, as_):
    an_idea(store, by=cast.ana, title="Plant trees")
    a_topic(store, by=cast.ana, title="Lunch together")
    with store.writing() as db:
        recognition.thank(db, giver=colleague(db, cast.ana), receivers=[(Party.PERSON, cast.otto)], message="Thanks.")
    page = read(as_(cast.lea).get("/"))
    assert re.search(r"Plant trees.*Lunch together", page)
    assert "Ana" in page and "Otto" in page


def test_the_latest_idea_that_went_live_leads(store, cast, as_):
    for title in ("Plant trees", "Plant shrubs"):
        a_response(store, by=cast.ben, to=an_idea(store, by=cast.ana, title=title), stage=StageKind.DONE)
    page = read(as_(cast.lea).get("/"))
    assert re.search(r'class="lead__title".{0,40}<a href="/ideas/2-plant-shrubs"', page)
    assert "Gone live" in page


def left(store, cast, idea):
    a_response(store, by=cast.ben, to=idea, stage=StageKind.DECLINED, decision="No longer.")


def back_to_a_trial(store, cast, idea):
    a_response(store, by=cast.ben, to=idea, stage=StageKind.DOING, decision="Once more.")


def declined_before_credit_followed(store, cast, idea):
    """As a release before this one left it."""
    with store.writing() as db:
        declined = first_stage(db, StageKind.DECLINED).id
        db.execute(update(Post).where(col(Post.id) == idea).values(stage_id=declined))


@pytest.mark.parametrize(
    "leave",
    [
        left,
        back_to_a_trial,
        declined_before_credit_followed,
        lambda store, cast, idea: hidden(store, by=cast.mia, post=idea),
        lambda store, cast, idea: removed(store, by=cast.ana, post=idea),
    ],
)
def test_what_is_live_no_longer_or_taken_from_sight_leads_no_more(store, cast, as_, leave):
    first, latest = (an_idea(store, by=cast.ana, title=title) for title in ("Plant trees", "Plant shrubs"))
    for idea in (first, latest):
        a_response(store, by=cast.ben, to=idea, stage=StageKind.DONE)
    for idea, leads in ((latest, "1-plant-trees"), (first, "")):
        leave(store, cast, idea)
        found = re.search(r'class="lead__title".{0,40}<a href="/ideas/([^"]+)"', read(as_(cast.lea).get("/")))
        assert (found[1] if found else "") == leads


def test_an_idea_that_was_declined_by_mistake_leads_again(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    for kind in (StageKind.DONE, StageKind.DECLINED):
        a_response(store, by=cast.ben, to=idea, stage=kind)
    assert "Gone live" not in read(as_(cast.lea).get("/"))
    with store.writing() as db:
        entry = way(db, idea).walked[-1].id
        ideas.take_back_move(db, person=colleague(db, cast.ben), idea_id=idea, entry=entry)
    assert "Gone live" in read(as_(cast.lea).get("/"))


def test_a_lead_is_told_what_waits_and_others_are_not(store, cast, as_):
    for _n in range(2):
        an_idea(store, by=cast.ana)
    answered = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=answered)
    assert "2 ideas wait for you" in read(as_(cast.ben).get("/"))
    for other in (cast.ana, cast.lea, cast.mia):
        assert "wait for you" not in read(as_(other).get("/"))


def test_a_lead_of_a_closed_department_is_not_pressed(store, cast, as_):
    an_idea(store, by=cast.ana)
    with store.writing() as db:
        people.change_department(db, department(db, cast.operations), active=False)
    assert "waits for you" not in read(as_(cast.ben).get("/"))


@pytest.mark.parametrize(
    ("lang", "shown", "tag"),
    [("en", "Onward.", "en"), ("zh-Hans", "向前。", "zh-Hans"), ("th", "Onward.", "en")],
)
def test_the_direction_stands_under_the_masthead_in_the_readers_language(store, cast, as_, lang, shown, tag):
    with store.writing() as db:
        campaigns.set_direction(db, texts={"en": "Onward.", "zh-Hans": "向前。", "th": ""})
    page = as_(cast.ana).get("/", params={"lang": lang}).text
    assert re.search(rf'<q(?: lang="{tag}")? dir="auto">{shown}</q>', page)
    assert (f'<q lang="{tag}"' in page) or lang == tag


def test_a_stranger_is_shown_to_the_door(as_):
    response = as_(0).get("/")
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")


def test_everything_on_the_front_page_has_its_time(store, cast, as_):
    idea = an_idea(store, by=cast.ana, title="Plant trees")
    a_response(store, by=cast.ben, to=idea, stage=StageKind.DONE)
    a_topic(store, by=cast.ana, title="Lunch together")
    award = awarded(store, cast.lea, giving.person(cast.ana), subject=Subject("idea", idea))
    page = as_(cast.otto).get("/").text
    told = {
        "lead": re.search(r'class="lead".*?live since <time [^>]*>', page, re.DOTALL),
        "quote": re.search(
            rf'<figcaption.*?href="/recognition/{award}"[^>]*>Bridge builder</a>.*?<time.*?</figure>', page, re.DOTALL
        ),
        "idea": re.search(r'<article class="idea">.*?<time.*?</article>', page, re.DOTALL),
        "thanks": re.search(rf'gave.*?<a [^>]*href="/recognition/{award}"><time', page, re.DOTALL),
        "topic": re.search(r"Lunch together</a>[^<]*<span[^>]*>[^<]*<span[^>]*>·</span> <time", page, re.DOTALL),
    }
    assert [name for name, found in told.items() if not found] == []


def test_a_quote_that_is_no_award_leads_to_its_thanks(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=idea, stage=StageKind.DONE)
    given = giving.thanked(store, cast.otto, giving.person(cast.ana), subject=Subject("idea", idea))
    page = as_(cast.lea).get("/").text
    assert re.search(rf'<figcaption.*?<a [^>]*href="/recognition/{given}"><time.*?</figcaption>', page, re.DOTALL)
