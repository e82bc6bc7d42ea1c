from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.settings import Settings
from app.core.web.forms import Filled, filled
from app.core.web.page import Shown
from app.core.web.session import Store
from app.core.web.urls import own_path
from app.people import commands, queries
from app.people.forms import DemoSignInForm, LanguageForm, SignInForm
from app.people.models import Person
from app.people.passwords import Passwords
from app.people.roles import Colleague
from app.people.session import MaybeSignedIn, SignedIn, forget_session, keep_language, keep_session
from app.people.throttle import SignInThrottle

router = APIRouter()


@router.get("/sign-in", name="people.sign_in")
def sign_in_form(page: Shown, me: MaybeSignedIn, store: Store, next: str = "/") -> Response:
    if me:
        return page.leave(own_path(next))
    return page.show("people/sign_in.html", form=Filled.blank(next=own_path(next)), people=_demo_people(page, store))


@router.post("/sign-in", name="people.start_session")
def sign_in(
    request: Request,
    page: Shown,
    me: MaybeSignedIn,
    store: Store,
    form: Annotated[Filled[SignInForm], Depends(filled(SignInForm))],
) -> Response:
    try:
        person = _checked(request, store, form.valid())
    except Invalid as refusal:
        form.typed.pop("password", None)
        return page.again("people/sign_in.html", form=form.refused(refusal), people=_demo_people(page, store))
    return _welcome_in(page, store, me, person, form.typed_value("next"))


@router.post("/sign-in/demo", name="people.sign_in_demo")
def sign_in_demo(
    request: Request,
    page: Shown,
    me: MaybeSignedIn,
    store: Store,
    form: Annotated[Filled[DemoSignInForm], Depends(filled(DemoSignInForm))],
) -> Response:
    """One press, and one is somebody else: only in a folder that was marked as a demo when it was made."""
    if not request.app.state.is_demo or form.value is None:
        raise NotFound
    with store.reading() as db:
        person = queries.person(db, form.value.person)
    if not person.active:
        raise NotFound
    return _welcome_in(page, store, me, person, form.value.next)


@router.post("/sign-out", name="people.sign_out")
def sign_out(request: Request, page: Shown, me: MaybeSignedIn, store: Store) -> Response:
    if me:
        with store.writing() as db:
            commands.end_session(db, person=me, session_id=me.session_id)
    return forget_session(page.go("people.sign_in", say=_("You are signed out.")), request.app.state.settings)


@router.post("/sign-out/everywhere", name="people.sign_out_everywhere")
def sign_out_everywhere(request: Request, page: Shown, me: SignedIn, store: Store) -> Response:
    with store.writing() as db:
        commands.end_other_sessions(db, person_id=me.id)
    response = page.go("people.sign_in", say=_("You are signed out everywhere."))
    return forget_session(response, request.app.state.settings)


@router.post("/language", name="people.choose_language")
def choose_language(
    request: Request,
    page: Shown,
    me: MaybeSignedIn,
    store: Store,
    form: Annotated[Filled[LanguageForm], Depends(filled(LanguageForm))],
) -> Response:
    chosen = form.valid()
    if me:
        with store.writing() as db:
            commands.choose_language(db, person=me, language=chosen.language)
    response = page.leave(own_path(chosen.back))
    return keep_language(response, chosen.language, request.app.state.settings)


def _checked(request: Request, store: Store, typed: SignInForm) -> Person:
    throttle: SignInThrottle = request.app.state.throttle
    passwords: Passwords = request.app.state.passwords
    email, address = typed.email.lower(), request.client.host if request.client else ""
    throttle.count(account=email, address=address)
    with store.reading() as db:
        person = queries.person_by_email(db, email)
    usable = person if person and person.active else None
    # The password is compared even for nobody, so that the time taken tells nothing.
    if not passwords.fits(typed.password, usable.password_hash if usable else "") or usable is None:
        raise Invalid(_("The e-mail address or the password is not right."), field="password")
    throttle.forgive(account=email, address=address)
    return usable


def _welcome_in(page: Shown, store: Store, was: Colleague | None, person: Person, after: str) -> Response:
    """Whoever was signed in with this browser is not any more."""
    settings: Settings = page.request.app.state.settings
    with store.writing() as db:
        if was:
            commands.end_session(db, person=was, session_id=was.session_id)
        token = commands.start_session(db, person=person, browser=page.request.headers.get("user-agent", ""))
    destination = own_path(after or "/")
    is_first = person.privacy_read_at is None
    response = page.go("people.privacy", next=destination) if is_first else page.leave(destination)
    if person.locale:
        keep_language(response, person.locale, settings)
    return keep_session(response, token, settings)


def _demo_people(page: Shown, store: Store) -> list[queries.DemoPerson]:
    if not page.request.app.state.is_demo:
        return []
    with store.reading() as db:
        return queries.demo_people(db)
