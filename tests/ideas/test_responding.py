"""The department's official reply: who gives it, what it changes, and the credit for what came of it."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core.clock import at, now
from app.core.errors import Forbidden, Invalid
from app.credits.models import CreditLine
from app.ideas import commands, queries
from app.ideas.models import Response, StageEntry, StageKind
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import colleague, department, person
from tests.makers import a_response, a_vote, an_idea, hidden, removed, rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TYPED = {"heard": "You want trees.", "decision": "We plant some.", "reasons": "Shade.", "next_step": "We ask around."}


@pytest.fixture
def stages(store, cast):
    """The first stage of each kind, by kind."""
    with store.reading() as db:
        return {kind: queries.first_stage(db, kind).id for kind in StageKind}


def idea_of(store, idea_id):
    with store.reading() as db:
        return queries.idea(db, idea_id)


def move(store, *, by, idea, stage):
    with store.writing() as db:
        commands.move_idea(db, mover=colleague(db, by), idea_id=idea, stage=stage)


def given_up(store, stage):
    with store.writing() as db:
        commands.change_stage(db, stage_id=stage, names={"en": "x"}, position=2, active=False)


def acts(store, person_id):
    return [line.act for line in rows(store, CreditLine, party_id=person_id, counters=0)]


def told(store, kind):
    return sorted(notice.person_id for notice in rows(store, Notice, kind=kind))


def test_the_lead_responds_by_the_form_of_the_page(store, cast, as_, stages):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(cast.ben)
    assert f'action="/ideas/{idea}/response?_as=' in visitor.get(f"/ideas/{idea}", follow_redirects=True).text
    soon = now().date() + timedelta(days=7)
    typed = TYPED | {"next_date": soon.isoformat(), "stage": str(stages[StageKind.DOING])}
    response = visitor.post(f"/ideas/{idea}/response", data=typed)
    assert (response.status_code, response.headers["location"]) == (303, f"/ideas/{idea}-plant-trees#response")
    [given] = rows(store, Response)
    assert (given.by_id, given.by_name, given.department_id, given.next_date, given.decision) == (
        cast.ben,
        "Ben",
        cast.operations,
        soon,
        "We plant some.",
    )
    post, changed = idea_of(store, idea)
    assert (post.stage_id, post.awaits_reply, changed.responded_at is None) == (stages[StageKind.DOING], False, False)


def test_the_form_says_in_which_language_the_department_is_named(store, cast, as_):
    with store.writing() as db:
        people.change_department(db, department(db, cast.operations), name="质量部")
    page = as_(cast.ben).get(f"/ideas/{an_idea(store, by=cast.ana)}", follow_redirects=True).text
    assert 'Respond for <span lang="zh-Hans" dir="auto">质量部</span>' in page
    assert re.search(r'<p class="kicker">Idea for <a [^>]*lang="zh-Hans" dir="auto">质量部</a>', page)


def test_a_response_stands_on_the_page_of_the_idea(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=idea, reasons="<b>Shade</b>")
    page = as_(cast.otto).get(f"/ideas/{idea}", follow_redirects=True).text
    for words in ("You want trees.", "We plant some.", "&lt;b&gt;Shade&lt;/b&gt;"):
        assert words in page


def test_the_latest_response_stands_first(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=idea, decision="Not yet.")
    a_response(store, by=cast.ben, to=idea, decision="Now.")
    page = as_(cast.otto).get(f"/ideas/{idea}", follow_redirects=True).text
    assert page.index("Now.") < page.index("1 earlier response") < page.index("Not yet.")


def test_without_a_stage_what_was_open_is_answered_and_stays_there(store, cast, as_, stages):
    idea = an_idea(store, by=cast.ana)
    for decision in ("We plant some.", "We planted them."):
        typed = TYPED | {"stage": "", "decision": decision}
        assert as_(cast.ben).post(f"/ideas/{idea}/response", data=typed).status_code == 303
    assert idea_of(store, idea)[0].stage_id == stages[StageKind.ANSWERED]
    assert [entry.stage_id for entry in rows(store, StageEntry)] == [stages[StageKind.OPEN], stages[StageKind.ANSWERED]]
    assert acts(store, cast.ana) == ["posted"]


@pytest.mark.parametrize("kind", [StageKind.DECIDING, StageKind.DOING, StageKind.DONE])
def test_without_a_stage_what_was_looked_at_stays_where_it_is(store, cast, stages, kind):
    idea = an_idea(store, by=cast.ana)
    move(store, by=cast.ben, idea=idea, stage=stages[kind])
    a_response(store, by=cast.ben, to=idea)
    assert idea_of(store, idea)[0].stage_id == stages[kind]
    assert len(rows(store, StageEntry)) == 2


def test_without_a_stage_for_it_what_was_answered_is_at_the_last_that_claims_nothing(store, cast, stages):
    left_out = [StageKind.ANSWERED, StageKind.DECIDING]
    for kind, rest in zip(left_out, (StageKind.DECIDING, StageKind.OPEN), strict=True):
        given_up(store, stages[kind])
        idea = an_idea(store, by=cast.ana)
        a_response(store, by=cast.ben, to=idea)
        assert idea_of(store, idea)[0].stage_id == stages[rest]


def test_an_idea_stays_open_only_where_somebody_chooses_that(store, cast, as_, stages):
    idea = an_idea(store, by=cast.ana)
    page = html.unescape(as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text)
    assert f'<option value="{stages[StageKind.ANSWERED]}" selected>Answered</option>' in page
    assert "It is at “Posted” now, and stays there only if you choose that." in page
    as_(cast.ben).post(f"/ideas/{idea}/response", data=TYPED | {"stage": str(stages[StageKind.OPEN])})
    post, found = idea_of(store, idea)
    assert (post.stage_id, post.awaits_reply, found.responded_at is None) == (stages[StageKind.OPEN], False, False)
    page = as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text
    assert f'<option value="{stages[StageKind.ANSWERED]}" selected>Answered</option>' in page


def test_at_a_stage_that_was_given_up_somebody_has_to_choose(store, cast, as_, stages):
    idea = an_idea(store, by=cast.ana)
    move(store, by=cast.ben, idea=idea, stage=stages[StageKind.DECIDING])
    given_up(store, stages[StageKind.DECIDING])
    page = as_(cast.ben).get(f"/ideas/{idea}", follow_redirects=True).text
    form = page.partition(f'action="/ideas/{idea}/response?_as=')[2].partition("</form>")[0]
    assert ('<option value="">Choose a stage</option>' in form, " selected" in form) == (True, False)


@pytest.mark.parametrize("who", ["ana", "otto", "lea", "hana"])
def test_nobody_else_responds_or_moves(store, cast, as_, stages, who):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(getattr(cast, who))
    assert f'action="/ideas/{idea}/response?_as=' not in visitor.get(f"/ideas/{idea}", follow_redirects=True).text
    refused = visitor.post(f"/ideas/{idea}/response", data=TYPED)
    moved = visitor.put(f"/ideas/{idea}/stage", data={"stage": str(stages[StageKind.DOING])})
    assert [response.status_code for response in (refused, moved)] == [403, 403]
    assert "Only the lead of the department can respond for it." in refused.text
    assert (rows(store, Response), idea_of(store, idea)[0].stage_id) == ([], stages[StageKind.OPEN])


def test_the_lead_of_another_department_does_not_respond(store, cast, as_):
    idea = an_idea(store, by=cast.ana, department="sales")
    assert as_(cast.ben).post(f"/ideas/{idea}/response", data=TYPED).status_code == 403
    assert rows(store, Response) == []


def test_an_administrator_responds_anywhere(store, cast, as_):
    idea = an_idea(store, by=cast.ana, department="sales")
    assert as_(cast.mia).post(f"/ideas/{idea}/response", data=TYPED).status_code == 303
    assert [given.by_id for given in rows(store, Response)] == [cast.mia]


def test_a_lead_who_was_replaced_responds_no_more(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(cast.ben)
    with store.writing() as db:
        people.set_lead(db, department(db, cast.operations), lead_id=cast.otto)
    assert visitor.post(f"/ideas/{idea}/response", data=TYPED).status_code == 403
    assert as_(cast.otto).post(f"/ideas/{idea}/response", data=TYPED).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"heard": ""}, "heard"),
        ({"decision": " "}, "decision"),
        ({"decision": "x" * 5001}, "decision"),
        ({"next_date": "21.11.2026"}, "next_date"),
        ({"next_date": "2026-02-30"}, "next_date"),
        ({"next_date": "2001-01-01"}, "next_date"),
        *(({"reasons": nothing}, "reasons") for nothing in ("", "  ", "-", "…")),
        ({"stage": "99999"}, "stage"),
        ({"stage": "x"}, "stage"),
    ],
)
def test_a_refused_response_keeps_what_was_typed_and_changes_nothing(store, cast, as_, wrong, field):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.ben).post(f"/ideas/{idea}/response", data=TYPED | wrong)
    page = html.unescape(response.text)
    assert (response.status_code, f'id="f-{field}-error"' in page) == (422, True)
    assert "We ask around.</textarea>" in page
    assert rows(store, Response) == []
    assert idea_of(store, idea)[0].awaits_reply
    assert acts(store, cast.ben) == []


def test_the_sentence_about_a_date_says_how_to_write_it(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    page = as_(cast.ben).post(f"/ideas/{idea}/response", data=TYPED | {"next_date": "tomorrow"}).text
    assert re.search(r'id="f-next_date-error">.*Write the date as year-month-day', page)


@pytest.mark.parametrize(
    ("home", "taken", "refused"),
    [
        ("Asia/Bangkok", "2026-03-03", "2026-03-02"),
        ("America/New_York", "2026-03-02", "2026-03-01"),
        ("", "2026-03-02", "2026-03-01"),
    ],
)
def test_the_next_date_is_today_or_later_where_the_responder_sits(store, cast, as_, home, taken, refused):
    """It is late in the evening of 2 March in UTC, which is the company's own time."""
    with time_machine.travel(datetime(2026, 3, 2, 22, tzinfo=UTC), tick=False):
        with store.writing() as db:
            people.change_person(db, person(db, cast.ben), time_zone=home)
        idea, visitor = an_idea(store, by=cast.ana), as_(cast.ben)
        assert f'min="{taken}"' in visitor.get(f"/ideas/{idea}", follow_redirects=True).text
        answer = visitor.post(f"/ideas/{idea}/response", data=TYPED | {"next_date": refused})
        assert (answer.status_code, "This day is past." in answer.text) == (422, True)
        assert rows(store, Response) == []
        assert visitor.post(f"/ideas/{idea}/response", data=TYPED | {"next_date": taken}).status_code == 303


