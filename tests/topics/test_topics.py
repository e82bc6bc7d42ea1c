"""Topics: opened for a department or everybody, changed and removed by whoever opened them."""

import html
import re

import pytest

from app import wiring
from app.core.errors import Invalid
from app.credits.models import CreditLine
from app.discussion import queries
from app.discussion.models import Follow, Kind, Post, State
from app.discussion.queries import PAGE
from app.ideas.models import Idea
from app.people import commands as people
from app.people.queries import colleague, department
from app.search.models import StaleMark
from app.topics import commands
from app.topics.queries import documents
from tests.makers import a_comment, a_topic, a_vote, an_idea, hidden, removed, rows

TYPED = {"title": "Lunch together", "body": "On *Wednesdays*?", "department": "", "language": ""}


def topic_of(store, post_id):
    with store.reading() as db:
        return queries.post(db, post_id, Kind.TOPIC)


def read(response):
    return html.unescape(response.text)


def titles(response):
    return re.findall(r"<h2[^>]*><a [^>]*>([^<]+)</a></h2>", read(response))


def test_a_topic_is_opened_by_the_form_as_it_comes(store, cast, as_):
    visitor = as_(cast.ana)
    key = re.findall(r'name="key" value="([^"]+)"', visitor.get("/topics/new").text)[0]
    first, second = (visitor.post("/topics", data=TYPED | {"key": key}) for _n in range(2))
    [post] = rows(store, Post)
    assert (first.status_code, first.headers["location"]) == (303, f"/topics/{post.id}-lunch-together")
    assert second.headers["location"] == first.headers["location"]
    assert (post.kind, post.department_id, post.awaits_reply, post.stage_id) == ("topic", None, False, None)
    assert "Your topic is posted." in visitor.get(first.headers["location"]).text


@pytest.mark.parametrize("other", [{"title": "Tea together"}, {"body": "On Mondays?"}, {"department": "quality"}])
def test_the_same_key_with_something_else_in_the_form_is_asked_about_and_then_opened(store, cast, as_, other):
    visitor, amended = as_(cast.ana), TYPED | {"key": "k"} | other
    visitor.post("/topics", data=TYPED | {"key": "k"})
    answer = visitor.post("/topics", data=amended)
    assert answer.status_code == 422
    assert re.search(r'<div class="errors".*sent before, filled in differently', read(answer), re.DOTALL)
    assert len(rows(store, Post)) == 1
    [key] = re.findall(r'name="key" value="([^"]+)"', answer.text)
    assert visitor.post("/topics", data=amended | {"key": key}).status_code == 303
    assert len(rows(store, Post)) == 2


def test_a_topic_is_followed_by_its_author_and_marked_and_no_idea(store, cast):
    topic = a_topic(store, by=cast.ana)
    assert [(row.post_id, row.person_id) for row in rows(store, Follow)] == [(topic, cast.ana)]
    assert ("topic", topic) in {(mark.kind, mark.ref) for mark in rows(store, StaleMark)}
    assert (rows(store, Idea), rows(store, CreditLine)) == ([], [])


def test_a_topic_may_be_for_one_department(store, cast, as_):
    topic = a_topic(store, by=cast.ana, department="quality")
    assert topic_of(store, topic).department_id == cast.quality
    page = read(as_(cast.otto).get(f"/topics/{topic}", follow_redirects=True))
    assert 'href="/departments/quality"' in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 141}, "title"),
        ({"body": "x" * 20_001}, "body"),
        ({"department": "nowhere"}, "department"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_a_refused_topic_keeps_what_was_typed(store, cast, as_, wrong, field):
    response = as_(cast.ana).post("/topics", data=TYPED | {"key": "k"} | wrong)
    page = read(response)
    assert (response.status_code, f'id="f-{field}-error"' in page) == (422, True)
    assert (TYPED | wrong)["body"] + "</textarea>" in page
    assert 'name="key" value="k"' in page
    assert rows(store, Post) == []


def test_a_reason_follows_the_name_of_its_field_though_that_is_a_question(cast, as_):
    page = read(as_(cast.ana).post("/topics", data=TYPED | {"title": ""}))
    assert '<a href="#f-title">What is it about: This is needed.</a>' in page


def test_a_preview_opens_nothing(store, cast, as_):
    page = as_(cast.ana).post("/topics", data=TYPED | {"preview": "yes"})
    assert (page.status_code, "<em>Wednesdays</em>" in page.text) == (200, True)
    aimed = {"HX-Request": "true", "HX-Target": "section#preview"}
    part = as_(cast.ana).post("/topics", data=TYPED | {"preview": "yes"}, headers=aimed)
    assert part.text.strip().startswith('<section id="preview"')
    assert rows(store, Post) == []


def test_its_author_edits_a_topic(store, cast, as_):
    topic = a_topic(store, by=cast.ana, department="quality")
    visitor = as_(cast.ana)
    assert '<option value="quality" selected>' in visitor.get(f"/topics/{topic}/edit").text
    preview = visitor.post(f"/topics/{topic}", data=TYPED | {"title": "Supper", "preview": "yes"})
    assert ("<em>Wednesdays</em>" in preview.text, topic_of(store, topic).title) == (True, "Lunch together")
    response = visitor.post(f"/topics/{topic}", data=TYPED | {"title": "Supper together"})
    assert (response.status_code, response.headers["location"]) == (303, f"/topics/{topic}-supper-together")
    changed = topic_of(store, topic)
    assert (changed.title, changed.department_id, changed.edited_at is None) == ("Supper together", None, False)


def test_a_refused_edit_changes_nothing(store, cast, as_):
    topic = a_topic(store, by=cast.ana)
    response = as_(cast.ana).post(f"/topics/{topic}", data=TYPED | {"department": "nowhere", "title": "Supper"})
    assert (response.status_code, 'value="Supper"' in response.text) == (422, True)
    assert topic_of(store, topic).title == "Lunch together"


def test_nobody_else_edits_or_removes_a_topic(store, cast, as_):
    topic = a_topic(store, by=cast.ana)
    for other in (cast.otto, cast.ben, cast.mia):
        visitor = as_(other)
        answers = (
            visitor.get(f"/topics/{topic}/edit"),
            visitor.post(f"/topics/{topic}", data=TYPED | {"title": "Mine"}),
            visitor.delete(f"/topics/{topic}"),
        )
        assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert (topic_of(store, topic).title, topic_of(store, topic).state) == ("Lunch together", State.SHOWN)


def test_its_author_removes_a_topic(store, cast, as_):
    topic = a_topic(store, by=cast.ana)
    response = as_(cast.ana).post(f"/topics/{topic}?_method=DELETE")
    assert (response.status_code, response.headers["location"]) == (303, "/topics")
    assert topic_of(store, topic).state == State.REMOVED
    assert titles(as_(cast.ana).get("/topics")) == []


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_is_not_edited(store, cast, as_, taken_away):
    topic = a_topic(store, by=cast.ana)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=topic)
    assert as_(cast.ana).get(f"/topics/{topic}/edit").status_code == 409
    assert as_(cast.ana).post(f"/topics/{topic}", data=TYPED | {"title": "Back"}).status_code == 409
    assert topic_of(store, topic).title == "Lunch together"


