"""One sentence that survives a redirect, in a cookie that the next whole page shows and forgets."""

import base64
import binascii
import json

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.core.letters import clean
from app.core.web.parts import parts_of

COOKIE = "byline-flash"
LONGEST = 600


def say(request: Request, response: Response, text: str, kind: str = "good") -> Response:
    packed = base64.urlsafe_b64encode(json.dumps([kind, text[:LONGEST]]).encode()).decode()
    secure = parts_of(request).settings.is_https
    response.set_cookie(COOKIE, packed, max_age=120, httponly=True, samesite="lax", secure=secure)
    return response


def waiting(request: Request) -> list[tuple[str, str]]:
    """What is to be said on this page: (kind, text)."""
    packed = request.cookies.get(COOKIE, "")
    if not packed:
        return []
    try:
        kind, text = json.loads(base64.urlsafe_b64decode(packed))
        return [("good" if kind != "wait" else "wait", clean(str(text), lines=False)[:LONGEST])]
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return []


def shown(request: Request, response: HTMLResponse) -> HTMLResponse:
    """The page that carried the sentence also forgets it."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE)
    return response
