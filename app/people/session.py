"""Who is visiting: the cookie, the session behind it, and the doors that need a permission."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request, Response

from app.core.clock import now
from app.core.db import Reader
from app.core.errors import Forbidden, SignInNeeded
from app.core.i18n import _
from app.core.settings import Settings
from app.core.web.middleware import LANGUAGE_COOKIE
from app.core.web.session import Store
from app.people import commands, queries
from app.people.passwords import digest
from app.people.queries import Visitor
from app.people.roles import Colleague, Permission

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
    """What stands around every page of somebody who is signed in."""

    unread: int
    direction: str
    direction_lang: str
    sections: tuple[Section, ...]
    doors: tuple[tuple[str, str], ...]


FrameOf = Callable[[Reader, Colleague], Frame]


def signed_in(request: Request, store: Store) -> Colleague:
    """Raises SignInNeeded."""
    visitor = _visitor(request, store)
    if visitor is None:
        raise SignInNeeded
    if visitor.seen_at < now() - SEEN_EVERY:
        with store.writing() as db:
            commands.note_seen(db, session_id=visitor.colleague.session_id, person_id=visitor.colleague.id)
    return visitor.colleague


def maybe_signed_in(request: Request, store: Store) -> Colleague | None:
    visitor = _visitor(request, store)
    return visitor.colleague if visitor else None


SignedIn = Annotated[Colleague, Depends(signed_in)]
MaybeSignedIn = Annotated[Colleague | None, Depends(maybe_signed_in)]


def holding(permission: Permission) -> Callable[[Colleague], Colleague]:
    """A door: a dependency that lets in only whoever holds the permission."""

    def open_to(me: SignedIn) -> Colleague:
        if not me.may(permission):
            raise Forbidden(_("This page is for people with another role. Ask an administrator if you need it."))
        return me

    return open_to


def lifetimes(settings: Settings) -> dict[str, timedelta]:
    """How long somebody stays signed in: `idle` without a visit, and the `whole` of it."""
    return {"idle": timedelta(days=settings.session_idle_days), "whole": timedelta(days=settings.session_days)}


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host, which browsers allow over https only."""
    return "__Host-byline" if settings.is_https else "byline"


def keep_session(response: Response, token: str, settings: Settings) -> Response:
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=settings.session_days * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
        path="/",
    )
    return response


def forget_session(response: Response, settings: Settings) -> Response:
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_https, httponly=True, samesite="lax")
    return response


def keep_language(response: Response, language: str, settings: Settings) -> Response:
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=A_YEAR, samesite="lax", secure=settings.is_https, httponly=True
    )
    return response


def _visitor(request: Request, store: Store) -> Visitor | None:
    settings: Settings = request.app.state.settings
    token = request.cookies.get(cookie_name(settings), "")
    if not token:
        return None
    frame_of: FrameOf = request.app.state.frame_of
    with store.reading() as db:
        visitor = queries.colleague_of_session(db, digest(token), **lifetimes(settings))
        if visitor:
            request.state.me = visitor.colleague
            request.state.frame = frame_of(db, visitor.colleague)
    return visitor
