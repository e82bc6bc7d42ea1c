"""Who is visiting: the cookie, the session behind it, and the doors that need a permission."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Protocol

from fastapi import Depends, Request, Response
from starlette.requests import HTTPConnection

from app.core.clock import now
from app.core.db import Reader
from app.core.errors import Forbidden, SignInNeeded, SomebodyElse
from app.core.i18n import _
from app.core.settings import Settings
from app.core.web.middleware import LANGUAGE_COOKIE, SAFE
from app.core.web.page import Page
from app.core.web.parts import parts_of
from app.core.web.urls import BOUND
from app.people import commands, queries
from app.people.passwords import Passwords, digest
from app.people.queries import Visitor
from app.people.roles import Colleague, Permission
from app.people.throttle import Line

SEEN_EVERY = timedelta(hours=1)
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Section:
    """A tab of the masthead; `key` is the first part of its address."""

    key: str
    label: str
    href: str


@dataclass(frozen=True)
class Frame:
    """What stands around every page of somebody who is signed in.

    `queue` is where what waits for a lead stands, `waiting` how much that is.
    """

    unread: int
    waiting: int
    queue: str
    direction: str
    direction_lang: str
    sections: tuple[Section, ...]
    doors: tuple[tuple[str, str], ...]


FrameOf = Callable[[Reader, Colleague], Frame]


class Guards(Protocol):
    """What people alone ask of the application, beside what the web needs of it."""

    @property
    def passwords(self) -> Passwords: ...

    @property
    def line(self) -> Line: ...

    @property
    def frame_of(self) -> FrameOf: ...


def guards_of(connection: HTTPConnection) -> Guards:
    found: Guards = connection.app.state.parts
    return found


def signed_in(request: Request) -> Colleague:
    """Raises SignInNeeded, and SomebodyElse where the page that this came from was made for another person."""
    visitor = _visitor(request)
    if visitor is None:
        raise SignInNeeded
    if request.method not in SAFE and request.query_params.get(BOUND, "") not in ("", str(visitor.colleague.id)):
        raise SomebodyElse(somebody_else(visitor.colleague))
    if visitor.seen_at < now() - SEEN_EVERY:
        with parts_of(request).store.writing() as db:
            commands.note_seen(db, session_id=visitor.colleague.session_id, person_id=visitor.colleague.id)
    return visitor.colleague


def somebody_else(me: Colleague) -> str:
    """To whoever sends what was typed when another person was signed in."""
    return _("You are now signed in as %(name)s, so nothing was sent.") % {"name": me.name}


class Visit(Page):
    """Somebody who is signed in comes by: who they are, beside all that a page is answered with."""

    def __init__(self, request: Request, me: Colleague) -> None:
        super().__init__(request)
        self.me = me


def visit(request: Request) -> Visit:
    """Raises SignInNeeded."""
    return Visit(request, signed_in(request))


Visiting = Annotated[Visit, Depends(visit)]


def holding(permission: Permission) -> Callable[[Visit], Visit]:
    """A door: a dependency that lets in only whoever holds the permission."""

    def open_to(visit: Visiting) -> Visit:
        if not visit.me.may(permission):
            raise Forbidden(_("This page is for people with another role. Ask an administrator if you need it."))
        return visit

    return open_to


class MaybeVisit(Page):
    """Somebody comes by who may or may not be signed in."""

    def __init__(self, request: Request, me: Colleague | None) -> None:
        super().__init__(request)
        self.me = me


def maybe_visit(request: Request) -> MaybeVisit:
    return MaybeVisit(request, maybe_signed_in(request))


MaybeVisiting = Annotated[MaybeVisit, Depends(maybe_visit)]


def maybe_signed_in(request: Request) -> Colleague | None:
    visitor = _visitor(request)
    return visitor.colleague if visitor else None


def lifetimes(settings: Settings) -> dict[str, timedelta]:
    """How long somebody stays signed in: `idle` without a visit, and the `whole` of it."""
    return {"idle": timedelta(days=settings.session_idle_days), "whole": timedelta(days=settings.session_days)}


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host, which browsers allow over https only."""
    return "__Host-byline" if settings.is_https else "byline"


def browser_cookie_name(settings: Settings) -> str:
    """By which a browser is known that somebody signed in with; it lets nobody in."""
    return f"{cookie_name(settings)}-browser"


def keep_session(response: Response, token: str, settings: Settings) -> Response:
    return _keep(response, cookie_name(settings), token, settings.session_days * 24 * 3600, settings)


def keep_browser(response: Response, token: str, settings: Settings) -> Response:
    return _keep(response, browser_cookie_name(settings), token, A_YEAR, settings)


def _keep(response: Response, name: str, token: str, seconds: int, settings: Settings) -> Response:
    response.set_cookie(name, token, max_age=seconds, httponly=True, samesite="lax", secure=settings.is_https, path="/")
    return response


def forget_session(response: Response, settings: Settings) -> Response:
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_https, httponly=True, samesite="lax")
    return response


def keep_language(response: Response, language: str, settings: Settings) -> Response:
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=A_YEAR, samesite="lax", secure=settings.is_https, httponly=True
    )
    return response


def _visitor(request: Request) -> Visitor | None:
    parts = parts_of(request)
    token = request.cookies.get(cookie_name(parts.settings), "")
    if not token:
        return None
    with parts.store.reading() as db:
        visitor = queries.colleague_of_session(db, digest(token), **lifetimes(parts.settings))
        if visitor:
            request.state.me = visitor.colleague
            request.state.frame = guards_of(request).frame_of(db, visitor.colleague)
    return visitor
