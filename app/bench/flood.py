"""Strangers who try to sign in without end, and what those notice who are in, and who want to get in."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from urllib.parse import urlencode

from app.bench import load
from app.bench.asks import BROWSER
from app.bench.servers import HOST, LOOPBACK, Server

STRANGERS = 100
SETTLED_SECONDS = 5.0


@dataclass
class Flood:
    """Milliseconds of pages before and meanwhile, and seconds that people needed to get in, from anywhere new."""

    quiet_ms: float = 0.0
    flooded_ms: float = 0.0
    slowest_ms: float = 0.0
    entered: list[float] = field(default_factory=list)
    kept_out: int = 0
    tries: int = 0

    @property
    def ratio(self) -> float:
        return self.flooded_ms / self.quiet_ms


def measured(server: Server, pages: Iterator[bytes], people: list[tuple[str, str]], seconds: float) -> Flood:
    """`people` are names and passwords, each of whom signs in once. The strangers are of as many addresses as tries."""
    return asyncio.run(_measured(server, pages, people, seconds))


async def _measured(server: Server, pages: Iterator[bytes], people: list[tuple[str, str]], seconds: float) -> Flood:
    found, numbers = Flood(), count()
    await _visits(server, pages, 1.0)
    found.quiet_ms = median(await _visits(server, pages, seconds))
    strangers = [asyncio.create_task(_stranger(server, numbers)) for _n in range(STRANGERS)]
    await asyncio.sleep(SETTLED_SECONDS)
    visits = await _visits(server, pages, seconds)
    found.flooded_ms, found.slowest_ms = median(visits), max(visits)
    for n, (name, password) in enumerate(people):
        began = time.perf_counter()
        status = await _try(server, name, password, f"192.0.2.{n}")
        found.entered += [time.perf_counter() - began] if status == 303 else []
        found.kept_out += status != 303
    found.tries = next(numbers)
    for stranger in strangers:
        stranger.cancel()
    await asyncio.gather(*strangers, return_exceptions=True)
    return found


async def _visits(server: Server, pages: Iterator[bytes], seconds: float) -> list[float]:
    """Milliseconds of each page that one visitor asks for, one after the other."""
    took, until = [], time.perf_counter() + seconds
    reader, writer = await asyncio.open_connection(LOOPBACK, server.port)
    while (began := time.perf_counter()) < until:
        writer.write(next(pages))
        await load.answer(reader)
        took.append((time.perf_counter() - began) * 1000)
    writer.close()
    return took


async def _stranger(server: Server, numbers: Iterator[int]) -> None:
    while True:
        n = next(numbers)
        await _try(server, f"stranger{n}@example.com", f"not a password {n}", f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")


async def _try(server: Server, name: str, password: str, address: str) -> int:
    """The status of the answer, on a connection of its own."""
    body = urlencode({"email": name, "password": password}).encode()
    head = (
        f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: {BROWSER}\r\nX-Forwarded-For: {address}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(LOOPBACK, server.port)
    writer.write(head.encode() + body)
    answer = await load.answer(reader)
    writer.close()
    return answer.status
