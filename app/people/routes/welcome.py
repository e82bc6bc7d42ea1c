from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.people import commands, queries
from app.people.forms import NewPasswordForm
from app.people.models import Person
from app.people.passwords import digest
from app.people.routes.entering import Try
from app.people.session import guards_of, keep_session

router = APIRouter()


@router.get("/welcome/{token}", name="people.welcome")
def welcome(page: Shown, token: str) -> Response:
    return page.show("people/welcome.html", form=Filled.blank(), token=token, person=_invited(page, token))


@router.post("/welcome/{token}", name="people.accept_invitation")
def accept(
    page: Shown, token: str, form: Annotated[Filled[NewPasswordForm], Depends(filled(NewPasswordForm))]
) -> Response:
    person = _invited(page, token)
    try:
        typed = form.valid()
        passwords = guards_of(page.request).passwords
        hashed = commands.new_password_hash(passwords, person, password=typed.password, repeated=typed.repeated)
    except Invalid as refusal:
        form.typed.clear()
        return page.again("people/welcome.html", form=form.refused(refusal), token=token, person=person)
    with page.store.writing() as db:
        welcomed = commands.accept_invitation(db, token=token, password_hash=hashed)
        session = commands.start_session(db, person=welcomed, browser=page.request.headers.get("user-agent", ""))
    Try(page.request, "invitation", welcomed.id).ended("accepted")
    response = page.go("people.privacy", say=_("Welcome. Your password is set."))
    return keep_session(response, session, page.settings)


def _invited(page: Page, token: str) -> Person:
    """Who it is, or a sentence why the link does not work."""
    with page.store.reading() as db:
        try:
            _invitation, person = queries.invited(db, digest(token))
        except NotFound:
            Try(page.request, "invitation").ended("refused")
            raise NotFound(
                _("This link has been used already or has expired. Ask an administrator for a new one.")
            ) from None
    return person
