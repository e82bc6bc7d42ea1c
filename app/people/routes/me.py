from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.core.clock import known_zones
from app.core.errors import Invalid
from app.core.i18n import _, locale, speaking
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref, own_path
from app.people import commands, queries
from app.people.browsers import browser_words
from app.people.forms import ChangePasswordForm, SettingsForm
from app.people.roles import Colleague, Role, role_name
from app.people.session import MaybeSignedIn, SignedIn, keep_language, lifetimes

router = APIRouter()


@router.get("/me", name="people.me")
def me_page(page: Shown, me: SignedIn, store: Store) -> Response:
    return _mine(page, me, store)


@router.post("/me", name="people.choose_settings")
def choose_settings(
    request: Request,
    page: Shown,
    me: SignedIn,
    store: Store,
    form: Annotated[Filled[SettingsForm], Depends(filled(SettingsForm))],
) -> Response:
    try:
        chosen = form.valid()
        with store.writing() as db:
            commands.choose_settings(db, person=me, language=chosen.language, time_zone=chosen.time_zone)
    except Invalid as refusal:
        return _mine(page, me, store, form=form.refused(refusal))
    language = chosen.language or locale.get()
    with speaking(language):
        said = _("Your settings are saved.")
    response = page.go("people.me", say=said)
    return keep_language(response, language, request.app.state.settings)


@router.post("/me/password", name="people.change_password")
def change_password(
    request: Request,
    page: Shown,
    me: SignedIn,
    store: Store,
    form: Annotated[Filled[ChangePasswordForm], Depends(filled(ChangePasswordForm))],
) -> Response:
    try:
        hashed = _new_hash(request, me, store, form.valid())
    except Invalid as refusal:
        form.typed.clear()
        return _mine(page, me, store, password_form=form.refused(refusal))
    with store.writing() as db:
        commands.set_password(db, person=me, password_hash=hashed)
    return page.go("people.me", say=_("Your password is changed, and every other session is signed out."))


@router.delete("/me/sessions/{session_id:int}", name="people.end_session")
def end_session(page: Shown, me: SignedIn, store: Store, session_id: Ref) -> Response:
    with store.writing() as db:
        commands.end_session(db, person=me, session_id=session_id)
    return page.go("people.me", say=_("That session is signed out."))


@router.get("/privacy", name="people.privacy")
def privacy(page: Shown, me: MaybeSignedIn, store: Store, next: str = "/") -> Response:
    """The notice is for everyone; whoever is signed in can say that they have read it."""
    read = True
    if me:
        with store.reading() as db:
            read = queries.person(db, me.id).privacy_read_at is not None
    return page.show("people/privacy.html", read=read, next=own_path(next))


@router.post("/privacy", name="people.note_privacy_read")
def note_privacy_read(page: Shown, me: SignedIn, store: Store, next: str = "/") -> Response:
    with store.writing() as db:
        commands.note_privacy_read(db, person=me)
    return page.leave(own_path(next))


def _new_hash(request: Request, me: Colleague, store: Store, typed: ChangePasswordForm) -> str:
    passwords, throttle = request.app.state.passwords, request.app.state.throttle
    tried = {"account": me.email, "address": request.client.host if request.client else ""}
    throttle.count(**tried)
    with store.reading() as db:
        current = queries.person(db, me.id).password_hash
    # Someone who came in without a password, as the demo lets them, has none to confirm.
    if current:
        if not passwords.fits(typed.current, current):
            raise Invalid(_("This is not your present password."), field="current")
        throttle.forgive(**tried)
    found: str = commands.new_password_hash(passwords, password=typed.password, repeated=typed.repeated)
    return found


def _mine(
    page: Page,
    me: Colleague,
    store: Store,
    form: Filled[SettingsForm] | None = None,
    password_form: Filled[ChangePasswordForm] | None = None,
) -> Response:
    with store.reading() as db:
        person = queries.person(db, me.id)
        sessions = queries.open_sessions(db, me.id, **lifetimes(page.request.app.state.settings))
    context: dict[str, Any] = {
        "person": person,
        "department": me.department_name,
        "sessions": sessions,
        "browser_words": browser_words,
        "roles": [role_name(role) for role in Role if role in me.roles],
        "zone_choices": [(zone, zone.replace("_", " ")) for zone in known_zones() if "/" in zone],
        "form": form or Filled.blank(language=person.locale or me.locale, time_zone=person.time_zone),
        "password_form": password_form or Filled.blank(),
    }
    show = page.again if form or password_form else page.show
    return show("people/me.html", **context)
