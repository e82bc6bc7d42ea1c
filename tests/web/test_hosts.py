"""By which names Byline may be opened, and that links lead nowhere else."""

import asyncio
import csv
import io

import pytest
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.core.web.hosts import KnownHosts, named
from app.discussion.models import Vote
from app.main import create_app
from tests.makers import an_idea, rows

pytestmark = pytest.mark.sqlite
HERE = ("10.20.30.40", 8000)
"""The address and port that every connection of these tests came to."""


async def arrived(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"in"})


class From:
    """As a server calls it: with where the connection came to, whatever the browser says."""

    def __init__(self, app, *, server=HERE):
        self._app, self._server = app, server

    async def __call__(self, scope, receive, send):
        await self._app({**scope, "server": self._server}, receive, send)


def asked(host, *, path="/", server=HERE, base_url="", hosts="", headers=()):
    """The answer to a request with these `Host` headers, one or several."""
    settings = Settings(base_url=base_url, hosts=hosts)
    door = KnownHosts(arrived, known=settings.known_hosts, spared={"/healthz"})
    said = [("Host", one) for one in ([host] if isinstance(host, str) else host)]
    return TestClient(From(door, server=server)).get(path, headers=[*said, *headers])


OURS = [
    *("localhost", "LocalHost:8000", "localhost:", "127.0.0.1", "127.0.0.1:8000", "127.0.0.1:1", "127.99.1.2:65535"),
    *("[::1]", "[::1]:8000", "[0:0::1]:80", "[::ffff:127.0.0.1]:8000"),
    *("10.20.30.40", "10.20.30.40:8000", "10.20.30.40:9", "[::ffff:10.20.30.40]:8000"),
]
OTHERS = [
    *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "evil.localhost"),
    *("localhost.", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "127.0.0.1.", "127.000.000.001"),
    *(
        "10.20.30.41",
        "10.20.30.4",
        "192.168.1.1:8000",
        "[fe80::1]",
        "[2001:db8::1]:8000",
        "[::ffff:8.8.8.8]",
        "0.0.0.0",
    ),
    *("byline.example", "testserver", "127_0_0_1", "-localhost", "xn--byline-.example"),
]
NONE = [
    *("", " ", ":", ":8000", "localhost:x", "localhost:80:80", "localhost:65536", "localhost:999999", "localhost:-1"),
    *("evil@localhost", "localhost@evil.example", "evil.example#localhost", "localhost/", "localhost\\evil.example"),
    *(
        "localhost, evil.example",
        "localhost evil.example",
        "localhost\tevil",
        "http://localhost",
        "//localhost",
        "[::1",
    ),
    *("::1", "[]", "[localhost]", "[::1]evil.example", "[::1]:x", "[127.0.0.1.5]", "lo%63alhost", "localhost?", "*"),
    *("löcalhost", "localhost\xa0", "\xb9\xb2\xb7.0.0.1", "evil.example\x00"),
]


@pytest.mark.parametrize("host", OURS)
def test_the_machine_itself_may_always_be_asked(host):
    assert asked(host).text == "in"


@pytest.mark.parametrize("host", OTHERS)
def test_another_name_is_refused_plainly(host):
    answer = asked(host)
    assert (answer.status_code, "location" in answer.headers) == (421, False)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("Byline is not known by this address.")
    assert host not in answer.text


@pytest.mark.parametrize("host", [*NONE, *(["localhost", "localhost"], ["localhost", "evil.example"], [])])
def test_what_is_no_name_is_not_understood(host):
    said = [one.encode("latin-1") for one in ([host] if isinstance(host, str) else host)]
    answer = _asked_raw(said)
    assert (answer["status"], answer["body"]) == (400, b"This request does not say which address it is for.\n")


def _asked_raw(said, path="/"):
    """Past the client, which would write a `Host` of its own."""
    answer = {}

    async def send(message):
        answer.update({key: message[key] for key in ("status", "body") if key in message})

    async def receive():
        raise AssertionError("nothing is read")

    scope = {"type": "http", "path": path, "server": HERE, "headers": [(b"host", one) for one in said]}
    asyncio.run(KnownHosts(arrived, known=[], spared={"/healthz"})(scope, receive, send))
    return answer


@pytest.mark.parametrize(
    ("base_url", "hosts", "host", "is_known"),
    [
        ("https://byline.example", "", "byline.example", True),
        ("https://byline.example", "", "BYLINE.example:443", True),
        ("https://byline.example:8443", "", "byline.example", True),
        ("https://byline.example", "", "127.0.0.1:8000", True),
        ("https://byline.example", "", "other.example", False),
        ("https://byline.example", "", "byline.example.", False),
        ("https://byline.example", "", "www.byline.example", False),
        ("http://[2001:DB8::7]:8000", "", "[2001:db8:0::7]:8000", True),
        ("https://署名.example", "", "xn--eqrt32h.example", True),
        ("https://byline.example", "byline, byline.lan", "byline:8000", True),
        ("", " byline.lan ,, 192.168.7.7 ", "byline.lan", True),
        ("", " byline.lan ,, 192.168.7.7 ", "192.168.7.7:8000", True),
        ("", " byline.lan ,, 192.168.7.7 ", "192.168.7.8", False),
        ("", "2001:db8::9", "[2001:db8::9]", True),
    ],
)
def test_what_is_set_may_be_asked(base_url, hosts, host, is_known):
    assert asked(host, base_url=base_url, hosts=hosts).status_code == (200 if is_known else 421)


