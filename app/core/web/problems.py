"""A refusal as a program reads it: problem details of RFC 9457, in the same sentences and the asker's language."""

from collections.abc import Iterable, Mapping

from fastapi import Request
from fastapi.responses import JSONResponse

from app.core import i18n
from app.core.errors import Invalid, Refusal, TooLate
from app.core.i18n import _
from app.core.web.forms import Filled

MEDIA_TYPE = "application/problem+json"
API = "/api"
# What a program may decide by; the sentences are for people and may change.
KINDS = {
    400: "not-understood",
    401: "sign-in-needed",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    422: "invalid",
    429: "too-many",
    500: "failed",
    503: "busy",
}
UNWISHED = (0.0, -3)


def is_wanted(request: Request) -> bool:
    """Under the address of the API always; elsewhere by whoever would rather have JSON than a page, HTMX aside."""
    path = request.scope["path"]
    if path == API or path.startswith(f"{API}/"):
        return True
    wishes = _wishes(request.headers.get("accept", ""))
    json = max(_wish(wishes, "application/json"), _wish(wishes, MEDIA_TYPE))
    return "hx-request" not in request.headers and json > _wish(wishes, "text/html")


def problem(request: Request, refusal: Refusal) -> JSONResponse:
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    kind = "too-late" if isinstance(refusal, TooLate) else KINDS.get(refusal.status, "")
    about = {
        "type": f"urn:byline:problem:{kind}" if kind else "about:blank",
        "title": title(refusal.status),
        "status": refusal.status,
        "detail": refusal.message or usual(refusal.status),
        "instance": f"urn:byline:request:{getattr(request.state, 'request_id', '')}",
    }
    headers = {"Content-Language": i18n.locale.get(), "Vary": "Accept, Accept-Language, Cookie"}
    return JSONResponse(about | ({"errors": errors} if errors else {}), refusal.status, headers, MEDIA_TYPE)


def refused_form(status: int, shown: Iterable[object]) -> Refusal:
    """What a form says that is to be shown once more, among all that its page shows."""
    errors: dict[str, str] = {}
    for form in shown:
        errors |= form.errors if isinstance(form, Filled) else {}
    refusal = Invalid(errors.pop("", ""), errors=errors)
    refusal.status = status
    return refusal


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
        401: _("Only people who are signed in may see or do this."),
        403: _("You may not do this."),
        404: _("This page does not exist, or it is not for you to see."),
        405: _("This address cannot be used like that."),
        413: _("What you sent is too large. Shorten it and send it again. Go back to find your text."),
        422: _("Something in what you sent could not be understood."),
    }
    return sentences.get(status) or _("What you sent could not be understood.")


def _wish(wishes: Mapping[str, float], kind: str) -> tuple[float, int]:
    """How much somebody wishes for it, and how exactly they named it: the most exact name is the one that counts."""
    names = (kind, f"{kind.partition('/')[0]}/*", "*/*")
    named = ((wishes[name], -place) for place, name in enumerate(names) if name in wishes)
    wish = next(named, UNWISHED)
    return wish if wish[0] else UNWISHED


def _wishes(accept: str) -> dict[str, float]:
    wishes: dict[str, float] = {}
    for part in accept[:500].lower().split(","):
        name, *more = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in more if piece.startswith("q=")), "1")
        try:
            wishes[name] = float(quality)
        except ValueError:
            wishes[name] = 0.0
    return wishes
