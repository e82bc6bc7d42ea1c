"""How the server reads requests from the wire: in bounded time and size, and on so many connections.

What a request may cost before Byline sees it is settled here, where uvicorn with httptools bounds nothing.
"""

import asyncio
import fcntl
import sys
import termios
from collections import Counter
from contextlib import suppress
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

    @property
    def is_free(self) -> bool:
        """Whether nobody is connected."""
        return not self._open

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
    brought `slowest` bytes for every second. Whoever asks has to read the answer as fast.
    """

    bounds: Bounds | None = None
    patience = 10.0
    slowest = 1_000

    def __init__(self, config: Config, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head = self._body = 0
        self._is_in_head = False
        self._unread = 0
        self._began = self._written = 0.0
        self._host = ""
        self._timer: asyncio.TimerHandle | None = None
        self._reader: asyncio.TimerHandle | None = None

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
        self._let_read()
        if self.bounds and self._host:
            self.bounds.give_back(self._host)
            self._host = ""
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._head, self._is_in_head = 0, True
        self._wait_for_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        if not self.url.startswith(b"/"):
            # As a proxy is asked: whose site is meant would be said twice, here and in `Host`.
            raise ValueError
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

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        self._let_read()
        super().resume_writing()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait_for_reader()

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

    def _wait_for_reader(self) -> None:
        """What is still here did not fit into the system's buffer, for it is not read as fast as it is written."""
        self._let_read()
        if self.transport.get_write_buffer_size():
            self._written, self._unread = self.loop.time(), _unread(self.transport)
            self._look_at_reader(self._unread)

    def _look_at_reader(self, before: int) -> None:
        unread = _unread(self.transport)
        if unread > before:  # The answer to another request came behind.
            self._written, self._unread = self.loop.time(), unread
        if self._unread - unread < self.slowest * (self.loop.time() - self._written - self.patience):
            self._give_up()
        elif self.transport.get_write_buffer_size():
            self._reader = self.loop.call_later(self.patience / 4, self._look_at_reader, unread)

    def _let_read(self) -> None:
        if self._reader:
            self._reader.cancel()
            self._reader = None

    def _give_up(self) -> None:
        """Nobody reads an answer who does not send; the connection ends at once, whatever waits to be written."""
        self._stop()
        self.transport.abort()

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


def _unread(transport: asyncio.Transport) -> int:
    """Bytes that are on their way to whoever asked: here, and where the system tells it, those in its own buffer."""
    held = bytes(4)
    with suppress(OSError, ValueError):
        held = fcntl.ioctl(transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, held)
    return transport.get_write_buffer_size() + int.from_bytes(held, sys.byteorder)


def bounded(trusted: str, descriptors: int) -> type[BoundedRequests]:
    """The protocol of one server, whose connections are counted together."""
    return type("Bounded", (BoundedRequests,), {"bounds": Bounds(trusted, descriptors)})


def _network(written: str) -> Any:
    try:
        return ip_network(written, strict=False)
    except ValueError:
        return None
