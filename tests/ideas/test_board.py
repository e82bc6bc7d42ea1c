"""The list of ideas: chosen by stage and department, in four orders, page by page."""

import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.core.clock import at
from app.core.web.page import Page
from app.discussion.queries import PAGE
from app.ideas.models import StageKind
from app.ideas.queries import first_stage
from tests.makers import a_response, a_vote, an_idea

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def shown(response):
    """Titles in their order."""
    return re.findall(r"<h2[^>]*><a [^>]*>([^<]+)</a></h2>", html.unescape(response.text))


def more(response):
    """Where the next page is."""
    found = re.search(r'href="([^"]*after=[^"]+)"', response.text)
    return html.unescape(found[1]) if found else ""


@pytest.fixture
def three(store, cast):
    """For sales and answered, for operations and backed, for operations."""
    with at(NOON):
        answered = an_idea(store, by=cast.ana, title="Answered", department="sales")
    with at(NOON + timedelta(minutes=1)):
        backed = an_idea(store, by=cast.ana, title="Backed")
    with at(NOON + timedelta(minutes=2)):
        an_idea(store, by=cast.ana, title="Latest")
    with at(NOON + timedelta(minutes=3)):
        a_vote(store, by=cast.otto, on=backed)
        a_response(store, by=cast.mia, to=answered, stage=StageKind.DOING)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Answered", "Latest", "Backed"]),
        ("sort=moving", ["Answered", "Latest", "Backed"]),
        ("sort=newest", ["Latest", "Backed", "Answered"]),
        ("sort=backed", ["Backed", "Latest", "Answered"]),
        ("sort=waiting", ["Backed", "Latest"]),
        ("department=operations", ["Latest", "Backed"]),
        ("department=quality", []),
        ("stage={doing}", ["Answered"]),
        ("stage={doing}&department=operations", []),
        ("sort=newest&stage={open}&department=operations", ["Latest", "Backed"]),
    ],
)
def test_ideas_are_chosen_and_ordered(store, cast, as_, three, query, titles):
    with store.reading() as db:
        ids = {kind.value: first_stage(db, kind).id for kind in StageKind}
    assert shown(as_(cast.lea).get(f"/ideas?{query.format(**ids)}")) == titles


@pytest.mark.parametrize(
    "query",
    [
        *("sort=loudest", "sort=moving&sort=newest", "unknown=1"),
        *("stage=99999", "stage=x", "stage=-1", "stage=%D9%A3", f"stage={'9' * 5000}"),
        *("department=nowhere", "department=%00", "after=!", "after=aGVsbG8"),
    ],
)
def test_what_is_not_understood_is_no_filter(cast, as_, three, query):
    response = as_(cast.lea).get(f"/ideas?{query}")
    assert (response.status_code, sorted(shown(response))) == (200, ["Answered", "Backed", "Latest"])


def test_the_chosen_filters_are_shown_as_chosen(cast, as_, three):
    page = as_(cast.lea).get("/ideas?sort=newest&department=operations").text
    assert '<option value="operations" selected' in page
    assert re.search(r'aria-current="(page|true)"[^>]*>Newest', page)


def test_every_idea_stands_on_one_page_and_choices_go_along(store, cast, as_):
    for n in range(PAGE + 1):
        an_idea(store, by=cast.ana, title=f"Idea {n}")
    an_idea(store, by=cast.ana, title="Elsewhere", department="sales")
    visitor = as_(cast.lea)
    first = visitor.get("/ideas?sort=newest&department=operations")
    asked = parse_qs(urlsplit(more(first)).query)
    assert (asked["sort"], asked["department"]) == (["newest"], ["operations"])
    second = visitor.get(more(first))
    assert (len(shown(first)), shown(second), more(second)) == (PAGE, ["Idea 0"], "")


def test_a_later_page_says_how_many_came_or_moved_since(store, cast, as_):
    for n in range(PAGE + 1):
        an_idea(store, by=cast.ana, title=f"Idea {n}")
    visitor = as_(cast.lea)
    address = more(visitor.get("/ideas"))
    assert "since you opened this list" not in visitor.get(address).text
    an_idea(store, by=cast.ana, title="New")
    later = visitor.get(address)
    assert "1 idea came or moved since you opened this list." in later.text
    assert shown(later) == ["Idea 0"]
    assert shown(visitor.get("/ideas"))[0] == "New"


def test_what_came_or_moved_is_counted_of_the_chosen_ones_only(store, cast, as_):
    for n in range(PAGE + 1):
        an_idea(store, by=cast.ana, title=f"Idea {n}")
    visitor = as_(cast.lea)
    addresses = {
        chosen: more(visitor.get(f"/ideas?{chosen}"))
        for chosen in ("", "department=operations", "stage=1", "sort=waiting")
    }
    with store.reading() as db:
        assert first_stage(db, StageKind.OPEN).id == 1
    a_response(store, by=cast.mia, to=an_idea(store, by=cast.ana, department="sales"), stage=StageKind.DOING)
    found = {chosen: "since you opened this list" in visitor.get(at_).text for chosen, at_ in addresses.items()}
    assert found == {"": True, "department=operations": False, "stage=1": False, "sort=waiting": False}


def test_a_page_is_drawn_without_a_connection_to_the_database(store, cast, as_, three, monkeypatch):
    held = []
    show = Page.show

    def watched(page, *given, **context):
        held.append(store.engine.pool.checkedout())
        return show(page, *given, **context)

    monkeypatch.setattr(Page, "show", watched)
    assert as_(cast.lea).get("/ideas").status_code == 200
    assert held == [0]


def test_a_stage_that_has_no_name_in_the_readers_language_says_which_it_is_in(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    with store.writing() as db:
        first_stage(db, StageKind.OPEN).names = {"en": "Handed in"}
    visitor = as_(cast.ben)
    board = visitor.get("/ideas?lang=th").text
    assert re.search(r'<option value="1" lang="en" dir="auto">Handed in', board)
    assert re.search(r'class="chip[^"]*" dir="auto"><span lang="en" dir="auto">Handed in', board)
    page = visitor.get(f"/ideas/{idea}-plant-trees?lang=th").text
    assert '<option value="1" lang="en" dir="auto">Handed in' in page
    assert 'track__label" lang="en" dir="auto">Handed in' in page
    assert 'lang="en" dir="auto">Handed in' not in visitor.get(f"/ideas/{idea}-plant-trees?lang=en").text


def test_an_empty_list_says_what_to_do(cast, as_):
    assert "Yours could be the first" in as_(cast.ana).get("/ideas").text
    assert "Nothing matches this choice." in as_(cast.ana).get("/ideas?department=sales").text


def test_one_vote_in_the_list_is_the_readers_own(store, cast, as_):
    mine, other = an_idea(store, by=cast.otto, title="Mine"), an_idea(store, by=cast.ana, title="Other")
    a_vote(store, by=cast.otto, on=other)
    page = as_(cast.otto).get("/ideas").text
    assert f'action="/ideas/{other}/vote?_method=DELETE&amp;_as=' in page
    assert f'action="/ideas/{mine}/vote' not in page


def test_a_head_request_is_answered_like_a_visit(cast, as_):
    response = as_(cast.ana).head("/ideas")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
