"""Byline behind a real nginx and a real Caddy, with the samples that we tell people to use."""

import re
import time
from contextlib import suppress
from types import SimpleNamespace

import pytest

from tests.deploy import proxies
from tests.deploy.proxies import NAME

MEGABYTE = 1_000_000
pytestmark = pytest.mark.sqlite


def seen(site, client, **headers):
    answer = site.ask(client, "GET", "/seen", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rest_of(connection):
    """What comes until the other side closes, and after how many seconds it does."""
    began, came = time.monotonic(), b""
    try:
        while piece := connection.recv(4096):
            came += piece
    except OSError:  # Closed without a word.
        pass
    return came, time.monotonic() - began


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Byline, its certificate, and a way in for whoever comes first."""
    data = tmp_path_factory.mktemp("data")
    with proxies.byline(data) as (port, invitation):
        yield SimpleNamespace(
            port=port,
            invitation=invitation,
            certificate=proxies.certified(tmp_path_factory.mktemp("certificate")),
            log=data / "said",
        )


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def site(request, server, tmp_path_factory):
    program = proxies.found(request.param)
    if not program:
        pytest.skip(f"there is no {request.param} here")
    starting = getattr(proxies, request.param)
    with starting(program, tmp_path_factory.mktemp(request.param), server.port, server.certificate) as site:
        yield site


@pytest.fixture
def client(site):
    with site.client() as client:
        yield client


def test_pages_come_over_tls_and_say_so_to_browsers(site, client):
    answer = site.ask(client, "GET", "/sign-in")
    assert answer.status_code == 200
    assert "max-age=" in answer.headers["strict-transport-security"]


def test_signing_in_keeps_a_cookie_that_no_other_host_can_set(site, client, server):
    typed = {"password": "seven quiet lanterns 41", "repeated": "seven quiet lanterns 41"}
    welcomed = site.ask(client, "POST", server.invitation, data=typed)
    # Whichever proxy comes second finds the invitation used, and the password set.
    known = {"email": f"ann@{NAME}", "password": typed["password"]}
    answer = welcomed if welcomed.status_code == 303 else site.ask(client, "POST", "/sign-in", data=known)
    cookies = [one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-byline=")]
    assert (answer.status_code, len(cookies)) == (303, 1), answer.text
    assert re.search(r"; secure\b", cookies[0], re.IGNORECASE)
    kept = {"Cookie": cookies[0].split(";")[0]}
    assert site.ask(client, "GET", "/notices", headers=kept).status_code == 200
    assert site.ask(client, "GET", "/notices", headers={"Cookie": "a=b"}).status_code != 200


def test_forms_of_another_site_are_refused(site, client):
    for origin in ("https://evil.example", f"http://{NAME}", f"https://{NAME}:8443"):
        answer = site.ask(client, "POST", "/sign-in", data={"email": "a@b.example"}, headers={"Origin": origin})
        assert (answer.status_code, origin) == (403, origin)


def test_the_address_of_a_visitor_arrives_and_no_other_is_believed(site, client):
    assert (seen(site, client)["host"], seen(site, client)["scheme"]) == ("127.0.0.1", "https")
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP"):
        said = "for=203.0.113.9" if header == "Forwarded" else "203.0.113.9"
        assert seen(site, client, **{header: said})["host"] == "127.0.0.1", header
    forged = seen(site, client, **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"})
    assert (forged["headers"]["x-forwarded-for"], forged["scheme"]) == ("127.0.0.1", "https")


def test_a_visitor_cannot_say_what_only_a_proxy_says(site, client):
    forged = {"Forwarded": "host=evil.example", "X-Forwarded-Host": "evil.example", "X-Request-ID": "mine-all-mine"}
    headers = seen(site, client, **forged)["headers"]
    assert "evil.example" not in str(headers)
    assert re.fullmatch(r"[0-9a-f-]{32,36}", headers["x-request-id"])
    assert headers["host"] == NAME


def test_each_request_has_a_number_of_its_own(site, client):
    first, second = (seen(site, client)["headers"]["x-request-id"] for _time in range(2))
    assert first != second


def test_figures_are_not_for_the_world(site, client):
    assert site.ask(client, "GET", "/metrics").status_code == 404


def test_styles_come_compressed_and_stay_with_the_browser(site, client):
    page = site.ask(client, "GET", "/sign-in")
    style = re.search(r'href="(/static/[^"]+\.css)"', page.text)
    assert style
    answer = site.ask(client, "GET", style[1])
    assert (answer.headers["content-encoding"], "immutable" in answer.headers["cache-control"]) == ("gzip", True)


def test_pages_are_compressed_and_kept_by_nobody(site, client):
    answer = site.ask(client, "GET", "/sign-in")
    assert (answer.headers["content-encoding"], answer.headers["cache-control"]) == ("gzip", "private, no-store")


def test_a_head_that_does_not_end_is_not_waited_for(site):
    with site.connection() as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {NAME}\r\nX-Slow: ".encode())
        _came, took = rest_of(connection)
    assert took < 8


def test_a_body_that_only_drips_does_not_keep_byline(site, server):
    """nginx ends the connection as well; Caddy keeps its own, which costs Byline nothing."""
    given_up = server.log.read_text().count('"status": 400')
    began = time.monotonic()
    with site.connection() as connection:
        head = f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\nContent-Length: 90000\r\n\r\n"
        connection.sendall(head.encode())
        while server.log.read_text().count('"status": 400') == given_up:
            assert time.monotonic() - began < 15
            with suppress(OSError):
                connection.sendall(b"a")
            time.sleep(0.2)


def test_a_large_file_arrives_whole(site, client):
    film = b"\x07" * (20 * MEGABYTE)
    answer = site.ask(client, "POST", "/films", files={"film": ("film.mp4", film)})
    assert (answer.status_code, answer.json()) == (200, [["film.mp4", len(film)]])


def test_a_form_that_is_too_large_is_told_by_byline_itself(site, client):
    answer = site.ask(client, "POST", "/sign-in", data={"email": "x" * 2 * MEGABYTE})
    assert (answer.status_code, "Byline" in answer.text) == (413, True)


def test_a_head_as_large_as_browsers_send_them_is_read(site, client):
    assert site.ask(client, "GET", "/sign-in", headers={"Cookie": f"a={'b' * 6000}"}).status_code == 200
