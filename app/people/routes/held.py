"""What happens to a form when whoever typed it is not signed in any more, or somebody else is."""

from anyio.to_thread import run_sync as aside
from fastapi import Request, Response

from app.core.errors import Refusal, SomebodyElse
from app.core.i18n import _
from app.core.web import problems, refusals
from app.core.web.forms import Filled
from app.core.web.held import Held, held
from app.core.web.page import Page
from app.core.web.urls import bound, shown_to
from app.people.forms import SignInForm
from app.people.routes.signing_in import shown_sign_in
from app.people.session import MaybeVisit, maybe_signed_in


async def sign_in_needed(request: Request, error: Exception) -> Response:
    """The sign-in page takes along what was typed, and sends it when the same person is back."""
    typed = None if _is_plain(request) else await held(request)
    if typed is None or not typed.texts:
        return await refusals.answer(request, error)
    return await aside(_sign_in, request, typed)


async def somebody_else(request: Request, error: Exception) -> Response:
    """Shows what was typed, for whoever is here now to post, to copy or to leave."""
    typed = None if _is_plain(request) else await held(request)
    if not isinstance(error, SomebodyElse) or typed is None or not typed.texts:
        return await refusals.answer(request, error)
    return await aside(_show, request, typed, error)


def _is_plain(request: Request) -> bool:
    """A visit, a program or a part of a page, where nothing typed can get lost."""
    return request.method in {"GET", "HEAD"} or problems.is_wanted(request) or "hx-request" in request.headers


def _sign_in(request: Request, typed: Held) -> Response:
    form = Filled[SignInForm].blank(held=typed.packed())
    said = _("You are no longer signed in. What you typed is kept: sign in, and you can send it.")
    return shown_sign_in(MaybeVisit(request, None), form, status=401, ended=said)


def _show(request: Request, typed: Held, error: Refusal) -> Response:
    me = maybe_signed_in(request)
    if me is None:
        return _sign_in(request, typed)
    with shown_to(me.id):
        to = bound(typed.address)
    return Page(request).show("people/held.html", status=409, held=typed, to=to, said=error.message, name=me.name)
