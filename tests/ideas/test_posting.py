"""Sharing an idea and changing it, through the forms of its pages."""

import html
import re

import pytest

from app.core.errors import Invalid
from app.credits.models import CreditLine
from app.discussion import queries as discussion
from app.discussion.models import Follow, Post, State
from app.ideas import commands, queries
from app.ideas.models import Idea, StageEntry, StageKind
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import colleague, department
from app.search.models import StaleMark
from tests.makers import a_response, a_topic, an_idea, first_authors, hidden, removed, rows

TYPED = {
    "title": "Plant trees",
    "in_short": "Shade for all.",
    "body": "In the **yard**.",
    "department": "operations",
    "language": "",
}


def idea_of(store, idea_id):
    with store.reading() as db:
        return queries.idea(db, idea_id)


def read(response):
    return html.unescape(response.text)


def key_of(page):
    return re.findall(r'name="key" value="([^"]+)"', page)[0]


def test_an_idea_is_posted_by_the_form_as_it_comes(store, cast, as_):
    visitor = as_(cast.ana)
    response = visitor.post("/ideas", data=TYPED | {"key": key_of(visitor.get("/ideas/new").text)})
    [post] = rows(store, Post)
    assert (response.status_code, response.headers["location"]) == (303, f"/ideas/{post.id}-plant-trees")
    assert (post.department_id, post.awaits_reply, post.state) == (cast.operations, True, State.SHOWN)
    assert first_authors(store) == [(cast.ana, "Ana")]
    assert post.body_html.strip() == "<p>In the <strong>yard</strong>.</p>"


def test_a_new_idea_says_so_once(cast, as_):
    visitor = as_(cast.ana)
    address = visitor.post("/ideas", data=TYPED).headers["location"]
    first, second = visitor.get(address), visitor.get(address)
    assert ("Your idea is posted." in first.text, "Your idea is posted." in second.text) == (True, False)


def test_a_new_idea_is_at_the_first_stage_and_held_by_the_lead(store, cast):
    post, idea = idea_of(store, an_idea(store, by=cast.ana))
    with store.reading() as db:
        assert queries.first_stage(db, StageKind.OPEN).id == post.stage_id
    assert idea.holder_id == cast.ben
    assert [(entry.stage_id, entry.by_id) for entry in rows(store, StageEntry)] == [(post.stage_id, cast.ana)]


def test_an_idea_for_a_department_without_a_lead_is_held_by_the_first_administrator(store, cast):
    assert idea_of(store, an_idea(store, by=cast.ana, department="sales"))[1].holder_id == cast.mia


def test_posting_is_credited_told_and_marked(store, cast, work):
    idea = an_idea(store, by=cast.ana)
    [line] = rows(store, CreditLine)
    assert (line.party_id, line.act, line.role, line.share, line.department_name) == (
        cast.ana,
        "posted",
        "idea",
        100,
        "Sales",
    )
    assert ("idea", idea) in {(mark.kind, mark.ref) for mark in rows(store, StaleMark)}
    work()
    assert [(notice.person_id, notice.kind) for notice in rows(store, Notice)] == [(cast.ben, "posted_to")]


def test_a_lead_who_posts_to_their_own_department_hears_nothing(store, cast, work):
    an_idea(store, by=cast.ben)
    work()
    assert rows(store, Notice) == []