def test_a_second_press_after_midnight_is_still_no_second_response(store, cast):
    idea = an_idea(store, by=cast.ana)
    with at(NOON):
        first = a_response(store, by=cast.ben, to=idea, next_date=NOON.date())
    with at(NOON + timedelta(days=1)):
        assert a_response(store, by=cast.ben, to=idea, next_date=NOON.date()) == first


@pytest.mark.parametrize("kind", list(StageKind))
def test_no_response_is_given_without_reasons(store, cast, kind):
    idea = an_idea(store, by=cast.ana)
    with pytest.raises(Invalid) as refusal:
        a_response(store, by=cast.ben, to=idea, stage=kind, reasons="-")
    assert (refusal.value.field, rows(store, Response), len(rows(store, StageEntry))) == ("reasons", [], 1)


def test_the_form_asks_for_reasons_and_says_what_they_are(store, cast, as_):
    page = as_(cast.ben).get(f"/ideas/{an_idea(store, by=cast.ana)}", follow_redirects=True).text
    assert re.search(r'<textarea id="f-reasons"[^>]* required', page)
    assert "Why you decided so, in whole sentences." in page


def test_a_response_is_credited_and_told(store, cast, work):
    idea = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=idea, stage=StageKind.DECIDING)
    assert acts(store, cast.ben) == ["responded"]
    for _n in range(2):
        work()
    assert (told(store, "response"), told(store, "stage")) == ([cast.ana], [])
    a_response(store, by=cast.ben, to=idea, decision="We planted them.")
    assert acts(store, cast.ben) == ["responded", "responded"]


