"""What the server does with requests whose head is not as a browser's."""

import socket

import httpx2 as httpx
import pytest

from app.core.web.protocol import LONGEST_HEAD
from tests.cli import terminal

pytestmark = pytest.mark.sqlite
PIECE = 60_000


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Of a server that runs while the tests here do."""
    folder, chosen = tmp_path_factory.mktemp("served"), terminal.free_port()
    words = ("serve", "--data", folder / "data", "--port", chosen)
    with (folder / "said").open("w") as out, terminal.program(*words, said=out) as process:
        terminal.answering(process, f"http://127.0.0.1:{chosen}/healthz")
        yield chosen


def answer_to(port, *pieces):
    """What came back, however little of it was sent by then."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            return connection.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            return connection.recv(4096)


def test_a_head_that_does_not_end_is_refused(port):
    pieces = [b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ", *[b"a" * PIECE] * 40]
    assert answer_to(port, *pieces).startswith(b"HTTP/1.1 400")


def test_an_address_that_does_not_end_is_refused(port):
    assert answer_to(port, b"GET /", *[b"a" * PIECE] * 40).startswith(b"HTTP/1.1 400")


def test_a_head_within_the_bound_is_read_also_in_pieces(port):
    pieces = [b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ", b"a" * (LONGEST_HEAD // 2), b"\r\n\r\n"]
    assert answer_to(port, *pieces).startswith(b"HTTP/1.1 200")


def test_a_body_is_no_head(port):
    head = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    body = b"email=" + b"a" * (LONGEST_HEAD * 3)
    answer = answer_to(port, head + f"Content-Length: {len(body)}\r\n\r\n".encode(), body)
    assert not answer.startswith(b"HTTP/1.1 400")


def test_requests_behind_one_another_are_all_read(port):
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"X-Long": "a" * (LONGEST_HEAD // 3)}) as visitor:
        assert [visitor.get("/healthz").status_code for _n in range(6)] == [200] * 6