def test_an_idea_is_no_topic(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(cast.ana)
    for method, address in (("GET", ""), ("GET", "-plant-trees"), ("GET", "/edit"), ("POST", ""), ("DELETE", "")):
        assert visitor.request(method, f"/topics/{idea}{address}", data=TYPED or None).status_code == 404


def test_a_bare_number_or_a_wrong_slug_leads_to_the_address(store, cast, as_):
    topic = a_topic(store, by=cast.ana, title="午饭")
    address = f"/topics/{topic}-%E5%8D%88%E9%A5%AD"
    for asked in (f"/topics/{topic}", f"/topics/{topic}-lunch"):
        assert as_(cast.ana).get(asked).headers["location"] == address
    assert as_(cast.ana).get(address).status_code == 200


@pytest.mark.parametrize("topic", ["99999", "0", str(2**31), "9" * 5000, "x", "new-x"])
def test_topics_that_are_not_there_are_not_found(cast, as_, topic):
    assert as_(cast.ana).get(f"/topics/{topic}").status_code == 404


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Talked over", "Backed", "Latest"]),
        ("?sort=newest", ["Latest", "Backed", "Talked over"]),
        ("?sort=backed", ["Backed", "Latest", "Talked over"]),
        ("?sort=waiting", ["Talked over", "Backed", "Latest"]),
        ("?sort=loudest&after=!", ["Talked over", "Backed", "Latest"]),
    ],
)
def test_topics_are_ordered(store, cast, as_, query, order):
    talked, backed, latest = (a_topic(store, by=cast.ana, title=t) for t in ("Talked over", "Backed", "Latest"))
    a_vote(store, by=cast.otto, on=backed, kind=Kind.TOPIC)
    with store.writing() as db:
        queries.post(db, backed).moved_at = queries.post(db, latest).moved_at.replace(year=2099)
    with store.writing() as db:
        queries.post(db, talked).moved_at = queries.post(db, backed).moved_at.replace(year=2100)
    assert titles(as_(cast.otto).get(f"/topics{query}")) == order


def test_a_second_page_goes_on_where_the_first_ended(store, cast, as_):
    for n in range(PAGE + 1):
        a_topic(store, by=cast.ana, title=f"Topic {n}")
    visitor = as_(cast.otto)
    more = re.search(r'href="(/topics\?[^"]*after=[^"]+)"', visitor.get("/topics").text)
    assert more
    assert titles(visitor.get(html.unescape(more[1]))) == ["Topic 0"]


def test_a_company_without_topics_is_told_what_they_are_for(cast, as_):
    assert "No topic yet." in as_(cast.ana).get("/topics").text


def test_the_command_refuses_a_department_that_was_closed(store, cast):
    with store.writing() as db:
        people.change_department(db, department(db, cast.quality), active=False)
    with pytest.raises(Invalid), store.writing() as db:
        commands.open_topic(db, author=colleague(db, cast.ana), title="Lunch", department="quality")
    assert rows(store, Post) == []


def test_search_finds_what_is_shown_with_what_was_said(store, cast):
    topic, gone = a_topic(store, by=cast.ana, body="On *Wednesdays*?"), a_topic(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=topic, body="I bring **rice**.", kind=Kind.TOPIC)
    a_comment(store, by=cast.otto, on=topic, body="Unsaid.", kind=Kind.TOPIC)
    hidden(store, by=cast.mia, comment=2)
    removed(store, by=cast.ana, post=gone)
    with store.reading() as db:
        assert list(wiring.KINDS.findable["topic"](db)) == [topic]
        [found] = documents(db, [topic, gone])
    assert (found.title, found.body) == ("Lunch together", "On Wednesdays?\nI bring rice.")
