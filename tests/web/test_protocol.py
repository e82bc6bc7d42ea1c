"""Requests that never end, and more connections than there may be, on a real server whose patience is short."""

import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest
import uvicorn

from app.core.web.protocol import BoundedRequests, Bounds

pytestmark = pytest.mark.sqlite
PATIENCE = 0.4
LARGE = 6_000_000
"""Bytes; more than the system's own buffers take."""
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n"


async def lengths(scope, receive, send):
    """Answers with how many bytes the body had, or with many of its own."""
    if scope["type"] != "http":
        return
    pieces = {"/whole": 1, "/pieces": 300}.get(scope["path"], 0)
    if pieces:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _n in range(pieces):
            await send({"type": "http.response.body", "body": b"x" * (LARGE // pieces), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        return
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    body = str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(bounds, *, slowest=1_000):
    protocol = type("Hasty", (BoundedRequests,), {"bounds": bounds, "patience": PATIENCE, "slowest": slowest})
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(lengths, http=protocol, log_level="critical", timeout_keep_alive=1))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            running.join()


@pytest.fixture(scope="module")
def port():
    with served(Bounds("", 100_000)) as found:
        yield found


def closed_after(port, *pieces, pause=0.0):
    """Seconds until the server hung up without an answer; None where it answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        began = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            if connection.recv(4096):
                return None
        return time.monotonic() - began


@pytest.mark.parametrize(
    "pieces",
    [[], [b"GET / HTTP/1.1\r\nHost: "], [b"G"], [HEAD], [HEAD, b"x" * 100]],
    ids=["nothing", "half a head", "a letter", "no body", "a little of a body"],
)
def test_what_does_not_end_is_closed_soon(port, pieces):
    took = closed_after(port, *pieces)
    assert took is not None
    assert PATIENCE * 0.9 <= took < PATIENCE * 10


def test_a_drop_now_and_then_keeps_nothing_open(port):
    for pieces in ([b"GET / HTTP/1.1\r\n", *[b"X-Y: z\r\n"] * 40], [HEAD, *[b"x"] * 40]):
        took = closed_after(port, *pieces, pause=PATIENCE / 4)
        assert took is not None


def test_a_body_that_keeps_coming_is_read_to_its_end(port):
    assert closed_after(port, HEAD, *[b"x" * 250] * 8, pause=PATIENCE / 4) is None


def test_one_connection_may_ask_again_and_again(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for _n in range(4):
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
            assert connection.recv(4096).endswith(b"3")
            time.sleep(PATIENCE * 0.9)


@contextmanager
def asking(port, path, times=1):
    """A browser that takes few bytes at once, and has asked."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * times)
        yield connection


def read(connection, *, at_once=1 << 20, pause=0.0):
    """How many bytes came until nothing more did."""
    came = 0
    with suppress(ConnectionResetError, TimeoutError):
        while piece := connection.recv(at_once):
            came += len(piece)
            time.sleep(pause)
    return came


@pytest.mark.parametrize("path", ["/whole", "/pieces"])
@pytest.mark.parametrize("times", [1, 3], ids=["one request", "three at once"])
def test_an_answer_that_nobody_reads_is_given_up(path, times):
    bounds = Bounds("", 100_000)
    with served(bounds, slowest=100_000) as port, asking(port, path, times) as connection:
        time.sleep(PATIENCE / 2)
        assert not bounds.is_free
        time.sleep(PATIENCE * 3)
        assert bounds.is_free
        assert read(connection) < LARGE


@pytest.mark.parametrize("path", ["/whole", "/pieces"])
def test_an_answer_that_is_read_a_drop_at_a_time_is_given_up(path):
    bounds = Bounds("", 100_000)
    with served(bounds, slowest=100_000) as port, asking(port, path) as connection:
        for _n in range(12):
            connection.recv(16)
            time.sleep(PATIENCE / 4)
        assert bounds.is_free


@pytest.mark.parametrize("path", ["/whole", "/pieces"])
def test_an_answer_that_is_read_slowly_comes_to_its_end(port, path):
    began = time.monotonic()
    with asking(port, path) as connection:
        assert read(connection, at_once=65_536, pause=0.002) > LARGE
    assert time.monotonic() - began > PATIENCE * 1.5


TARGETS = [
    *("http://evil.example/", "https://x/", "http://x", "evil.example:443", "*", "ideas", "?x", "#x", "\\ideas"),
    *("http:/ideas", "HTTP://X/ideas", "javascript:alert(1)", "@evil.example/", ".", "x://y/z"),
]


@pytest.mark.parametrize("target", [*TARGETS, "http://127.0.0.1/"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "CONNECT"])
def test_a_request_names_a_path_and_nothing_more(port, method, target):
    head = f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head)
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 400")


def is_let_in(port, stack):
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
    with suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
        return bool(connection.recv(4096))
    return False


@pytest.mark.parametrize(("trusted", "let_in"), [("", 4), ("127.0.0.1", 8), ("10.0.0.0/8, 127.0.0.0/8", 8), ("*", 8)])
def test_an_address_has_no_more_than_its_share_and_a_proxy_all(trusted, let_in):
    with served(Bounds(trusted, 8)) as port:
        with ExitStack() as stack:
            assert [is_let_in(port, stack) for _n in range(10)] == [True] * let_in + [False] * (10 - let_in)
        time.sleep(0.2)
        with ExitStack() as stack:
            assert is_let_in(port, stack)


def test_a_connection_that_would_become_another_kind_is_given_back():
    upgrade = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    with served(Bounds("*", 8)) as port:
        for _n in range(10):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(upgrade + b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        time.sleep(0.2)
        with ExitStack() as stack:
            assert is_let_in(port, stack)


@pytest.mark.parametrize(("descriptors", "most"), [(8_192, 4_000), (1_024, 768), (256, 64), (10, 8)])
def test_some_descriptors_are_left_for_what_is_not_a_strangers(descriptors, most):
    assert Bounds("", descriptors).most == most


def test_a_proxy_that_is_named_wrongly_is_trusted_no_more_than_others():
    bounds = Bounds("nonsense, 300.1.1.1", 8)
    assert [bounds.take("testclient") for _n in range(5)] == [True] * 4 + [False]
