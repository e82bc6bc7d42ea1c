from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Shown
from app.core.web.session import Store
from app.people import commands, queries
from app.people.forms import NewPasswordForm
from app.people.passwords import digest
from app.people.session import keep_session

router = APIRouter()


@router.get("/welcome/{token}", name="people.welcome")
def welcome(page: Shown, store: Store, token: str) -> Response:
    return page.show("people/welcome.html", form=Filled.blank(), person=_invited(store, token), token=token)


@router.post("/welcome/{token}", name="people.accept_invitation")
def accept(
    request: Request,
    page: Shown,
    store: Store,
    token: str,
    form: Annotated[Filled[NewPasswordForm], Depends(filled(NewPasswordForm))],
) -> Response:
    person = _invited(store, token)
    try:
        typed = form.valid()
        passwords = request.app.state.passwords
        hashed = commands.new_password_hash(passwords, password=typed.password, repeated=typed.repeated)
    except Invalid as refusal:
        form.typed.clear()
        return page.again("people/welcome.html", form=form.refused(refusal), person=person, token=token)
    with store.writing() as db:
        welcomed = commands.accept_invitation(db, token=token, password_hash=hashed)
        session = commands.start_session(db, person=welcomed, browser=request.headers.get("user-agent", ""))
    response = page.go("people.privacy", say=_("Welcome. Your password is set."))
    return keep_session(response, session, request.app.state.settings)


def _invited(store: Store, token: str) -> str:
    """The name of the person, or a sentence why the link does not work."""
    with store.reading() as db:
        try:
            return queries.invited(db, digest(token))[1].name
        except NotFound:
            raise NotFound(
                _("This link was used already or has run out. Ask an administrator for a new one.")
            ) from None
