"""What happens at the door, before a route is chosen. Pure ASGI: context variables set here reach the route."""

import secrets
import time
from urllib.parse import parse_qs, quote

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core import i18n
from app.core.errors import Forbidden, Refusal, TooLarge
from app.core.i18n import _
from app.core.web.forms import UNREADABLE
from app.core.web.meter import Meter
from app.core.web.refusals import refused
from app.core.web.uploads import Limits
from app.core.web.urls import parted

log = structlog.get_logger()

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
FOUND = {"route", "endpoint", "path_params"}
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
REPLACED = {"PUT", "DELETE"}
LANGUAGE_COOKIE = "byline-language"
LARGEST_METHOD_FORM = 65_536


class Door:
    """Gives every request an id and a log line, every answer the security headers, every failure a page.

    Outermost, so that this holds also when another of these fails.
    """

    def __init__(self, app: ASGIApp, *, https: bool, meter: Meter | None = None) -> None:
        self._app, self._meter = app, meter
        self._headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _replace_nul(scope)
        visit = _Visit(scope, send, self._headers)
        with structlog.contextvars.bound_contextvars(request_id=visit.id, address=visit.address):
            await self._measured(scope, receive, visit)
            visit.log()

    async def _measured(self, scope: Scope, receive: Receive, visit: "_Visit") -> None:
        meter = self._meter
        if meter is None:
            await self._answer(scope, receive, visit)
            return
        meter.in_flight += 1
        try:
            await self._answer(scope, receive, visit)
        finally:
            meter.in_flight -= 1
            meter.answered(scope, visit.status, visit.seconds)

    async def _answer(self, scope: Scope, receive: Receive, visit: "_Visit") -> None:
        try:
            await self._app(scope, receive, visit.send)
        except Exception as error:  # the last net: whatever else goes wrong becomes a page
            visit.failure = type(error).__name__
            log.exception("request_failed")
            if visit.status:
                raise
            with i18n.speaking(scope["state"].get("language", "")):
                response = refused(Request(scope, receive), _failure(error))
                await response(scope, receive, visit.send)


class _Visit:
    """One request on its way: its id, which a trusted proxy may have given it, its answer's status, its time."""

    def __init__(self, scope: Scope, send: Send, headers: dict[str, str]) -> None:
        state = scope.setdefault("state", {})
        self.id = state.get("request_id") or secrets.token_hex(8)
        self.address = scope["client"][0] if scope.get("client") else ""
        self.status, self.failure = 0, ""
        self._began = time.perf_counter()
        self._scope, self._send, self._headers = scope, send, headers
        state["request_id"] = self.id

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "private, no-store")
            headers["X-Request-ID"] = self.id
        await self._send(message)

    def log(self) -> None:
        """The path only: a query may hold what a person searched for. Who it was is a number, which no name tells."""
        took = round(self.seconds * 1000, 1)
        me = self._scope["state"].get("me")
        more = {"person": me.id} if me else {}
        more |= {"failure": self.failure} if self.failure else {}
        about = {"method": self._scope["method"], "path": _loggable(self._scope)}
        log.info("request", **about, status=self.status, ms=took, **more)


class Tongue:
    """Chooses the language: `?lang=` for one answer, the cookie, what the browser asks for, the site's own.
    Dates and numbers follow the browser's region, whichever language was chosen.

    The door looks for it in the state of the request.
    """

    def __init__(self, app: ASGIApp, *, default: str) -> None:
        self._app = app
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        accepted = headers.get("accept-language", "")
        chosen = self._chosen(scope, headers, accepted)
        scope.setdefault("state", {})["language"] = chosen
        with i18n.speaking(chosen), i18n.written_for(accepted):
            await self._app(scope, receive, send)

    def _chosen(self, scope: Scope, headers: Headers, accepted: str) -> str:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0] if scope["query_string"] else ""
        kept = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE, "")
        wished = i18n.known_language(asked) if asked else None
        wished = wished or (i18n.known_language(kept) if kept else None)
        return wished or i18n.accepted_language(accepted) or self._default