def test_nobody_hears_of_their_own_response(store, cast, work):
    a_response(store, by=cast.ben, to=an_idea(store, by=cast.ben))
    work()
    assert rows(store, Notice) == []


def test_moving_to_the_stage_it_is_at_enters_nothing(store, cast, work, stages):
    idea = an_idea(store, by=cast.ana)
    move(store, by=cast.ben, idea=idea, stage=stages[StageKind.OPEN])
    work()
    assert (len(rows(store, StageEntry)), told(store, "stage")) == (1, [])


def test_a_move_alone_is_told_as_a_stage(store, cast, as_, work, stages):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.ben).post(f"/ideas/{idea}/stage?_method=PUT", data={"stage": str(stages[StageKind.DOING])})
    assert (response.status_code, response.headers["location"]) == (303, f"/ideas/{idea}-plant-trees")
    work()
    assert (told(store, "stage"), told(store, "response")) == ([cast.ana], [])


def test_a_move_to_a_stage_that_is_not_there_is_refused(store, cast, as_, stages):
    idea = an_idea(store, by=cast.ana)
    for stage in ("99999", "x", ""):
        assert as_(cast.ben).put(f"/ideas/{idea}/stage", data={"stage": stage}).status_code == 422
    assert idea_of(store, idea)[0].stage_id == stages[StageKind.OPEN]


