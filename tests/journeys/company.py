"""The demo company, served by a process of its own as people would start it, for as long as it is needed."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180
POST = re.compile(r'<h2[^>]*><a href="(/[^"]*)">(.*?)</a></h2>')
MORE = re.compile(r'href="([^"]*)" rel="next"')
CAST = re.compile(r'name="person" value="(\d+)".*?<b[^>]*>(.*?)</b>', re.DOTALL)

# One of each role, as the demo proposes them, and a few whose work the journeys look at.
DRIVER, DISPATCHER, PICKER = "Ratchanon Petcharat", "Bao Dinh", "Mali Saetang"
DISPATCH_LEAD, LEADER, HR, ADMIN = "Kanya Wongsa", "Owen Dale", "Ida Holm", "徐静"
CHINESE, THAI = "王丽", "นภา ศรีสุข"


@dataclass(eq=False)
class Site:
    """Where it is served, and who is there under which number."""

    address: str
    people: dict[str, int]

    def token_of(self, name: str) -> str:
        """A session of this person, as one press on the sign-in page gives it."""
        typed = {"person": str(self.people[name])}
        return httpx.post(f"{self.address}/sign-in/demo", data=typed).cookies["byline"]

    @contextmanager
    def as_(self, name: str) -> Iterator[httpx.Client]:
        """What this person does outside of a browser, to set a scene."""
        cookies = {"byline": self.token_of(name), "byline-language": "en"}
        with httpx.Client(base_url=self.address, cookies=cookies, timeout=30) as client:
            yield client

    @cached_property
    def posts(self) -> dict[str, str]:
        """The addresses of the demo's ideas and topics by their titles."""
        with self.as_(DRIVER) as client:
            return {title: path for board in ("/ideas", "/topics") for path, title in _listed(client, board)}


@contextmanager
def served() -> Iterator[Site]:
    """A new demo in a folder that is gone afterwards, its worker running."""
    with TemporaryDirectory(prefix="byline-journeys-") as folder:
        address = f"http://127.0.0.1:{(port := _free_port())}"
        log = Path(folder) / "log"
        with log.open("wb") as out:
            serving = _serve(Path(folder) / "data", port, out.fileno())
        try:
            yield Site(address, _cast(serving, address, log))
        finally:
            serving.terminate()
            serving.wait()


def _listed(client: httpx.Client, board: str) -> Iterator[tuple[str, str]]:
    """Every post of a board, to its last page."""
    following: str = board
    while following:
        page = client.get(following).text
        yield from ((path, unescape(title)) for path, title in POST.findall(page))
        after = MORE.search(page)
        following = unescape(after[1]) if after else ""


def _serve(data: Path, port: int, out: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app.cli", "demo", "--data", str(data), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)


def _cast(serving: subprocess.Popen[bytes], address: str, log: Path) -> dict[str, int]:
    """Everybody whom the sign-in page offers, once there is one."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and serving.poll() is None:
        try:
            page = httpx.get(f"{address}/sign-in", timeout=5).text
            return {name: int(number) for number, name in CAST.findall(page)}
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"The demo does not answer:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
