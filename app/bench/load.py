"""Many clients at once on one server, each sending its next request when the last one was answered."""

import asyncio
import time
from asyncio import StreamReader
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.bench.servers import LOOPBACK, Server
from app.core.errors import Unusable


@dataclass
class Load:
    """What a run of so many clients came to."""

    clients: int
    seconds: float = 0.0
    took: list[float] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.took)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        """The milliseconds within which this share was answered."""
        return sorted(self.took)[min(int(self.requests * share), self.requests - 1)] * 1000


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def send(server: Server, requests: Iterator[bytes], *, status: int, clients: int, seconds: float) -> Load:
    """Raises Unusable for an answer of another status."""
    return asyncio.run(_send(server, requests, status, clients, seconds))


def ask(server: Server, request: bytes) -> Answer:
    """One request on a connection of its own."""

    async def once() -> Answer:
        reader, writer = await asyncio.open_connection(LOOPBACK, server.port)
        writer.write(request)
        answered = await answer(reader)
        writer.close()
        return answered

    return asyncio.run(once())


async def _send(server: Server, requests: Iterator[bytes], status: int, clients: int, seconds: float) -> Load:
    load, began = Load(clients), time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(_client(server, requests, status, until, load) for _ in range(clients)))
    load.seconds = time.perf_counter() - began
    return load


async def _client(server: Server, requests: Iterator[bytes], status: int, until: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, server.port)
    while (began := time.perf_counter()) < until:
        request = next(requests)
        writer.write(request)
        answered = await answer(reader)
        load.took.append(time.perf_counter() - began)
        if answered.status != status:
            asked = request.split(b"\r\n", 1)[0].decode()
            raise Unusable(f"{server.name} answered {answered.status} instead of {status} to {asked}.")
    writer.close()


async def answer(reader: StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
    return Answer(int(head.split(b" ", 2)[1]), await reader.readexactly(int(length or 0)))
