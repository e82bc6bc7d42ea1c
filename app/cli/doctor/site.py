"""The address that people use: whether it leads here, and what the proxy in front hands on."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from ipaddress import ip_address, ip_network
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.cli.doctor.finding import Case, Finding, bad, well, worth_a_look
from app.core import own_question
from app.core.columns import Value
from app.core.db import Database
from app.core.migrating import state

PATIENCE_SECONDS = 5
MADE_UP = "203.0.113.77"
"""An address of nobody's, set aside for documents."""
HEADERS = "X-Forwarded-For and X-Forwarded-Proto"


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: Value) -> None:
        return None


def site(case: Case) -> Iterator[Finding]:
    url = case.settings.base_url
    if not url:
        yield worth_a_look(
            "BYLINE_BASE_URL is not set: links lead to this machine alone, and cookies are not bound to https."
        )
        return
    try:
        status, headers, body = _asked(f"{url}/healthz")
    except (OSError, HTTPException) as error:
        yield bad(
            f"{url} cannot be reached from here: {getattr(error, 'reason', None) or error}. Is ./byline serve running?"
        )
        return
    if (status, body) != (200, "ok\n"):
        yield bad(f"{url} does not lead to Byline: it answers {status}. See where the proxy sends requests.")
        return
    yield well(f"{url} leads to Byline.")
    if case.settings.is_https and "strict-transport-security" not in headers:
        yield worth_a_look(f"{url} answers without HSTS. See that the proxy hands Byline's headers on.")
    if case.store and state(case.store) == "current":
        yield from _seen(case, case.store)


def _seen(case: Case, store: Database) -> Iterator[Finding]:
    """What the site says of the way to it; it answers nobody who has no word from its database."""
    url, own = case.settings.base_url, _own_address(case.settings.base_url)
    # Whoever calls from a trusted proxy is believed in any case: there is nothing to try.
    tried = {} if _is_trusted(own, case.settings.trusted_proxies) else {"X-Forwarded-For": MADE_UP}
    with _question(store) as word:
        status, _headers, body = _asked(f"{url}/healthz/seen/{word}", tried)
    try:
        told = json.loads(body) if status == 200 else {}
        scheme, client, cookie = told["scheme"], told["client"], told["cookie"]
    except (ValueError, KeyError, TypeError):
        yield bad(f"{url} leads to a Byline with another database, or an older one: it answers {status}.")
        return
    yield _scheme(url, scheme)
    yield _client(client, own)
    if case.settings.is_https and not cookie.startswith("__Host-"):
        yield bad("The server that answers was not told BYLINE_BASE_URL: its cookies are bound to no host. Restart it.")
    else:
        yield well(f"Who signs in gets the cookie {cookie}.")


def _scheme(url: str, scheme: str) -> Finding:
    if scheme == urlsplit(url).scheme:
        return well(f"Requests arrive as {scheme}.")
    return worth_a_look(
        f"Requests arrive as {scheme} and not as {urlsplit(url).scheme}. Let the proxy send {HEADERS}, and name it in "
        "BYLINE_TRUSTED_PROXIES."
    )


def _client(client: str, own: str) -> Finding:
    if client == MADE_UP:
        return bad(
            "Anybody can make up their address: the proxy hands on an X-Forwarded-For that it was sent, and more is "
            "trusted than the proxy. Name only that in BYLINE_TRUSTED_PROXIES."
        )
    if client == own:
        return well(f"Byline sees who asks: {client}.")
    return worth_a_look(
        f"Byline sees {client} where {own} asked. Unless addresses are translated in between, everybody shares one: "
        f"let the proxy send {HEADERS}, and name it in BYLINE_TRUSTED_PROXIES."
    )


@contextmanager
def _question(store: Database) -> Iterator[str]:
    with store.writing() as db:
        word = own_question.ask(db)
    try:
        yield word
    finally:
        with store.writing() as db:
            own_question.forget(db, word)


def _asked(url: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers in small letters, and what fits on a page. Raises OSError where nobody answers."""
    request = Request(url, headers=headers or {})  # noqa: S310 - http or https, as settings have it
    try:
        answer = build_opener(_StayHere).open(request, timeout=PATIENCE_SECONDS)
    except HTTPError as refused:
        answer = refused
    with answer:
        told = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, told, answer.read(10_000).decode("utf-8", "replace")


def _own_address(url: str) -> str:
    """That this machine calls from when it calls there."""
    address = urlsplit(url)
    port = address.port or (443 if address.scheme == "https" else 80)
    with socket.create_connection((address.hostname or "", port), timeout=PATIENCE_SECONDS) as asked:
        return str(asked.getsockname()[0])


def _is_trusted(address: str, trusted: str) -> bool:
    networks = [one.strip() for one in trusted.split(",") if one.strip()]
    return any(one == "*" or ip_address(address) in ip_network(one, strict=False) for one in networks)
