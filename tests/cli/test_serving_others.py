"""./byline serve for a whole office: by its addresses at once, by a name once that is set."""

import socket

import pytest

from tests.cli import terminal

pytestmark = pytest.mark.sqlite


def own_addresses():
    """Of this machine, besides those that lead nowhere else."""
    found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return sorted(one for one in found if not one.startswith("127."))


def status(port, *heads, path="/sign-in", version="1.1", to="127.0.0.1"):
    with socket.create_connection((to, port), timeout=10) as connection:
        connection.sendall("\r\n".join([f"GET {path} HTTP/{version}", *heads, "", ""]).encode())
        return int(connection.recv(4096).split()[1])


@pytest.fixture
def serving(settings, tmp_path, monkeypatch):
    """Starts it for others, with what was said."""
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    port, said = terminal.free_port(), tmp_path / "said"
    words = ("serve", "--data", settings.data, "--host", "0.0.0.0", "--port", port)
    with said.open("w") as out, terminal.program(*words, said=out) as process:
        terminal.answering(process, f"http://127.0.0.1:{port}/healthz")
        yield port, said


def test_without_an_address_it_is_open_by_its_own_and_by_no_name(serving):
    port, said = serving
    assert f"Byline is at http://127.0.0.1:{port}\n" in said.read_text()
    assert "by a name once BYLINE_BASE_URL says it" in said.read_text()
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "[::1]"):
        assert status(port, f"Host: {host}") == 200
    for host in own_addresses():
        assert status(port, f"Host: {host}:{port}", to=host) == 200
    for heads in (["Host: evil.example"], ["Host: evil.example", "X-Forwarded-Host: localhost"], ["Host: 203.0.113.9"]):
        assert status(port, *heads) == 421
    assert status(port, "Host: localhost", "X-Forwarded-Host: evil.example") == 200
    assert status(port, "Host: localhost", "Host: localhost") == 400
    assert status(port) == 400


def test_whoever_watches_asks_by_any_address_or_by_none(serving):
    port, _said = serving
    for path in ("/healthz", "/readyz"):
        assert status(port, "Host: 10.9.8.7:8000", path=path) == 200
        assert status(port, path=path, version="1.0") == 200
        assert status(port, "Host: evil.example", path=path) == 421
        assert status(port, "Host: localhost", path=f"http://evil.example{path}") == 400
