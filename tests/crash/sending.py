"""A channel that really uses the network, and the loop that sends through it.

`python -m tests.crash.sending DATABASE ADDRESS` sends what is due and ends.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2 as httpx

from app.core.db import Database
from app.core.outgoing import Channels, Message, send_due

HOOK = "hook"


class Listener:
    """What a server of somebody else's got; it can refuse, and it can keep a message waiting for its answer."""

    def __init__(self) -> None:
        self.got: list[dict[str, str]] = []
        self.address = ""
        self.refuses = False
        self.holds = ""
        self.holding = threading.Event()
        self.let_go = threading.Event()

    def take(self, message: dict[str, str]) -> int:
        self.got.append(message)
        if message["what"] == self.holds:
            self.holding.set()
            self.let_go.wait(60)
        return 503 if self.refuses else 204


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(listener.take(json.loads(body)))
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listener.address = f"http://127.0.0.1:{server.server_port}"
    yield listener
    listener.let_go.set()
    server.shutdown()
    server.server_close()


def over_http(address: str) -> Channels:
    channels = Channels()

    @channels.sender(HOOK)
    def send(message: Message) -> None:
        said = {"to": message.recipient, "what": message.what}
        httpx.post(address, json=said, timeout=30).raise_for_status()

    return channels


if __name__ == "__main__":
    send_due(Database(sys.argv[1]), over_http(sys.argv[2]))
