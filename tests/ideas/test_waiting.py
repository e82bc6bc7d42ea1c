"""What waits for a response: the oldest first, for how long, and where a lead finds what is theirs."""

import html
import re
from datetime import UTC, datetime

import pytest
import time_machine

from app.ideas import queries
from app.people import commands as people
from app.people.queries import colleague, department
from tests.makers import a_response, an_idea, hidden

DAYS = {"Third": 9, "First": 1, "Second": 4}


def day(number):
    return datetime(2026, 5, number, 9, tzinfo=UTC)


@pytest.fixture
def waiting(store, cast):
    """Three for operations, one for sales, looked at on the tenth of May; Ben leads only operations."""
    with time_machine.travel(day(1), tick=False):
        an_idea(store, by=cast.ana, title="Elsewhere", department="sales")
    for title, number in DAYS.items():
        with time_machine.travel(day(number), tick=False):
            an_idea(store, by=cast.ana, title=title)
    with time_machine.travel(day(10), tick=False):
        yield


def listed(response):
    """Title and age of each row."""
    rows = re.findall(r"<h2[^>]*><a [^>]*>([^<]+)</a></h2>.*?<time [^>]*>([^<]+)</time>", response.text, re.DOTALL)
    return [(title, said) for title, said in rows]


def queue(response):
    found = re.search(r'<a class="bell bell--queue" href="([^"]+)">.*?hidden">([^<]+)</span>', response.text, re.DOTALL)
    return (html.unescape(found[1]), found[2]) if found else None


def test_the_oldest_is_first_with_the_days_it_has_waited(waiting, cast, as_):
    assert listed(as_(cast.ben).get("/ideas?sort=waiting&mine=yes")) == [
        ("First", "waiting for 9 days"),
        ("Second", "waiting for 6 days"),
        ("Third", "waiting for 1 day"),
    ]


def test_what_came_today_is_new(store, cast, as_):
    an_idea(store, by=cast.ana, title="Now")
    assert listed(as_(cast.ben).get("/ideas?sort=waiting")) == [("Now", "new today")]


def test_days_are_counted_where_the_reader_is(store, cast, as_):
    with time_machine.travel(datetime(2026, 5, 1, 20, tzinfo=UTC), tick=False):
        an_idea(store, by=cast.ana, title="Late")
    with store.writing() as db:
        people.choose_settings(db, person=colleague(db, cast.ben), language="en", time_zone="Asia/Bangkok")
    with time_machine.travel(datetime(2026, 5, 2, 1, tzinfo=UTC), tick=False):
        assert listed(as_(cast.ben).get("/ideas?sort=waiting")) == [("Late", "new today")]
        assert listed(as_(cast.lea).get("/ideas?sort=waiting")) == [("Late", "waiting for 1 day")]


def test_a_lead_finds_what_waits_from_every_page(waiting, store, cast, as_):
    visitor = as_(cast.ben)
    address, said = queue(visitor.get("/topics"))
    assert said == "3 ideas wait for you"
    page = visitor.get(address)
    assert [title for title, _age in listed(page)] == ["First", "Second", "Third"]
    assert "<h1" in page.text and "Waiting for you</h1>" in page.text
    # Whoever looks at what waits is not asked for more of it.
    assert "Say it in one sentence." not in page.text
    for idea in (2, 3, 4):
        a_response(store, by=cast.ben, to=idea)
    assert queue(visitor.get("/topics")) is None
    assert f'href="{html.escape(address)}"' in visitor.get("/topics").text
    assert "Nothing waits for a response." in visitor.get(address).text


@pytest.mark.parametrize("who", ["ana", "lea", "mia", "hana"])
def test_nobody_else_has_a_queue(waiting, cast, as_, who):
    page = as_(getattr(cast, who)).get("/topics").text
    assert "Waiting for you" not in page and "wait for you" not in page
    shown = as_(getattr(cast, who)).get("/ideas?sort=waiting&mine=yes")
    assert len(listed(shown)) == 4 and "Waiting for you" not in shown.text


def test_a_lead_of_two_departments_has_both_in_one(waiting, store, cast, as_):
    with store.writing() as db:
        people.set_lead(db, department(db, cast.sales), lead_id=cast.ben)
    page = as_(cast.ben).get("/ideas?sort=waiting&mine=yes")
    assert {title for title, _age in listed(page)} == {"Elsewhere", *DAYS}
    narrowed = as_(cast.ben).get("/ideas?sort=waiting&mine=yes&department=sales")
    assert [title for title, _age in listed(narrowed)] == ["Elsewhere"]
    assert 'name="mine" value="yes"' in narrowed.text
    front = as_(cast.ben).get("/").text
    assert re.search(r"1 idea waits for you.*wrote it would like.*The longest wait is 9 days", front, re.DOTALL)
    assert re.search(r"3 ideas wait for you.*wrote them would like", front, re.DOTALL)


def test_what_was_hidden_or_answered_is_not_counted(waiting, store, cast):
    hidden(store, by=cast.mia, post=2)
    a_response(store, by=cast.ben, to=3)
    with store.reading() as db:
        assert queries.count_waiting(db, {cast.operations}) == 1
        assert queries.queues(db, {cast.operations, cast.quality}) == {cast.operations: queries.Queue(1, day(4))}


def test_the_count_goes_no_further_than_it_is_shown(store, cast, monkeypatch):
    monkeypatch.setattr("app.ideas.queries.holders.MOST_COUNTED", 2)
    for _n in range(3):
        an_idea(store, by=cast.ana)
    with store.reading() as db:
        assert queries.count_waiting(db, {cast.operations}) == 2


@pytest.mark.parametrize(("sort", "days"), [("moving", [8, 9]), ("newest", [9, 8])])
def test_other_lists_tell_when_as_well(store, cast, as_, sort, days):
    """By what moves, when it moved; by what is new, when it was shared."""
    for number in (8, 9):
        with time_machine.travel(day(number), tick=False):
            an_idea(store, by=cast.ana, title=str(number))
    with time_machine.travel(datetime(2026, 5, 20, tzinfo=UTC), tick=False):
        a_response(store, by=cast.ben, to=1)
        found = listed(as_(cast.ana).get(f"/ideas?sort={sort}"))
    assert [title for title, _said in found] == [str(number) for number in days]
    assert found[days.index(9)][1] == "May 9, 2026"
    assert found[days.index(8)][1] == ("just now" if sort == "moving" else "May 8, 2026")