def test_a_stage_that_was_given_up_is_not_entered(store, cast, stages):
    idea = an_idea(store, by=cast.ana)
    given_up(store, stages[StageKind.DECIDING])
    with pytest.raises(Invalid):
        move(store, by=cast.ben, idea=idea, stage=stages[StageKind.DECIDING])


def test_a_response_moves_its_idea_to_the_front(store, cast):
    with at(NOON):
        idea = an_idea(store, by=cast.ana)
    with at(NOON + timedelta(minutes=5)):
        a_response(store, by=cast.ben, to=idea)
    assert idea_of(store, idea)[0].moved_at == NOON + timedelta(minutes=5)


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_is_not_answered(store, cast, as_, taken_away):
    idea = an_idea(store, by=cast.ana)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=idea)
    response = as_(cast.ben).post(f"/ideas/{idea}/response", data=TYPED)
    assert (response.status_code, "removed in the meantime" in response.text) == (403, True)
    assert rows(store, Response) == []


def test_a_response_to_nothing_is_not_found(cast, as_):
    assert as_(cast.ben).post("/ideas/99999/response", data=TYPED).status_code == 404
    assert as_(cast.ben).put("/ideas/99999/stage", data={"stage": "1"}).status_code == 404


def test_a_link_to_a_response_leads_to_its_idea(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    response = a_response(store, by=cast.ben, to=idea)
    found = as_(cast.otto).get(f"/ideas/responses/{response}")
    assert (found.status_code, found.headers["location"]) == (303, f"/ideas/{idea}-plant-trees#response")


def test_a_response_keeps_the_name_it_was_given_under(store, cast):
    idea = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=idea)
    with store.writing() as db:
        people.change_person(db, person(db, cast.ben), name="Benjamin")
    with store.reading() as db:
        assert [given.by_name for given in queries.responses(db, idea)] == ["Ben"]


def test_a_refused_response_leaves_no_credit(store, cast):
    idea = an_idea(store, by=cast.ana)
    with pytest.raises(Forbidden):
        a_response(store, by=cast.otto, to=idea, stage=StageKind.DOING)
    assert acts(store, cast.ana) == ["posted"]
    assert acts(store, cast.otto) == []


def test_the_form_is_folded_until_it_is_asked_for_or_refused(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=idea)
    client = as_(cast.ben)

    def fold(page):
        respond = page[page.index('id="respond"') :]
        return "1 person backs it." in respond, re.findall(r'<details class="fold"([^>]*)>', respond)[0].strip()

    assert fold(client.get(f"/ideas/{idea}", follow_redirects=True).text) == (True, "")
    assert fold(client.get(f"/ideas/{idea}/response").text) == (True, "open")
    refused = client.post(f"/ideas/{idea}/response", data={"heard": "Trees."})
    assert (refused.status_code, fold(refused.text)) == (422, (True, "open"))
    assert 'id="respond"' not in as_(cast.otto).get(f"/ideas/{idea}/response").text


def test_the_waiting_list_leads_those_who_answer_to_the_open_form(store, cast, as_):
    idea, own = an_idea(store, by=cast.ana), an_idea(store, by=cast.ben)
    address = 'href="/ideas/{}/response#respond"'
    page = as_(cast.ben).get("/ideas?sort=waiting").text
    assert (address.format(idea) in page, address.format(own) in page) == (True, False)
    assert address.format(own) in as_(cast.mia).get("/ideas?sort=waiting").text
    for who, listing in ((cast.otto, "/ideas?sort=waiting"), (cast.ben, "/ideas")):
        assert "/response" not in as_(who).get(listing).text