class OwnForms:
    """Refuses changes that another site's page asks for and what is too large; lets a plain form say PUT or DELETE.

    A browser names the page it sends from in `Sec-Fetch-Site` or `Origin`; with neither it is no browser.
    """

    def __init__(self, app: ASGIApp, *, own_site: str, limits: Limits) -> None:
        self._app = app
        self._own_site = parted(own_site)
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            longest = self._longest(scope)
            refusal = self._refusal(scope["method"], Headers(scope=scope), longest)
            if refusal:
                response = refused(Request(scope, receive), refusal)
                await response(scope, receive, send)
                return
            receive = _measured(receive, longest)
            if scope["method"] == "POST":
                receive = await _with_method(scope, receive)
            elif scope["method"] == "HEAD":
                await self._app_for_head(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _app_for_head(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As for GET, of which the server drops the body; the door learns which route it was."""
        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, send)
        finally:
            scope.update({name: asked[name] for name in FOUND & asked.keys()})

    def _longest(self, scope: Scope) -> int:
        """The body's limit, by the route: the method it will have counts, which a form in parts names in its query."""
        kind = Headers(scope=scope).get("content-type", "")
        return self._limits.of(_replaced_by(_asked(scope), scope["method"]), scope["path"], kind)

    def _refusal(self, method: str, headers: Headers, longest: int) -> Refusal | None:
        length = headers.get("content-length", "")
        if method not in SAFE and self._is_foreign(headers):
            return _foreign()
        elif length.isdigit() and int(length[:16]) > longest:
            return TooLarge()
        else:
            return None

    def _is_foreign(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return False
        came, own = parted(origin), self._own_site
        return (came.scheme, came.netloc) != (own.scheme or came.scheme, own.netloc or headers.get("host", ""))


def _measured(receive: Receive, longest: int) -> Receive:
    """Whoever reads on beyond the limit is refused, whatever length was announced."""
    read = 0

    async def measured() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > longest:
            raise TooLarge
        return message

    return measured


async def _with_method(scope: Scope, receive: Receive) -> Receive:
    """Set the method that `_method` names, in the query or in a small form; the body is read and handed on."""
    asked = _asked(scope)
    kind = Headers(scope=scope)
    small = kind.get("content-length", "").isdigit() and int(kind["content-length"]) <= LARGEST_METHOD_FORM
    if not asked and small and kind.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        body, receive = await _read(receive)
        asked = parse_qs(body.decode("latin-1")).get("_method", []) if b"_method=" in body else []
    scope["method"] = _replaced_by(asked, scope["method"])
    return receive


def _asked(scope: Scope) -> list[str]:
    """The method that a POST names in its query, when it does."""
    named = scope["method"] == "POST" and b"_method=" in scope["query_string"]
    return parse_qs(scope["query_string"].decode("latin-1")).get("_method", []) if named else []


def _replaced_by(asked: list[str], method: str) -> str:
    return asked[0].upper() if asked and asked[0].upper() in REPLACED else method


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    messages: list[Message] = []
    while not messages or messages[-1].get("more_body"):
        messages.append(await receive())
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return b"".join(message.get("body", b"") for message in messages), again


def _loggable(scope: Scope) -> str:
    """A secret that stands in an address lets in whoever reads it."""
    path: str = scope["path"]
    token = scope.get("path_params", {}).get("token")
    return path.replace(token, "…") if token else path


def _replace_nul(scope: Scope) -> None:
    """NUL is no text, and PostgreSQL takes none: like other bytes that are none, it becomes a letter nothing has."""
    scope["path"] = scope["path"].replace("\0", UNREADABLE)
    scope["query_string"] = scope["query_string"].replace(b"%00", quote(UNREADABLE).encode())


def _failure(error: Exception) -> Refusal:
    busy = isinstance(error, OperationalError | PoolTimeout)
    refusal = Refusal(
        _("Byline is very busy or its database does not answer. Nothing was changed. Try again in a moment.")
        if busy
        else _(
            "Something went wrong on our side. Nothing was changed. Try again, or tell an administrator this number."
        )
    )
    refusal.status = 503 if busy else 500
    return refusal


def _foreign() -> Forbidden:
    return Forbidden(_("This came from another website, so nothing was changed. Open Byline itself and try again."))
