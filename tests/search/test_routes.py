"""The page of results: any address gets an answer, and the last page is the last."""

import re

import pytest

from app.core.subjects import Subject
from app.people import commands as people
from app.people.queries import department, person
from app.search.index import Document
from app.search.routes import SIZE
from tests.makers import a_topic, an_idea


@pytest.fixture
def three_pages(application, monkeypatch) -> None:
    """Of which search shows two."""
    monkeypatch.setattr("app.search.routes.LAST_PAGE", 2)
    refs = range(1, 2 * SIZE + 2)
    found = [(Document(subject=Subject("idea", ref), title=f"Umbrella {ref}"), ref) for ref in refs]
    application.state.parts.index.write(found)


def next_page(client, number: str) -> list[str]:
    """The numbers of the pages that a page of results leads to."""
    shown = client.get("/search", params={"q": "umbrella", "page_number": number})
    assert shown.status_code == 200
    assert 'href="/ideas/' in shown.text
    return re.findall(r'href="/search\?[^"]*page_number=(\d+)"', shown.text)


@pytest.mark.parametrize("number", ["9" * 5000, "0" * 5000, "-1", "1.5", "²", "๒", ""])
def test_any_number_of_a_page_gets_an_answer(as_, cast, number):
    assert as_(cast.ana).get("/search", params={"q": "umbrella", "page_number": number}).status_code == 200


def test_a_page_leads_to_the_next_one(as_, cast, three_pages):
    assert next_page(as_(cast.ana), "") == next_page(as_(cast.ana), "0") == ["2"]


@pytest.mark.parametrize("number", ["2", "3", "1000", "9" * 5000])
def test_the_last_page_and_what_is_behind_it_lead_no_further(as_, cast, three_pages, number):
    assert next_page(as_(cast.ana), number) == []


def test_a_hit_leads_to_its_page(as_, cast, store, work):
    idea, topic = (
        an_idea(store, by=cast.ana, title="Plant trees"),
        a_topic(store, by=cast.ana, title="Trees by the gate"),
    )
    with store.writing() as db:
        people.change_person(db, person(db, cast.otto), name="Otto Trees")
        people.change_department(db, department(db, cast.sales), name="Trees & Sales")
    work()
    shown = as_(cast.ana).get("/search?q=trees").text
    places = (
        f"/ideas/{idea}-plant-trees",
        f"/topics/{topic}-trees-by-the-gate",
        f"/people/{cast.otto}",
        "/departments/sales",
    )
    for place in places:
        assert re.search(rf'<h3[^>]*><a href="{place}"', shown)
        assert as_(cast.ana).get(place).status_code == 200
