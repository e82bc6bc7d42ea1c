"""A page: whole for a visit, one block for HTMX, on to the next one after a change, with a sentence to show there."""

import base64
import json
from types import SimpleNamespace

import pytest
from fastapi import Request, Response

from app.core.subjects import Subject
from app.core.web import flash
from app.core.web.flash import Said, Undo
from tests.makers import an_idea

ASKED = {"HX-Request": "true"}


def test_htmx_gets_the_block_it_aims_at(cast, as_):
    aimed = ASKED | {"HX-Target": "section#preview"}
    part = as_(cast.ana).post("/ideas", data={"body": "x", "preview": "yes"}, headers=aimed)
    assert ("<html" in part.text, 'id="preview"' in part.text) == (False, True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Target": "section#preview"},
        ASKED,
        ASKED | {"HX-Target": "div#nothing"},
        # Blocks of the layout, which are no parts by themselves.
        ASKED | {"HX-Target": "div#main"},
        ASKED | {"HX-Target": "title#title"},
        ASKED | {"HX-Target": "section#preview", "HX-Boosted": "true"},
        ASKED | {"HX-Target": "section#preview", "HX-History-Restore-Request": "true"},
    ],
)
def test_everybody_else_gets_the_whole_page(cast, as_, headers):
    whole = as_(cast.ana).post("/ideas", data={"body": "x", "preview": "yes"}, headers=headers)
    assert "<html" in whole.text
    assert {"HX-Request", "HX-Target"} <= {part.strip() for part in whole.headers["vary"].split(",")}


def test_htmx_is_led_on_by_its_own_header(cast, as_):
    typed = {"title": "Plant trees", "department": "operations"}
    response = as_(cast.ana).post("/ideas", data=typed, headers=ASKED)
    assert (response.status_code, response.headers["hx-redirect"]) == (200, "/ideas/1-plant-trees")


def test_htmx_is_led_on_to_an_address_in_any_script(cast, as_):
    response = as_(cast.ana).post("/ideas", data={"title": "种树", "department": "operations"}, headers=ASKED)
    assert (response.status_code, response.headers["hx-redirect"]) == (200, "/ideas/1-%E7%A7%8D%E6%A0%91")


def test_htmx_is_led_to_the_sign_in_page(as_):
    response = as_(0).get("/ideas", headers=ASKED)
    assert (response.status_code, response.headers["hx-redirect"]) == (200, "/sign-in")


@pytest.mark.parametrize(
    ("address", "next_"),
    [
        ("/", ""),
        ("/ideas", "?next=%2Fideas"),
        ("/ideas?sort=newest&stage=1", "?next=%2Fideas%3Fsort%3Dnewest%26stage%3D1"),
    ],
)
def test_a_stranger_comes_back_to_where_they_wanted_to_go(as_, address, next_):
    response = as_(0).get(address)
    assert (response.status_code, response.headers["location"]) == (303, f"/sign-in{next_}")


def test_a_stranger_who_sent_something_comes_back_to_no_such_place(as_):
    assert as_(0).post("/ideas", data={"title": "x"}).headers["location"] == "/sign-in"


def test_a_sentence_is_shown_on_the_next_whole_page_only(store, cast, as_):
    visitor = as_(cast.ana)
    visitor.delete(f"/ideas/{an_idea(store, by=cast.ana)}")
    assert "Your idea is removed." in visitor.get("/ideas").text
    assert "Your idea is removed." not in visitor.get("/ideas").text


def test_a_fragment_leaves_the_sentence_for_the_page(store, cast, as_):
    visitor = as_(cast.ana)
    visitor.delete(f"/ideas/{an_idea(store, by=cast.ana)}")
    aimed = ASKED | {"HX-Target": "section#preview"}
    visitor.post("/ideas", data={"body": "x", "preview": "yes"}, headers=aimed)
    assert "Your idea is removed." in visitor.get("/ideas").text