@pytest.mark.parametrize("hosts", ["https://x.example", "x.example/", "*.example", "*", "x.example:8000", "a b", "a@b"])
def test_a_setting_that_could_never_be_a_host_is_refused(hosts):
    with pytest.raises(ValueError, match="no port either"):
        Settings(hosts=hosts)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host", "X-HTTP-Host-Override"])
def test_no_other_header_makes_a_host(name):
    assert asked("evil.example", headers=[(name, "localhost")]).status_code == 421
    assert asked("localhost", headers=[(name, "evil.example")]).status_code == 200


@pytest.mark.parametrize("server", [None, ("/run/byline.sock", None), ("", 0)])
def test_a_connection_from_nowhere_opens_no_name(server):
    assert asked("evil.example", server=server).status_code == 421
    assert asked("10.20.30.40", server=server).status_code == 421
    assert asked("localhost", server=server).status_code == 200


@pytest.mark.parametrize("host", ["10.1.2.3", "172.17.0.5:8000", "[fd00::5]:8000", "localhost"])
def test_whoever_watches_may_ask_by_any_address(host):
    assert asked(host, path="/healthz").text == "in"


def test_whoever_watches_needs_no_host_and_may_not_have_two():
    assert _asked_raw([], "/healthz")["status"] == 200
    assert _asked_raw([b"10.1.2.3", b"10.1.2.3"], "/healthz")["status"] == 400


@pytest.mark.parametrize(("host", "path"), [("evil.example", "/healthz"), ("10.1.2.3", "/healthz/"), ("10.1.2.3", "/")])
def test_watching_opens_nothing_else(host, path):
    assert asked(host, path=path).status_code == 421


@pytest.mark.parametrize("host", [*OURS, *OTHERS])
def test_a_name_is_in_one_spelling(host):
    assert named(named(host) if ":" not in named(host) else f"[{named(host)}]") == named(host) != ""


@pytest.fixture
def unset(settings):
    """Byline as somebody begins: nothing says by which name people open it."""
    application = create_app(settings.model_copy(update={"base_url": ""}))
    yield application
    application.state.parts.index.close()
    application.state.parts.store.dispose()


@pytest.fixture
def visiting(unset, as_):
    def visitor(person_id, address="http://127.0.0.1:8000"):
        client = TestClient(From(unset, server=("127.0.0.1", 8000)), base_url=address, follow_redirects=False)
        client.cookies.set("byline", as_(person_id).cookies["byline"])
        return client

    return visitor


@pytest.mark.parametrize("path", ["/", "/ideas", "/sign-in", "/static/css/app.css", "/nowhere", "/readyz", "/records"])
@pytest.mark.parametrize("lang", ["en", "zh-Hans", "th"])
def test_a_foreign_name_opens_no_page(store, cast, visiting, path, lang):
    answer = visiting(cast.mia, "http://evil.example").get(path, headers={"Accept-Language": lang})
    assert (answer.status_code, "location" in answer.headers, "evil" in answer.text) == (421, False, False)
    assert "BYLINE_BASE_URL" in answer.text
    assert (lang == "en") is answer.text.isascii()
    assert "x-request-id" in answer.headers


@pytest.mark.parametrize("site", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}])
def test_a_name_that_was_made_to_point_here_changes_nothing(store, cast, visiting, site):
    idea = an_idea(store, by=cast.ana)
    rebound = {"Origin": "http://evil.example", "Host": "evil.example"} | site
    assert visiting(cast.otto).post(f"/ideas/{idea}/vote", headers=rebound).status_code == 421
    own = {"Origin": "http://127.0.0.1:8000"} | site
    assert rows(store, Vote) == []
    assert visiting(cast.otto).post(f"/ideas/{idea}/vote", headers=own).status_code == 303


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8001", "http://localhost:8000", "http://127.0.0.1", "null"])
def test_another_program_on_this_machine_is_another_site(store, cast, visiting, origin):
    idea = an_idea(store, by=cast.ana)
    assert visiting(cast.otto).post(f"/ideas/{idea}/vote", headers={"Origin": origin}).status_code == 403


FORWARDED = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Forwarded-Server": "evil.example"}


def test_an_invitation_leads_to_where_it_was_made(store, cast, visiting):
    page = visiting(cast.mia).post(f"/setup/people/{cast.otto}/invitation", headers=FORWARDED)
    assert "http://127.0.0.1:8000/welcome/" in page.text
    assert "evil" not in page.text


def test_an_invitation_and_records_lead_to_the_address_that_is_set(store, cast, as_):
    an_idea(store, by=cast.ana)
    with_address = as_(cast.mia).post(f"/setup/people/{cast.otto}/invitation", headers={"Host": "127.0.0.1:8000"})
    assert "http://testserver/welcome/" in with_address.text
    mine = as_(cast.ana).get("/me/record.csv", headers={"Host": "localhost:1"} | FORWARDED).text
    links = [row["link"] for row in csv.DictReader(io.StringIO(mine.lstrip("\ufeff")))]
    assert links
    assert all(link.startswith("http://testserver/ideas/") for link in links)
