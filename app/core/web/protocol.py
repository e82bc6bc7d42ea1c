"""How the server reads requests from the wire: in bounded time and size, and on so many connections.

What a request may cost before Byline sees it is settled here, where uvicorn with httptools bounds nothing.
"""

import asyncio
from collections import Counter
from ipaddress import ip_address, ip_network
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 65_536
"""Bytes of a request's line and headers that may come in pieces; a browser sends two thousand."""
MOST_CONNECTIONS = 4_000
SPARED_DESCRIPTORS = 256
"""Left to the database, the index and files, whatever strangers open."""


class Bounds:
    """How many connections there may be; an address that is `trusted` may have them all, for it speaks for many."""

    def __init__(self, trusted: str, descriptors: int) -> None:
        self.most = max(min(MOST_CONNECTIONS, descriptors - SPARED_DESCRIPTORS), descriptors // 4, 8)
        self.most_of_one = max(self.most // 2, 4)
        self._networks = [found for one in trusted.split(",") if (found := _network(one.strip()))]
        self._trusts_all = "*" in trusted
        self._open: Counter[str] = Counter()

    def take(self, host: str) -> bool:
        """Whether one more is let in; whoever is has to be given back."""
        if self._open.total() >= self.most:
            return False
        if self._open[host] >= self.most_of_one and not self._is_trusted(host):
            return False
        self._open[host] += 1
        return True

    def give_back(self, host: str) -> None:
        self._open[host] -= 1
        if not self._open[host]:
            del self._open[host]

    def _is_trusted(self, host: str) -> bool:
        try:
            return self._trusts_all or any(ip_address(host) in network for network in self._networks)
        except ValueError:
            return False


class BoundedRequests(HttpToolsProtocol):
    """Closes what does not end: a head, a body that stops coming, and connections beyond `bounds`.

    A head has to be here after `patience` seconds. So long a body may come as it likes; from then on it has to have
    brought `slowest` bytes for every second.
    """

    bounds: Bounds | None = None
    patience = 10.0
    slowest = 1_000

    def __init__(self, config: Config, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head = self._body = 0
        self._is_in_head = False
        self._began = 0.0
        self._host = ""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        if self.bounds and not self.bounds.take(host):
            transport.abort()
            return
        self._host = host
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        if self.bounds and self._host:
            self.bounds.give_back(self._host)
            self._host = ""
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._head, self._is_in_head = 0, True
        self._wait_for_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._stop()
        self._body, self._began = 0, self.loop.time()
        self._timer = self.loop.call_later(self.patience, self._look_at_body)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._stop()
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head += len(data)
        if self._is_in_head and self._head > LONGEST_HEAD:
            self._is_in_head = False
            self.send_400_response("The headers of this request are too long.")

    def _should_upgrade_to_ws(self) -> bool:
        """Byline speaks none, and what takes a connection over would never give it back."""
        return False

    def _wait_for_head(self) -> None:
        self._stop()
        self._timer = self.loop.call_later(self.patience, self._give_up)

    def _look_at_body(self) -> None:
        """While we do not read ourselves, nobody else is slow."""
        pause = self.patience / 4
        self._began += pause if self.flow.read_paused else 0
        if self._body < self.slowest * (self.loop.time() - self._began - self.patience):
            self._give_up()
        else:
            self._timer = self.loop.call_later(pause, self._look_at_body)

    def _give_up(self) -> None:
        """Nobody reads an answer who does not send; the connection ends at once, whatever waits to be written."""
        self._stop()
        self.transport.abort()

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


def bounded(trusted: str, descriptors: int) -> type[BoundedRequests]:
    """The protocol of one server, whose connections are counted together."""
    return type("Bounded", (BoundedRequests,), {"bounds": Bounds(trusted, descriptors)})


def _network(written: str) -> Any:
    try:
        return ip_network(written, strict=False)
    except ValueError:
        return None
