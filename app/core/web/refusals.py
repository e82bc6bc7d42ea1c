"""The one place where a refusal becomes an answer: a page for a visit, a toast for HTMX."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.core.errors import NotFound, Refusal, SignInNeeded, TooMany
from app.core.i18n import _
from app.core.web.page import Page

SIGN_IN = "/sign-in"


async def answer(request: Request, error: Exception) -> Response:
    """For Refusal, HTTPException and RequestValidationError."""
    refusal = _as_refusal(request, error)
    if isinstance(refusal, SignInNeeded):
        return _to_sign_in(request)
    response = refusal_page(request, refusal)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.seconds)
    if refusal.status == 405:
        response.headers["Allow"] = ", ".join(request.app.state.links.methods(request.url.path))
    return response


def refusal_page(request: Request, refusal: Refusal) -> HTMLResponse:
    """The refusal in the site's clothes, or as a toast when HTMX asked."""
    page = Page(request)
    message = refusal.message or usual(refusal.status)
    if "hx-request" in request.headers:
        toast = str(request.app.state.templates.globals["ui"].toast(message, "bad"))
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


def title(status: int) -> str:
    titles = {
        401: _("Sign in first"),
        403: _("That is not yours to do"),
        404: _("There is nothing here"),
        405: _("That does not work here"),
        409: _("Someone was faster"),
        413: _("That is too much at once"),
        422: _("Something needs correcting"),
        429: _("Too many tries"),
        503: _("Not right now"),
    }
    return titles.get(status) or (_("That did not work") if status < 500 else _("Something broke"))


def usual(status: int) -> str:
    """What to say when nobody said anything more exact."""
    sentences = {
        403: _("You may not do this."),
        404: _("This page does not exist, or it is not for you to see."),
        405: _("This address cannot be used like that."),
        413: _("What you sent is too large. Shorten it and send it again. Go back to find your text."),
        422: _("Something in what you sent could not be understood."),
    }
    return sentences.get(status) or _("What you sent could not be understood.")


def _as_refusal(request: Request, error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, RequestValidationError):
        in_path = any(found["loc"][0] == "path" for found in error.errors())
        return _refusal(404 if in_path else 422)
    return _refusal(error.status_code) if isinstance(error, HTTPException) else Refusal()


def _refusal(status: int) -> Refusal:
    refusal = NotFound() if status == 404 else Refusal()
    refusal.status = status
    return refusal


def _to_sign_in(request: Request) -> Response:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"{SIGN_IN}?{urlencode({'next': here})}" if request.method == "GET" and here != "/" else SIGN_IN
    if "hx-request" in request.headers:
        return Response(headers={"HX-Redirect": SIGN_IN}, status_code=200)
    return RedirectResponse(address, 303)
