"""Files over real sockets: they stay out of memory, and nothing of a broken one stays on the disk."""

import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx2 as httpx
import pytest

from app.core.web.uploads import FOLDER
from tests.rules.sources import ROOT
from tests.web.uploading import LONGEST_FILM

MEGABYTE = 1_000_000
START = b'--x\r\nContent-Disposition: form-data; name="film"; filename="film.mp4"\r\n\r\n'
END = b"\r\n--x--\r\n"
CHUNK = b"x" * 50_000
IN_PARTS = {"Content-Type": "multipart/form-data; boundary=x"}

pytestmark = pytest.mark.sqlite


class Server:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        command = [sys.executable, "-m", "tests.web.uploading", str(folder), str(port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)

    def arriving(self) -> list[Path]:
        return sorted((self.folder / FOLDER).glob("*"))

    def begin(self) -> int:
        """Bytes of memory it holds now; what it needs at most is counted from here."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return self.peak

    @property
    def peak(self) -> int:
        """Most bytes of memory that it held since it was asked to begin."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        return int(kilobytes) * 1024

    def send(self, megabytes: int, **headers: str) -> httpx.Response:
        body = (START, *(CHUNK for _n in range(megabytes * 20)), END)
        return httpx.post(
            f"http://127.0.0.1:{self.port}/films", content=iter(body), headers=IN_PARTS | headers, timeout=60
        )

    def opened(self, *headers: str) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        kind = "Content-Type: multipart/form-data; boundary=x"
        head = "\r\n".join(["POST /films HTTP/1.1", "Host: localhost", kind, *headers])
        connection.sendall(f"{head}\r\n\r\n".encode())
        return connection


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = Server(tmp_path_factory.mktemp("data"), port)
    assert comes_true(lambda: answers(port))
    serving.send(1)
    yield serving
    serving.process.terminate()
    serving.process.wait()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.HTTPError:
        return False


def comes_true(is_so) -> bool:
    """Whether it does within a minute."""
    until = time.monotonic() + 60
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_large_file_stays_out_of_memory(server):
    before = server.begin()
    assert server.send(50).json() == [["film.mp4", 50 * MEGABYTE]]
    assert (server.folder / "files" / "0").stat().st_size == 50 * MEGABYTE
    assert server.peak - before < 15 * MEGABYTE
    assert server.arriving() == []


def test_one_that_is_too_large_stays_out_of_memory_and_off_the_disk(server):
    before = server.begin()
    assert server.send(LONGEST_FILM // MEGABYTE + 40).status_code == 422
    assert server.peak - before < 15 * MEGABYTE
    assert server.arriving() == []


def test_a_length_beyond_the_limit_is_refused_before_anything_is_read(server):
    with server.opened(f"Content-Length: {200 * MEGABYTE}") as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 413")
    assert server.arriving() == []


def test_what_turns_out_to_be_beyond_the_limit_is_refused_on_the_way(server):
    before = server.begin()
    with server.opened("Transfer-Encoding: chunked") as connection:
        connection.sendall(b"%x\r\n%s\r\n" % (len(START), START))
        connection.settimeout(0)
        refused, until = b"", time.monotonic() + 60
        chunk = b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK)
        waiting, taken = chunk, 0
        while not refused and time.monotonic() < until:
            with suppress(BlockingIOError):
                refused = connection.recv(100)
            with suppress(BlockingIOError):
                gone = connection.send(waiting)
                waiting, taken = waiting[gone:] or chunk, taken + gone
    assert refused.startswith(b"HTTP/1.1 413")
    assert 3 * LONGEST_FILM < taken < 3 * LONGEST_FILM + 20 * MEGABYTE
    assert server.peak - before < 15 * MEGABYTE
    assert server.arriving() == []


@pytest.mark.parametrize("header", [f"Content-Length: {50 * MEGABYTE}", "Transfer-Encoding: chunked"])
def test_an_upload_that_breaks_off_leaves_nothing(server, header):
    chunked = "chunked" in header
    with server.opened(header) as connection:
        for some in (START, *(CHUNK for _n in range(20))):
            connection.sendall(b"%x\r\n%s\r\n" % (len(some), some) if chunked else some)
        assert comes_true(lambda: any(file.stat().st_size for file in server.arriving()))
    assert comes_true(lambda: server.arriving() == [])


def test_while_one_arrives_slowly_others_are_served(server):
    with server.opened(f"Content-Length: {50 * MEGABYTE}") as connection:
        connection.sendall(START + CHUNK)
        assert comes_true(server.arriving)
        assert [answers(server.port) for _n in range(20)] == [True] * 20
    assert comes_true(lambda: server.arriving() == [])
