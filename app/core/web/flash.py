"""One sentence that survives a redirect, in a cookie that the next whole page shows and forgets.

With what was just taken away goes the number by which that can be undone.
"""

import base64
import binascii
import json
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.core.letters import clean
from app.core.subjects import Subject
from app.core.web.parts import parts_of

COOKIE = "byline-flash"
LONGEST = 600


@dataclass(frozen=True)
class Undo:
    """What was taken away, and the number of that."""

    subject: Subject
    removal: int


@dataclass(frozen=True)
class Said:
    """`kind` is how it is shown: good, or wait."""

    kind: str
    text: str
    undo: Undo | None = None


def say(request: Request, response: Response, text: str, kind: str = "good", undo: Undo | None = None) -> Response:
    about = [str(undo.subject), undo.removal] if undo and undo.removal else []
    packed = base64.urlsafe_b64encode(json.dumps([kind, text[:LONGEST], *about]).encode()).decode()
    secure = parts_of(request).settings.is_https
    response.set_cookie(COOKIE, packed, max_age=120, httponly=True, samesite="lax", secure=secure)
    return response


def waiting(request: Request) -> list[Said]:
    """What is to be said on this page."""
    packed = request.cookies.get(COOKIE, "")
    if not packed:
        return []
    try:
        kind, text, *about = json.loads(base64.urlsafe_b64decode(packed))
        said = clean(str(text), lines=False)[:LONGEST]
        return [Said("good" if kind != "wait" else "wait", said, _undo(request, *about) if about else None)]
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return []


def _undo(request: Request, subject: str, removal: int) -> Undo | None:
    """None for what cannot be: anything may stand in a cookie."""
    found = Subject.parse(str(subject))
    return Undo(found, int(str(removal))) if found and found.kind in parts_of(request).kinds else None


def shown(request: Request, response: HTMLResponse) -> HTMLResponse:
    """The page that carried the sentence also forgets it."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE)
    return response