def request_with(cookie: str = "", https: bool = False) -> Request:
    parts = SimpleNamespace(settings=SimpleNamespace(is_https=https), kinds={"idea": ...})
    app = SimpleNamespace(state=SimpleNamespace(parts=parts))
    return Request({"type": "http", "app": app, "headers": [(b"cookie", cookie.encode())]})


def said(text: str, kind: str = "good", https: bool = False) -> str:
    return flash.say(request_with(https=https), Response(), text, kind).headers["set-cookie"]


@pytest.mark.parametrize(("text", "kind"), [("Done.", "good"), ("完成。<b>", "good"), ('"; ไทย', "wait")])
def test_what_is_said_is_what_is_heard(text, kind):
    cookie = said(text, kind).partition(";")[0]
    assert flash.waiting(request_with(cookie)) == [Said(kind, text)]


def test_a_sentence_is_for_the_browser_alone_and_not_for_long():
    assert all(part in said("Done.") for part in ("HttpOnly", "SameSite=lax", "Max-Age=120"))
    assert ("Secure" in said("Done."), "Secure" in said("Done.", https=True)) == (False, True)


def test_a_long_sentence_is_cut_so_that_the_cookie_fits():
    [heard] = flash.waiting(request_with(said("x" * 9000).partition(";")[0]))
    assert heard.text == "x" * flash.LONGEST


@pytest.mark.parametrize(
    "packed",
    [
        *("", "x", "====", "\u00e4"),
        base64.urlsafe_b64encode(b"\xff").decode(),
        *(
            base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
            for value in (1, [], ["a"], ["a", "b", "c"], None)
        ),
        base64.urlsafe_b64encode(b"[" * 45_000).decode(),
    ],
)
def test_a_sentence_that_nobody_said_is_not_shown(packed):
    assert flash.waiting(request_with(f"{flash.COOKIE}={packed}")) == []


def test_what_was_taken_away_can_be_undone_where_that_is_said():
    undo = Undo(Subject("idea", 7), 1_795_000_000_000_000)
    answer = flash.say(request_with(), Response(), "Gone.", undo=undo)
    assert flash.waiting(request_with(answer.headers["set-cookie"].partition(";")[0])) == [Said("good", "Gone.", undo)]


@pytest.mark.parametrize(
    "about", [["idea", 1], ["poem:1", 1], ["idea:1", "x"], ["idea:1", 1e999], ["../x:1", 1], ["idea:1"]]
)
def test_nothing_is_offered_to_undo_that_cannot_be(about):
    packed = base64.urlsafe_b64encode(json.dumps(["good", "Gone.", *about]).encode()).decode()
    assert [one.undo for one in flash.waiting(request_with(f"{flash.COOKIE}={packed}"))] in ([], [None])


def test_half_a_character_that_nobody_said_is_not_shown():
    packed = base64.urlsafe_b64encode(json.dumps(["good", "so \ud800"]).encode()).decode()
    assert flash.waiting(request_with(f"{flash.COOKIE}={packed}")) == [Said("good", "so")]


def test_a_forged_sentence_stays_words(cast, as_):
    packed = base64.urlsafe_b64encode(json.dumps(["<b>", "<script>alert(1)</script>"]).encode()).decode()
    visitor = as_(cast.ana)
    visitor.cookies.set(flash.COOKIE, packed)
    page = visitor.get("/ideas").text
    assert ("&lt;script&gt;alert(1)" in page, "<script>alert" in page) == (True, False)


def test_no_page_holds_a_script_or_a_style_of_its_own(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    for address in ("/", "/ideas", f"/ideas/{idea}", "/ideas/new", "/topics", "/me", "/privacy", "/nowhere"):
        page = as_(cast.ana).get(address, follow_redirects=True).text
        assert "<style" not in page
        assert ' style="' not in page
        assert " onclick=" not in page
        assert all("src=" in tag for tag in page.split("<script")[1:] for tag in [tag.partition(">")[0]])
