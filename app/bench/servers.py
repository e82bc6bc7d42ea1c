"""Servers in processes of their own, as they are started for real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bench import machine
from app.core.errors import Unusable

LOOPBACK = "127.0.0.1"
HOST = "byline.example"
"""By what name it is asked."""
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
LAST_WORDS = 2_000


@dataclass(frozen=True)
class Server:
    """A running server."""

    name: str
    pid: int
    port: int
    data: Path

    @property
    def cpu_ms(self) -> float:
        return machine.cpu_ms(self.pid)

    @property
    def memory_mb(self) -> tuple[float, float]:
        return machine.memory_mb(self.pid)


@contextmanager
def byline(data: Path) -> Iterator[Server]:
    """Byline, on a data folder that is up to date."""
    with _running("Byline", data, "app.cli", "serve", "--data", str(data)) as server:
        yield server


@contextmanager
def bare(data: Path, bodies: Path) -> Iterator[Server]:
    """The same SQL without Byline, sending what stands in the folder `bodies`."""
    with _running("SQL alone", data, "app.bench.bare", "--data", str(data), "--bodies", str(bodies)) as server:
        yield server


@contextmanager
def _running(name: str, data: Path, module: str, *arguments: str) -> Iterator[Server]:
    port, log = _free_port(), data / f"{module}.log"
    command = [sys.executable, "-P", "-m", module, *arguments, "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=data, env=_environment(), stdout=out, stderr=out)  # noqa: S603 - ours
    try:
        _wait_for(process, port, log)
        yield Server(name, process.pid, port, data)
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not _listens(port):
        if process.poll() is not None or time.monotonic() > until:
            raise Unusable(f"The server that was to be measured did not start: {log.read_text()[-LAST_WORDS:]}")
        time.sleep(0.05)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as knock:
        return knock.connect_ex((LOOPBACK, port)) == 0


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind((LOOPBACK, 0))
        port: int = found.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    """Nothing that is set for another Byline may change what is measured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    return kept | {"PYTHONPATH": str(ROOT), "BYLINE_HOSTS": HOST}
