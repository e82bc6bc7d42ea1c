"""The one place where a refusal becomes an answer: a page for a visit, a toast for HTMX, a problem for a program."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.core.errors import Invalid, NotFound, Refusal, SignInNeeded, TooMany
from app.core.i18n import _
from app.core.web import problems
from app.core.web.forms import sentence
from app.core.web.page import Page
from app.core.web.parts import parts_of
from app.core.web.problems import problem, title, usual

SIGN_IN = "/sign-in"


async def answer(request: Request, error: Exception) -> Response:
    """For Refusal, HTTPException and RequestValidationError."""
    refusal = _as_refusal(request, error)
    if isinstance(refusal, SignInNeeded) and not problems.is_wanted(request):
        if not _is_part(request) or request.method == "GET":
            return _to_sign_in(request)
        refusal.message = _("You are no longer signed in. Sign in again in another tab: what you typed here stays.")
    response = refused(request, refusal)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.seconds)
    if refusal.status == 405:
        response.headers["Allow"] = ", ".join(parts_of(request).links.methods(request.url.path))
    return response


def refused(request: Request, refusal: Refusal) -> Response:
    """The refusal in the site's clothes, as a toast when HTMX asked, as a problem when a program did."""
    if problems.is_wanted(request):
        return problem(request, refusal)
    page = Page(request)
    message = refusal.message or usual(refusal.status)
    if _is_part(request):
        ui: Any = parts_of(request).templates.globals["ui"]
        toast = str(ui.toast(message, "bad"))
        retarget = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"}
        return HTMLResponse(toast, refusal.status, headers=retarget)
    return page.show(
        "refusals/refusal.html",
        status=refusal.status,
        title=title(refusal.status),
        message=message,
        request_id=getattr(request.state, "request_id", ""),
        refusal_status=refusal.status,
    )


def _as_refusal(request: Request, error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, RequestValidationError):
        in_path = any(found["loc"][0] == "path" for found in error.errors())
        return _refusal(404) if in_path else _invalid(error)
    return _refusal(error.status_code) if isinstance(error, HTTPException) else Refusal()


def _invalid(error: RequestValidationError) -> Invalid:
    """Each field by its name in the query or the body; a body that is no JSON has none."""
    found = [one for one in error.errors() if one["type"] != "json_invalid"]
    return Invalid("", errors={".".join(map(str, one["loc"][1:])): sentence(one) for one in found})


def _refusal(status: int) -> Refusal:
    refusal = NotFound() if status == 404 else Refusal()
    refusal.status = status
    return refusal


def _is_part(request: Request) -> bool:
    """HTMX asked: what was typed on the page stays there, with a sentence beside it."""
    return "hx-request" in request.headers


def _to_sign_in(request: Request) -> Response:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"{SIGN_IN}?{urlencode({'next': here})}" if request.method == "GET" and here != "/" else SIGN_IN
    if _is_part(request):
        return Response(headers={"HX-Redirect": SIGN_IN})
    return RedirectResponse(address, 303)
