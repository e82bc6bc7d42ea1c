import re

import pytest
from sqlalchemy import event

from app.credits.models import Party
from app.ideas import commands as ideas
from app.ideas.models import StageKind
from app.people import commands as people
from app.people.queries import colleague, department, person
from app.recognition import commands as recognition
from tests.makers import a_response, an_idea, hidden, removed


def thanks(store, *, by, to, message):
    with store.writing() as db:
        return recognition.thank(db, giver=colleague(db, by), receivers=to, message=message).id


def statements(store, ask):
    """How many statements the database was sent meanwhile."""
    count = []

    def heard(*_about):
        count.append(1)

    event.listen(store.engine, "before_cursor_execute", heard)
    try:
        assert ask().status_code == 200
    finally:
        event.remove(store.engine, "before_cursor_execute", heard)
    return len(count)


@pytest.mark.parametrize("page", ["/departments", "/departments/sales", "/people/1"])
def test_profiles_are_for_whoever_is_signed_in(as_, cast, page):
    assert as_(cast.otto).get(page).status_code == 200
    assert as_(0).get(page).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("page", ["/departments/nowhere", "/people/999", "/people/0", "/people/99999999999999999999"])
def test_what_is_not_there_answers_404(as_, cast, page):
    assert as_(cast.ana).get(page).status_code == 404


def test_more_departments_cost_no_more_statements(as_, cast, store):
    ana = as_(cast.ana)
    few = statements(store, lambda: ana.get("/departments"))
    with store.writing() as db:
        for number in range(9):
            people.add_department(db, name=f"Shop {number}", lead_id=cast.ben)
    assert statements(store, lambda: ana.get("/departments")) == few


def test_a_department_tells_what_it_is(as_, cast, store):
    with store.writing() as db:
        about = {"purpose": "We run it.", "serves": "Everybody", "hours": "8 to 17", "time_zone": "Asia/Bangkok"}
        people.change_department(db, department(db, cast.operations), contacts="Desk 4", **about)
    page = as_(cast.ana).get("/departments/operations").text
    for said in ("We run it.", "Everybody", "8 to 17", "Asia/Bangkok", "Desk 4", "Ben", "Mia"):
        assert said in page
    assert "to=department%3Aoperations" in page


def test_nobody_is_asked_to_thank_their_own_department(as_, cast):
    assert "to=department%3Asales" not in as_(cast.ana).get("/departments/sales").text


def test_a_department_shows_its_ideas_and_no_others(as_, cast, store):
    an_idea(store, by=cast.ana, department="operations", title="Plant trees")
    an_idea(store, by=cast.ana, department="quality", title="Weigh twice")
    page = as_(cast.otto).get("/departments/operations").text
    assert "Plant trees" in page
    assert "Weigh twice" not in page


def test_more_ideas_than_fit_are_a_link_away(as_, cast, store):
    for number in range(10):
        an_idea(store, by=cast.ana, title=f"Tree {number}")
    otto = as_(cast.otto)
    assert "/ideas?department=operations" not in otto.get("/departments/operations").text
    an_idea(store, by=cast.ana, title="Tree 10")
    assert "/ideas?department=operations" in otto.get("/departments/operations").text


def test_thanks_within_a_department_stand_once(as_, cast, store):
    inside = thanks(store, by=cast.ben, to=[(Party.PERSON, cast.mia)], message="You fixed the door.")
    outside = thanks(store, by=cast.ben, to=[(Party.PERSON, cast.ana)], message="You kept calm.")
    page = as_(cast.otto).get("/departments/operations").text
    assert page.count(f'id="recognition-{inside}"') == 1
    assert page.count(f'id="recognition-{outside}"') == 1


def test_a_person_stands_with_ideas_thanks_and_credit(as_, cast, store):
    an_idea(store, by=cast.ana, title="Plant trees")
    thanks(store, by=cast.ben, to=[(Party.PERSON, cast.ana)], message="You kept calm.")
    page = as_(cast.otto).get(f"/people/{cast.ana}").text
    assert page.count("Plant trees") >= 2
    assert "You kept calm." in page
    assert f"to=person%3A{cast.ana}" in page


def test_the_title_of_what_was_hidden_or_removed_is_told_nowhere_but_the_credit_stays(as_, cast, store):
    blamed = an_idea(store, by=cast.ana, title="Blame Zebedee")
    taken_back = an_idea(store, by=cast.ana, title="Blame Yolanda")
    with store.writing() as db:
        ideas.respond(
            db, responder=colleague(db, cast.mia), idea_id=blamed, heard="Hm.", decision="No.", reasons="Because."
        )
    said = thanks(store, by=cast.ben, to=[(Party.PERSON, cast.ana)], message="Thanks for blaming Xaver.")
    hidden(store, by=cast.mia, post=blamed, reason="A name.")
    hidden(store, by=cast.mia, recognition=said, reason="A name.")
    removed(store, by=cast.ana, post=taken_back)
    otto = as_(cast.otto)
    for whose, lines in ((cast.ana, 3), (cast.mia, 1)):
        page = otto.get(f"/people/{whose}").text
        assert not re.search("zebedee|yolanda|xaver", page, re.IGNORECASE)
        assert page.count("No longer shown") == lines


def test_a_lead_is_said_to_be_one(as_, cast):
    page = as_(cast.ana).get(f"/people/{cast.ben}").text
    assert "Leads" in page
    assert "/departments/operations" in page


def test_nobody_is_asked_to_thank_themselves(as_, cast):
    assert f"to=person%3A{cast.ana}" not in as_(cast.ana).get(f"/people/{cast.ana}").text


def test_the_page_of_somebody_who_left_stays_with_their_work(as_, cast, store):
    an_idea(store, by=cast.otto, title="Plant trees")
    with store.writing() as db:
        people.set_active(db, person(db, cast.otto), active=False)
    page = as_(cast.ana).get(f"/people/{cast.otto}")
    assert page.status_code == 200
    assert "Plant trees" in page.text
    assert "no longer works here" in page.text
    assert f"to=person%3A{cast.otto}" not in page.text


def test_a_closed_department_is_named_and_not_linked(as_, cast, store):
    with store.writing() as db:
        people.change_department(db, department(db, cast.sales), active=False)
    page = as_(cast.ben).get(f"/people/{cast.ana}").text
    assert "Sales" in page
    assert "/departments/sales" not in page


def test_what_somebody_is_credited_with_stands_once_with_everything_that_happened(as_, cast, store):
    post = an_idea(store, by=cast.ana, title="A lamp over the ramp")
    for kind in (StageKind.DOING, StageKind.DONE):
        a_response(store, by=cast.ben, to=post, stage=kind, decision=f"Yes, {kind}.")
    page = as_(cast.otto).get(f"/people/{cast.ana}").text
    credited = page[page.index("Credited with") :]
    assert credited.count("A lamp over the ramp") == 1
    assert re.findall(r'<span class="quiet">([A-Z][a-z ]+) <span', credited) == ["Went live", "Accepted", "Posted"]