def test_a_double_submit_finds_the_first_idea(store, cast, as_):
    visitor = as_(cast.ana)
    first, second = (visitor.post("/ideas", data=TYPED | {"key": "k"}) for _n in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert (len(rows(store, Post)), len(rows(store, Idea)), len(rows(store, CreditLine))) == (1, 1, 1)


@pytest.mark.parametrize(
    "other",
    [{"title": "Plant hedges"}, {"in_short": "Nests for all."}, {"body": "By the gate."}, {"department": "quality"}],
)
def test_the_same_key_with_something_else_in_the_form_is_asked_about_and_then_posted(store, cast, as_, other):
    visitor, amended = as_(cast.ana), TYPED | {"key": "k"} | other
    visitor.post("/ideas", data=TYPED | {"key": "k"})
    answer = visitor.post("/ideas", data=amended)
    page = read(answer)
    assert answer.status_code == 422
    assert re.search(r'<div class="errors".*sent before, filled in differently', page, re.DOTALL)
    assert all(value in page for value in other.values())
    assert len(rows(store, Post)) == len(rows(store, Idea)) == 1
    assert key_of(page) != "k"
    assert visitor.post("/ideas", data=amended | {"key": key_of(page)}).status_code == 303
    assert len(rows(store, Post)) == len(rows(store, Idea)) == 2


def test_the_language_of_an_idea_and_the_blanks_around_it_make_it_no_other(store, cast, as_):
    visitor = as_(cast.ana)
    first = visitor.post("/ideas", data=TYPED | {"key": "k"})
    second = visitor.post("/ideas", data=TYPED | {"key": "k", "title": " Plant  trees ", "language": "de"})
    assert first.headers["location"] == second.headers["location"]


def test_an_idea_and_a_topic_of_one_key_are_not_the_same(store, cast, as_):
    visitor = as_(cast.ana)
    visitor.post("/topics", data=TYPED | {"key": "k"})
    assert visitor.post("/ideas", data=TYPED | {"key": "k"}).status_code == 422
    assert [post.kind for post in rows(store, Post)] == ["topic"]


def test_the_same_words_without_a_key_are_two_ideas(store, cast, as_):
    for _n in range(2):
        as_(cast.ana).post("/ideas", data=TYPED)
    assert len(rows(store, Post)) == 2


def test_the_key_of_somebody_else_is_another_key(store, cast, as_):
    for visitor in (cast.ana, cast.otto):
        as_(visitor).post("/ideas", data=TYPED | {"key": "k"})
    assert first_authors(store) == [(cast.ana, "Ana"), (cast.otto, "Otto")]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": ""}, "title", "This is needed."),
        ({"title": " \u200b "}, "title", "This is needed."),
        ({"title": "x" * 141}, "title", "up to 140 characters"),
        ({"in_short": "x" * 301}, "in_short", "up to 300 characters"),
        ({"body": "x" * 20_001}, "body", "This is too long."),
        ({"department": ""}, "department", "This is needed."),
        ({"department": "nowhere"}, "department", "Choose one of the departments."),
        ({"language": "tlh"}, "language", "not one of the choices"),
        ({"title": "caf\ufffd"}, "title", "Send it as UTF-8."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(store, cast, as_, wrong, field, said):
    response = as_(cast.ana).post("/ideas", data=TYPED | {"key": "k"} | wrong)
    page = read(response)
    assert response.status_code == 422
    assert re.search(rf'id="f-{field}-error">.*{re.escape(said)}', page)
    assert f'href="#f-{field}"' in page
    for name, value in (TYPED | wrong).items():
        if name in ("title", "in_short", "body"):
            assert value.strip(" ") in page
    assert 'name="key" value="k"' in page
    assert (rows(store, Post), rows(store, CreditLine)) == ([], [])


def test_bytes_that_are_no_text_are_refused(store, cast, as_):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = as_(cast.ana).post("/ideas", content=b"title=caf%e9&department=operations", headers=form)
    assert (response.status_code, "Send it as UTF-8." in response.text) == (422, True)
    assert rows(store, Post) == []


def test_everything_that_is_wrong_is_said_at_once(cast, as_):
    page = as_(cast.ana).post("/ideas", data={"in_short": "x" * 301}).text
    assert {"title", "in_short", "department"} == set(re.findall(r'id="f-([a-z_]+)-error"', page))


def test_the_chosen_department_and_language_stay_chosen(cast, as_):
    page = as_(cast.ana).post("/ideas", data=TYPED | {"title": "", "language": "th"}).text
    assert '<option value="operations" selected>' in page
    assert re.search(r'<option value="th"[^>]* selected>', page)


def test_a_department_that_was_closed_is_neither_offered_nor_taken(store, cast, as_):
    with store.writing() as db:
        people.change_department(db, department(db, cast.operations), active=False)
    visitor = as_(cast.ana)
    assert 'value="operations"' not in visitor.get("/ideas/new").text
    assert visitor.post("/ideas", data=TYPED).status_code == 422
    assert rows(store, Post) == []


@pytest.mark.parametrize(
    ("title", "written", "language"),
    [
        ("ปลูกต้นไม้", "", "th"),
        ("种树", "", "zh-Hans"),
        ("Plantar árboles en el patio para tener sombra", "", "es"),
        ("Plant trees in the yard for everyone", "", "en"),
        ("Plant trees", "de", "de"),
        ("种树", "ja", "ja"),
    ],
)
def test_the_language_is_guessed_and_what_was_said_counts_more(store, cast, title, written, language):
    assert idea_of(store, an_idea(store, by=cast.ana, title=title, language=written))[0].language == language


def test_a_title_that_could_be_any_language_is_in_that_of_its_author(store, cast):
    with store.writing() as db:
        people.choose_language(db, person=colleague(db, cast.ana), language="th")
    assert idea_of(store, an_idea(store, by=cast.ana, title="OK!"))[0].language == "th"


def test_the_page_says_its_language(store, cast, as_):
    page = as_(cast.ana).get(f"/ideas/{an_idea(store, by=cast.ana, title='ปลูกต้นไม้')}", follow_redirects=True).text
    assert re.search(r'<h1[^>]* lang="th"', page)


def test_a_preview_shows_the_text_and_saves_nothing(store, cast, as_):
    response = as_(cast.ana).post("/ideas", data=TYPED | {"key": "k", "preview": "yes"})
    assert response.status_code == 200
    assert ">In the <strong>yard</strong>.</p>" in response.text
    assert "<html" in response.text
    assert ("Shade for all.</textarea>" in response.text, 'value="k"' in response.text) == (True, True)
    assert rows(store, Post) == []


def test_a_preview_comes_alone_when_htmx_asks_for_it(store, cast, as_):
    aimed = {"HX-Request": "true", "HX-Target": "section#preview"}
    response = as_(cast.ana).post("/ideas", data={"body": "*now*", "preview": "yes"}, headers=aimed)
    assert response.status_code == 200
    assert response.text.strip().startswith('<section id="preview"')
    assert "<em>now</em>" in response.text
    assert rows(store, Post) == []


def test_a_preview_of_an_edit_changes_nothing(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.ana).post(f"/ideas/{idea}", data=TYPED | {"title": "Fell trees", "preview": "yes"})
    assert ("<strong>yard</strong>" in response.text, 'value="Fell trees"' in response.text) == (True, True)
    assert idea_of(store, idea)[0].title == "Plant trees"


def test_a_title_in_the_address_begins_the_form(cast, as_):
    page = as_(cast.ana).get("/ideas/new", params={"title": "x" * 200 + '">', "department": "quality"}).text
    assert f'value="{"x" * 140}"' in page
    assert '<option value="quality" selected>' in page


def test_words_that_look_like_markup_stay_words(store, cast, as_):
    idea = an_idea(store, by=cast.ana, title="<script>alert(1)</script>", in_short="<b>bold</b>")
    for address in ("/ideas", "/", f"/ideas/{idea}"):
        page = as_(cast.otto).get(address, follow_redirects=True).text
        assert "&lt;script&gt;alert(1)" in page
        assert ("<script>alert" in page, "<b>bold" in page) == (False, False)


def test_what_turns_text_around_or_cannot_be_seen_is_cleaned_away(store, cast, as_):
    as_(cast.ana).post("/ideas", data=TYPED | {"title": " Plant\0 \u202e  trees\n\u2066", "body": "a\u202eb\n\nc"})
    [post] = rows(store, Post)
    assert (post.title, post.body) == ("Plant trees", "ab\n\nc")


def test_its_author_edits_an_idea(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(cast.ana)
    assert 'value="Plant trees"' in visitor.get(f"/ideas/{idea}/edit").text
    response = visitor.post(f"/ideas/{idea}", data=TYPED | {"title": "Plant oaks", "department": "sales"})
    assert (response.status_code, response.headers["location"]) == (303, f"/ideas/{idea}-plant-oaks")
    post, changed = idea_of(store, idea)
    assert (post.title, post.department_id, changed.in_short, changed.holder_id, post.edited_at is None) == (
        "Plant oaks",
        cast.sales,
        "Shade for all.",
        cast.mia,
        False,
    )


def test_an_edit_credits_and_tells_nobody_anew(store, cast, as_, work):
    idea = an_idea(store, by=cast.ana)
    work()
    before = len(rows(store, Notice))
    as_(cast.ana).post(f"/ideas/{idea}", data=TYPED)
    work()
    assert (len(rows(store, CreditLine)), len(rows(store, Notice))) == (1, before)


def test_nobody_else_edits_or_removes_an_idea(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    for other in (cast.otto, cast.ben, cast.mia):
        visitor = as_(other)
        assert visitor.get(f"/ideas/{idea}/edit").status_code == 403
        assert visitor.post(f"/ideas/{idea}", data=TYPED | {"title": "Mine"}).status_code == 403
        assert visitor.post(f"/ideas/{idea}", data=TYPED | {"preview": "yes"}).status_code == 403
        assert visitor.delete(f"/ideas/{idea}").status_code == 403
    post = idea_of(store, idea)[0]
    assert (post.title, post.state) == ("Plant trees", State.SHOWN)


def test_a_refused_edit_keeps_what_was_typed(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.ana).post(f"/ideas/{idea}", data=TYPED | {"title": "", "body": "Kept."})
    assert (response.status_code, "Kept.</textarea>" in response.text) == (422, True)
    assert idea_of(store, idea)[0].body == ""


def test_an_idea_that_was_answered_stays_with_its_department(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    a_response(store, by=cast.ben, to=idea)
    response = as_(cast.ana).post(f"/ideas/{idea}", data=TYPED | {"title": "Fell trees", "department": "sales"})
    assert (response.status_code, 'id="f-department-error"' in response.text) == (422, True)
    post = idea_of(store, idea)[0]
    assert (post.title, post.department_id) == ("Plant trees", cast.operations)
    assert as_(cast.ana).post(f"/ideas/{idea}", data=TYPED | {"title": "Plant oaks"}).status_code == 303


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_is_not_edited(store, cast, as_, taken_away):
    idea = an_idea(store, by=cast.ana)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=idea)
    visitor = as_(cast.ana)
    assert visitor.get(f"/ideas/{idea}/edit").status_code == 409
    response = visitor.post(f"/ideas/{idea}", data=TYPED | {"title": "Back again"})
    assert (response.status_code, "removed in the meantime" in response.text) == (409, True)
    assert idea_of(store, idea)[0].title == "Plant trees"


def test_its_author_removes_an_idea_and_a_trace_stays(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    for _n in range(2):
        response = as_(cast.ana).post(f"/ideas/{idea}?_method=DELETE")
        assert (response.status_code, response.headers["location"]) == (303, "/ideas")
    assert idea_of(store, idea)[0].state == State.REMOVED
    assert len(rows(store, CreditLine)) == 1
    assert as_(cast.otto).get(f"/ideas/{idea}-plant-trees", follow_redirects=True).status_code == 200


def test_the_command_needs_a_title_and_a_department_itself(store, cast):
    for about in ({"title": "", "department": "sales"}, {"title": "x", "department": ""}):
        with pytest.raises(Invalid), store.writing() as db:
            commands.post_idea(db, author=colleague(db, cast.ana), **about)
    assert (rows(store, Post), rows(store, Follow)) == ([], [])


def test_ideas_that_are_not_there_are_not_found(cast, as_):
    visitor = as_(cast.ana)
    for idea in ("99999", "0", str(2**31), str(2**53 - 1), str(2**53), "9" * 30, "9" * 5000, "x", "-1", "1e3"):
        for address in (f"/ideas/{idea}", f"/ideas/{idea}-trees", f"/ideas/{idea}/edit"):
            assert visitor.get(address).status_code == 404
    assert visitor.get("/ideas/responses/99999").status_code == 404


def test_a_topic_is_no_idea(store, cast, as_):
    topic = a_topic(store, by=cast.ana, title="Lunch")
    visitor = as_(cast.ana)
    for method, address in (("GET", ""), ("GET", "-lunch"), ("GET", "/edit"), ("POST", ""), ("DELETE", "")):
        assert visitor.request(method, f"/ideas/{topic}{address}", data=TYPED or None).status_code == 404
    with store.reading() as db:
        assert discussion.post(db, topic).title == "Lunch"
