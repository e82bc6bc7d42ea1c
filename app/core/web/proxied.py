"""What a proxy that is trusted says of a request: whose it is, how it came, and what its own log calls it."""

import re

from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=-]{7,63}", re.ASCII)
"""What may stand in a log and in a header as it is; another one is as good as none."""


class Proxied(ProxyHeadersMiddleware):
    """Outermost, where the address is still the proxy's own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        client = scope.get("client")
        if scope["type"] == "http" and client and client[0] in self.trusted_hosts:
            given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
            if REQUEST_ID.fullmatch(given):
                scope.setdefault("state", {})["request_id"] = given
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]
