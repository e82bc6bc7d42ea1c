"""What was typed when a session had ended, or another person had signed in: kept, and posted under nobody else's name."""

import html
import json
import re

import pytest
from fastapi.testclient import TestClient

from app.discussion.models import Comment, Post
from app.people.models import SignInSession
from tests.makers import an_idea, rows
from tests.people.conftest import PASSWORD

WORDS = "A bench at the gate, for whoever waits there."


@pytest.fixture
def browser(application, ana):
    return TestClient(application, follow_redirects=False)


def sign_in(browser, email="ana@example.com", **more):
    return browser.post("/sign-in", data={"email": email, "password": PASSWORD, **more})


def end_sessions(store):
    with store.writing() as db:
        for session in rows(store, SignInSession):
            db.delete(db.merge(session))


def hidden(page, name):
    return html.unescape(re.findall(f'name="{name}" value="([^"]*)"', page.text)[0])


def sent_from(page):
    """What a press on the page's button sends: where, and what."""
    [(address, inside)] = re.findall(
        r'<form class="row" method="post" data-held action="([^"]+)">(.*?)</form>', page.text, re.S
    )
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', inside)
    return html.unescape(address), {html.unescape(name): html.unescape(value) for name, value in fields}


def form_of(browser, page, start):
    """The address that a form of a page is sent to, as it stands there."""
    shown = browser.get(page, follow_redirects=True).text
    return html.unescape(re.findall(f'action="({re.escape(start)}[^"]*)"', shown)[0])


def test_what_was_typed_goes_through_signing_in_and_is_sent_by_a_press(browser, store, ana):
    idea = an_idea(store, by=ana)
    sign_in(browser)
    to = form_of(browser, f"/ideas/{idea}-x", f"/ideas/{idea}/comments")
    end_sessions(store)
    page = browser.post(to, data={"body": WORDS, "key": "one-key"})
    assert page.status_code == 401
    assert "What you typed is kept" in page.text
    wrong = sign_in(browser, held=hidden(page, "held"), password="a wrong sentence")
    back = sign_in(browser, held=hidden(wrong, "held"))
    assert (back.status_code, rows(store, Comment)) == (200, [])
    assert html.escape(WORDS) in back.text
    address, fields = sent_from(back)
    assert browser.post(address, data=fields).status_code == 303
    assert [(one.body, one.post_id) for one in rows(store, Comment)] == [(WORDS, idea)]


def test_what_nobody_typed_is_sent_and_not_shown(browser, store, ana):
    idea = an_idea(store, by=ana)
    sign_in(browser)
    to = form_of(browser, f"/ideas/{idea}/edit", f"/ideas/{idea}?")
    version = hidden(browser.get(f"/ideas/{idea}/edit"), "version")
    end_sessions(store)
    typed = {"title": "Benches", "body": WORDS, "department": "sales", "language": "en", "version": version}
    back = sign_in(browser, held=hidden(browser.post(to, data=typed), "held"))
    assert (back.text.count(version), f">{version}<" in back.text) == (1, False)
    address, fields = sent_from(back)
    assert browser.post(address, data=fields).status_code == 303
    assert [one.body for one in rows(store, Post)] == [WORDS]


def test_nobody_else_posts_it_by_signing_in(browser, store, ana, ben):
    sign_in(browser)
    to = form_of(browser, "/topics/new", "/topics")
    end_sessions(store)
    page = browser.post(to, data={"title": "Benches", "body": WORDS})
    answer = sign_in(browser, "ben@example.com", held=hidden(page, "held"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "somebody else" in browser.get("/").text
    assert rows(store, Post) == []


def test_a_form_of_anothers_page_is_shown_to_whoever_is_in_and_not_posted(browser, store, ana, ben):
    idea = an_idea(store, by=ana)
    sign_in(browser)
    to = form_of(browser, f"/ideas/{idea}-x", f"/ideas/{idea}/comments")
    sign_in(browser, "ben@example.com")
    page = browser.post(to, data={"body": WORDS, "key": "one-key"})
    assert (page.status_code, rows(store, Comment)) == (409, [])
    assert "You are now signed in as Ben" in html.unescape(page.text)
    assert html.escape(WORDS) in page.text
    address, fields = sent_from(page)
    assert browser.post(address, data=fields).status_code == 303
    assert len(rows(store, Comment)) == 1


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_press_that_another_would_have_made_does_nothing(browser, store, ana, ben, headers):
    idea = an_idea(store, by=ana)
    sign_in(browser, "ben@example.com")
    to = form_of(browser, f"/ideas/{idea}-x", f"/ideas/{idea}/vote")
    assert to.endswith(f"?_as={ben}")
    answer = browser.post(to.replace(f"_as={ben}", f"_as={ana}"), headers=headers)
    assert answer.status_code == 409
    assert rows(store, Post)[0].vote_count == 0
    assert browser.post(to).status_code == 303
    assert rows(store, Post)[0].vote_count == 1


def test_a_part_of_a_page_says_so_where_the_text_stands(browser, ana, store):
    answer = browser.post("/ideas/1/comments?_as=1", data={"body": WORDS}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-retarget"]) == (401, "#toasts")
    assert "in another tab" in answer.text


def test_passwords_are_never_held(browser, ana, store):
    sign_in(browser)
    end_sessions(store)
    typed = {"current": PASSWORD, "password": "another long sentence", "repeated": "another long sentence"}
    answer = browser.post("/me/password", data=typed)
    assert (answer.status_code, "another long" in answer.text) == (303, False)


@pytest.mark.parametrize(
    "held",
    [
        "no json",
        "[]",
        json.dumps(["https://evil.example", "", [["body", "x" * 9]]]),
        json.dumps(["//evil.example/x", "", [["body", "x" * 9]]]),
        json.dumps(["/ideas", "", [["body", 5]]]),
        json.dumps(["/ideas", "", {"body": "x"}]),
        json.dumps(["/ideas", "", [["body", 'x"><script>alert(1)</script>']]]),
        "[" * 100_000,
    ],
)
def test_what_only_claims_to_be_held_leads_nowhere_else(browser, ana, held):
    answer = sign_in(browser, held=held)
    assert "evil.example" not in answer.text + answer.headers.get("location", "")
    assert "<script>alert" not in answer.text


def test_why_one_has_to_sign_in_again_is_said(browser, ana, store):
    assert "You were signed out" not in browser.get("/sign-in").text
    sign_in(browser)
    end_sessions(store)
    assert "You were signed out" in browser.get("/sign-in").text
