"""No address that somebody is sent leads them away: after signing in, reading, choosing a language, backing."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.core.settings import DEMO_MARK
from app.main import create_app
from app.people import commands
from app.people.queries import colleague, person
from tests.makers import an_idea

pytestmark = pytest.mark.sqlite
PASSWORD = "four red lorries drove past"
AWAY = [
    *("//evil.example", "///evil.example", "////evil.example/a", "/\\evil.example", "\\\\evil.example", "\\/evil.example"),
    *("/\\/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example"),
    *("https://evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example", "HTTPS://evil.example"),
    *("http:\\\\evil.example", "ht\ttps://evil.example", "ftp://evil.example", "//evil.example:80/a?b#c", "//[::1]/"),
    *("javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "javascript://%0aalert(1)"),
    *("data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:https://evil.example/1", "mailto:a@evil.example"),
    *("//testserver@evil.example", "//evil.example@testserver/", "https://testserver.evil.example", "//testserver:80@evil.example"),
    *("／／evil.example", "//evil。example", "//evil.example", "/／evil.example", "//ⓔvil.example", "。。//evil.example"),
    *("%2f%2fevil.example", "/%2f%2fevil.example", "/%5cevil.example", "%5c%5cevil.example", "/%09/evil.example", "/%0d%0aX: y"),
    *("/.//evil.example", "/..//evil.example", "/./\\evil.example", "/a/../..//evil.example", ".//evil.example", "//./evil.example"),
    *("/ideas\r\nLocation: https://evil.example", "/ideas\nSet-Cookie: a=b", "/\0/evil.example", "//\0evil.example"),
    *("?next=//evil.example", "#//evil.example", "@evil.example", ":80", "evil.example", "///", "//", "\\", "http://["),
    *("/" * 5_000 + "evil.example", "//" + "e" * 9_000 + ".example", "/" + "\\" * 3_000, "/ideas?" + "a" * 9_000),
    *("/ideas;@evil.example", "/ideas?u=//evil.example", "/ideas//evil.example", "/\u202e//evil.example", "/\ufeff/evil.example"),
]  # fmt: skip
CONTROLS = "".join(map(chr, range(33)))


def leads_away(location, base="http://testserver/sign-in"):
    """As browsers read an address: what is left of it once tabs are out and backslashes turned."""
    read = re.sub(r"[\t\n\r]", "", location).strip(CONTROLS).replace("\\", "/")
    scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", read)
    own = read.startswith("http://testserver/")
    return not own and bool(scheme or read.startswith("//") or not read.startswith("/"))


def test_the_judge_knows_both():
    assert [one for one in ("/ideas", "/a?b=//c", "/%5cevil", "http://testserver/a") if leads_away(one)] == []
    assert all(
        map(leads_away, ["//e", "/\\e", "/\t/e", "\x01//e", "https:e", "javascript:x", "e.example", "http://e/"])
    )


def sent_to(answer):
    """Where an answer leads, by its header, as a plain redirect or as HTMX takes it."""
    if answer.status_code == 422:  # Too long for a form, which leads nowhere.
        return "/"
    assert answer.status_code in (200, 303)
    location = answer.headers.get("location") or answer.headers.get("hx-redirect") or ""
    assert location.isascii()
    assert location.isprintable()
    return location


@pytest.fixture
def visitor(store, cast, as_):
    return as_(cast.ana)


@pytest.fixture
def ready(store, cast, application):
    """Ana has a password, and has read the notice."""
    hashed = application.state.parts.passwords.hash(PASSWORD)
    with store.writing() as db:
        commands.set_password(db, person=colleague(db, cast.ana), password_hash=hashed)
        commands.note_privacy_read(db, person=colleague(db, cast.ana))
    return cast.ana


HEADS = pytest.mark.parametrize("heads", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])


@HEADS
def test_whoever_is_in_already_stays_here(visitor, heads):
    for address in AWAY:
        assert not leads_away(sent_to(visitor.get("/sign-in", params={"next": address}, headers=heads))), address
        assert not leads_away(sent_to(visitor.post("/privacy", params={"next": address}, headers=heads))), address


@HEADS
def test_choosing_a_language_leads_back_here(visitor, as_, heads):
    for who in (visitor, as_(0)):
        for address in AWAY:
            sent = who.post("/language", data={"language": "th", "back": address}, headers=heads)
            assert not leads_away(sent_to(sent)), address


def test_signing_in_leads_on_here(ready, as_):
    known = as_(0)
    for address in AWAY[::4]:
        typed = {"email": "ana@example.com", "password": PASSWORD, "next": address}
        answer = known.post("/sign-in", data=typed)
        assert (answer.status_code, leads_away(sent_to(answer))) == (303, False), address


def test_forms_and_links_are_shown_without_what_leads_away(ready, as_):
    stranger, reader = as_(0), as_(ready)
    for address in AWAY:
        page = stranger.get("/sign-in", params={"next": address}).text
        [kept] = re.findall(r'name="next" value="([^"]*)"', page)
        assert not leads_away(unescape(kept)), address
        [link] = re.findall(r'<a class="button" href="([^"]*)"', reader.get("/privacy", params={"next": address}).text)
        assert not leads_away(unescape(link)), address


def test_a_demo_leads_on_here(settings, store, cast):
    (settings.data / DEMO_MARK).touch()
    demo = create_app(settings)
    visitor = TestClient(demo, follow_redirects=False)
    for address in AWAY:
        first = sent_to(visitor.post("/sign-in/demo", data={"person": cast.ana, "next": address}))
        assert not leads_away(first)
        shown = visitor.get(first).text
        [then] = re.findall(r'action="(/privacy[^"]*)"', shown)
        assert not leads_away(sent_to(visitor.post(unescape(then))))
        with store.writing() as db:
            person(db, cast.ana).privacy_read_at = None
    demo.state.parts.index.close()
    demo.state.parts.store.dispose()


@pytest.mark.parametrize(
    "path", ["//evil.example/ideas", "/\\evil.example", "//evil.example", "/.//evil.example", "/%2f/evil.example"]
)
def test_a_strangers_odd_path_is_no_way_out(ready, as_, path):
    stranger = as_(0)
    answer = stranger.get(f"http://testserver{path}")
    assert answer.status_code in (303, 404)
    if answer.status_code == 303:
        assert not leads_away(answer.headers["location"])


OURS = {
    "http://testserver/ideas": "/ideas",
    "http://testserver/ideas?sort=newest&after=x#y": "/ideas?sort=newest&after=x",
    "http://testserver/topics/1-%E7%A7%8D%E6%A0%91": "/topics/1-%E7%A7%8D%E6%A0%91",
    "http://testserver/?a=//evil.example": "/?a=//evil.example",
}
ELSEWHERE = [
    *("https://testserver/ideas", "http://testserver:81/ideas", "http://testserver:0/ideas", "ftp://testserver/ideas"),
    *("http://evil.example/ideas", "http://testserver.evil.example/ideas", "http://evil.example/http://testserver/ideas"),
    *("http://testserver@evil.example/ideas", "http://evil.example@testserver/ideas", "http://a:b@testserver/ideas"),
    *("http://evil.example\\@testserver/ideas", "http://testserver\\.evil.example/ideas", "http://testserver.:80/ideas"),
    *("//testserver/ideas", "//evil.example/ideas", "http:/testserver/ideas", "http:testserver/ideas", "http:///testserver/ideas"),
    *("javascript:alert(1)", "javascript://testserver/%0aalert(1)", "data:text/html,x", "about:blank", "null", "", " ", "/ideas"),
    *("http://[", "http://[::1]/ideas", "http://testserver%2f@evil.example/ideas", "http://testserver%00/ideas", "ideas"),
    *("http://testserver//evil.example", "http://testserver///evil.example/a", "http://testserver/\\evil.example"),
    *("http://testserver/\t/evil.example", "http://testserver\\\\evil.example", "http://testserver/\\/evil.example"),
    *("http://ｔestserver/ideas", "http://testserver。/ideas", "http://testserver\u2044evil.example/ideas"),
    *("http://testserver/" + "/" * 3_000, "http://" + "e" * 9_000 + "/ideas", "http://testserver"),
]  # fmt: skip


def backed(visitor, idea, referer, heads):
    method = "post" if heads else "delete"
    headers = {**heads, "Referer": referer.encode()}
    return _page(sent_to(getattr(visitor, method)(f"/ideas/{idea}/vote", headers=headers)))


def _page(address):
    """Without the place on it."""
    return address.partition("#vote_")[0]


@HEADS
def test_whoever_backs_is_led_back_to_our_pages_only(store, cast, as_, heads):
    idea, visitor = an_idea(store, by=cast.otto, title="Plant trees"), as_(cast.ana)
    for referer in ELSEWHERE:
        sent = backed(visitor, idea, referer, heads)
        assert sent == f"/ideas/{idea}-plant-trees" or (not leads_away(sent) and "evil" not in sent.split("?")[0]), (
            referer
        )
    for referer, path in OURS.items():
        assert backed(visitor, idea, referer, heads) == path


def test_behind_a_proxy_the_way_back_is_by_the_address_that_is_set(settings, store, cast, as_):
    application = create_app(settings.model_copy(update={"base_url": "https://byline.example"}))
    visitor = TestClient(application, base_url="http://byline.example", follow_redirects=False)
    visitor.cookies.set("__Host-byline", as_(cast.ana).cookies["byline"], domain="byline.example")
    idea = an_idea(store, by=cast.otto)
    for referer, path in {
        "https://byline.example/ideas": "/ideas",
        "https://byline.example:444/ideas": f"/ideas/{idea}-plant-trees",
    }.items():
        answer = visitor.post(f"/ideas/{idea}/vote", headers={"Referer": referer})
        assert (answer.status_code, _page(answer.headers["location"])) == (303, path)
    application.state.parts.index.close()
    application.state.parts.store.dispose()
