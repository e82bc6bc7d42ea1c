"""The demo company, served by a process of its own as people would start it, for as long as it is needed."""

import fcntl
import multiprocessing
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx

PATIENCE_SECONDS = 180
POST = re.compile(r'<h2[^>]*><a href="(/[^"]*)">(.*?)</a></h2>')
MORE = re.compile(r'href="([^"]*)" rel="next"')
CAST = re.compile(r'name="person" value="(\d+)".*?<b[^>]*>(.*?)</b>', re.DOTALL)
SERVERS = multiprocessing.get_context("forkserver")
SERVERS.set_forkserver_preload([__name__, "tests.journeys.serving"])

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
def held_port() -> Iterator[int]:
    """Bound and not listened at: a server of ours still may, and nobody else gets it meanwhile."""
    with socket.socket() as holding:
        holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holding.bind(("127.0.0.1", 0))
        yield holding.getsockname()[1]


@contextmanager
def served(port: int, begun: Path | None = None) -> Iterator[Site]:
    """A new demo, or a copy of one, in a folder that is gone afterwards; its worker runs."""
    with TemporaryDirectory(prefix="byline-journeys-") as folder:
        data = Path(folder) / "data"
        if begun:
            shutil.copytree(begun, data)
        with _served_from(data, port) as site:
            yield site


def begun_once(folder: Path, port: int) -> Path:
    """The folder of a demo to be copied. Of several processes that ask for it the first one makes it."""
    with folder.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            with _served_from(making, port):
                pass
            making.rename(folder)
    return folder


@contextmanager
def _served_from(data: Path, port: int) -> Iterator[Site]:
    log = data.with_suffix(".log")
    serving = SERVERS.Process(target=_serve, args=(data, port, log), daemon=True)
    serving.start()
    try:
        address = f"http://127.0.0.1:{port}"
        yield Site(address, _cast(serving, address, log))
    finally:
        serving.terminate()
        serving.join()


def _listed(client: httpx.Client, board: str) -> Iterator[tuple[str, str]]:
    """Every post of a board, to its last page."""
    following: str = board
    while following:
        page = client.get(following).text
        yield from ((path, unescape(title)) for path, title in POST.findall(page))
        after = MORE.search(page)
        following = unescape(after[1]) if after else ""


def _serve(data: Path, port: int, log: Path) -> None:
    # Not at the top: only the process that servers are forked from is to import the whole program.
    from tests.journeys import serving

    serving.serve(data, port, log)


def _cast(serving: BaseProcess, address: str, log: Path) -> dict[str, int]:
    """Everybody whom the sign-in page offers, once there is one."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and serving.is_alive():
        try:
            page = httpx.get(f"{address}/sign-in", timeout=5).text
            return {name: int(number) for number, name in CAST.findall(page)}
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError(f"The demo does not answer:\n{log.read_text()}")
