"""A terminal for tests: verbs in this process, and the program as one of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2 as httpx

from app.cli import verbs

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120


WHERE = re.compile(r"^Database .*, settings .*\.\n", re.MULTILINE)
"""What verbs say of where they work, which most tests do not ask for."""


def run(capsys, *words: object, whole: bool = False) -> tuple[int, str, str]:
    """Exit code, what was said, what was complained of; the `whole` of it also says where."""
    code: object = 0
    arguments, sys.argv = sys.argv, ["byline", *map(str, words)]
    mask = os.umask(0o022)
    os.umask(mask)
    try:
        verbs.run()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.argv = arguments
        os.umask(mask)  # A verb closes what it makes to others, and these tests go on.
    said = capsys.readouterr()
    return int(str(code or 0)), said.out, said.err if whole else WHERE.sub("", said.err)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def program(*words: object, said: IO[str]) -> Iterator[subprocess.Popen[str]]:
    """Byline as a process of its own, ended afterwards in any case.

    It hears when a terminal is closed, also where these tests themselves were begun with `nohup`.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    command = [sys.executable, "-m", "app.cli", *map(str, words)]
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT, text=True)
    signal.signal(signal.SIGHUP, before)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def answering(process: subprocess.Popen[str], address: str) -> httpx.Response:
    """The first answer to a GET, once the program listens."""
    transport = httpx.HTTPTransport(retries=3)
    with httpx.Client(transport=transport, timeout=PATIENCE_SECONDS) as client:
        while process.poll() is None:
            try:
                return client.get(address)
            except httpx.ConnectError:
                continue
    raise AssertionError(f"ended with {process.returncode}")
