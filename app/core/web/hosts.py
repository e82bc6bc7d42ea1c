"""By which names and addresses Byline may be opened. Any other `Host` is refused, whatever it asks for.

A page of another site that had its own name point here would otherwise be taken for ours, and links would lead there.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.i18n import _

HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::(?P<port>[0-9]{0,5}))?", re.ASCII | re.I)
LARGEST_PORT = 65_535
Address = IPv4Address | IPv6Address


class KnownHosts:
    """Lets in who asks for a `known` name, for this machine itself, or for the address that the connection came to.

    Paths in `spared` may be asked for by any address or none, as load balancers do, but by no other name.
    """

    def __init__(self, app: ASGIApp, *, known: Iterable[str], spared: Iterable[str] = ()) -> None:
        self._app = app
        self._known = {plain(name) for name in known}
        self._spared = frozenset(spared)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        said = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        is_spared = scope["path"] in self._spared
        if is_spared and not said:
            return None
        name = named(said[0]) if len(said) == 1 else ""
        if not name:
            return PlainTextResponse(_("This request does not say which address it is for.") + "\n", 400)
        if name in self._known or _is_here(scope, name) or (is_spared and _address(name)):
            return None
        return PlainTextResponse(_unknown() + "\n", 421)


def named(host: str) -> str:
    """The name or address in a `Host`, in its one spelling and without the port; empty where it is none."""
    found = HOST.fullmatch(host)
    if not found or int(found["port"] or 0) > LARGEST_PORT or (found["six"] and not _address(found["six"])):
        return ""
    return plain(found["six"] or found["name"])


def plain(name: str) -> str:
    """As browsers write it."""
    address = _address(name)
    if address:
        return str(address)
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:
        return name.lower()


def _is_here(scope: Scope, name: str) -> bool:
    """By an address no page of another site can come here under a name of its own."""
    address = _address(name)
    return name == "localhost" or (address is not None and (address.is_loopback or address == _came_to(scope)))


def _came_to(scope: Scope) -> Address | None:
    server = scope.get("server")
    return _address(server[0]) if server else None


def _address(written: str) -> Address | None:
    try:
        found = ip_address(written)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _unknown() -> str:
    return _(
        "Byline is not known by this address. Open it by the address that you were given. If there is none yet, "
        "whoever runs Byline names this one in BYLINE_BASE_URL or BYLINE_HOSTS."
    )
