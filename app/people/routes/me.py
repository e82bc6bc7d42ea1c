from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.clock import known_zones
from app.core.errors import Invalid
from app.core.i18n import _, locale, speaking
from app.core.web.forms import Filled, filled
from app.core.web.page import Context
from app.core.web.urls import Ref, own_path
from app.people import commands, queries
from app.people.forms import ChangePasswordForm, SettingsForm
from app.people.models import Person
from app.people.roles import MATRIX, role_name
from app.people.routes.entering import Try, counted_for
from app.people.session import MaybeVisiting, Visit, Visiting, guards_of, keep_language, keep_session, lifetimes
from app.people.words import browser_words

router = APIRouter()


@router.get("/me", name="people.me")
def me_page(visit: Visiting) -> Response:
    return _mine(visit)


@router.post("/me", name="people.choose_settings")
def choose_settings(visit: Visiting, form: Annotated[Filled[SettingsForm], Depends(filled(SettingsForm))]) -> Response:
    try:
        chosen = form.valid()
        with visit.store.writing() as db:
            commands.choose_settings(db, person=visit.me, language=chosen.language, time_zone=chosen.time_zone)
    except Invalid as refusal:
        return _mine(visit, form=form.refused(refusal))
    language = chosen.language or locale.get()
    with speaking(language):
        said = _("Your settings are saved.")
    response = visit.go("people.me", say=said)
    return keep_language(response, language, visit.settings)


@router.post("/me/password", name="people.change_password")
def change_password(
    visit: Visiting, form: Annotated[Filled[ChangePasswordForm], Depends(filled(ChangePasswordForm))]
) -> Response:
    try:
        hashed = _new_hash(visit, form.valid())
        browser = visit.request.headers.get("user-agent", "")
    except Invalid as refusal:
        form.typed.clear()
        return _mine(visit, password_form=form.refused(refusal))
    with visit.store.writing() as db:
        token = commands.set_password(db, person=visit.me, password_hash=hashed, browser=browser)
    response = visit.go("people.me", say=_("Your password is changed, and every other session is signed out."))
    return keep_session(response, token, visit.settings)


@router.delete("/me/sessions/{session_id:int}", name="people.end_session")
def end_session(visit: Visiting, session_id: Ref) -> Response:
    with visit.store.writing() as db:
        commands.end_session(db, person=visit.me, session_id=session_id)
    return visit.go("people.me", say=_("That session is signed out."))


@router.get("/privacy", name="people.privacy")
def privacy(visit: MaybeVisiting, next: str = "/") -> Response:
    """The notice is for everyone; whoever is signed in can say that they have read it."""
    read = True
    if visit.me:
        with visit.store.reading() as db:
            read = queries.person(db, visit.me.id).privacy_read_at is not None
    return visit.show("people/privacy.html", read=read, next=own_path(next))


@router.post("/privacy", name="people.note_privacy_read")
def note_privacy_read(visit: Visiting, next: str = "/") -> Response:
    with visit.store.writing() as db:
        commands.note_privacy_read(db, person=visit.me)
    return visit.leave(own_path(next))


def _new_hash(visit: Visit, typed: ChangePasswordForm) -> str:
    with Try(visit.request, "present password", visit.me.id).told():
        person = _confirmed(visit, typed.current)
    passwords = guards_of(visit.request).passwords
    new = {"password": typed.password, "repeated": typed.repeated}
    return commands.new_password_hash(passwords, person, **new, is_renewed=True)


def _confirmed(visit: Visit, current: str) -> Person:
    """Whoever knows the present password may choose another."""
    with visit.store.writing() as db:
        person = queries.person(db, visit.me.id)
        counted = counted_for(db, visit.request, person)
        commands.count_try(db, counted)
    # Someone who came in without a password, as the demo lets them, has none to confirm.
    if person.password_hash:
        if not guards_of(visit.request).passwords.fits(current, person.password_hash):
            raise Invalid(_("This is not your current password."), field="current")
        with visit.store.writing() as db:
            commands.forgive_tries(db, counted)
    return person


def _mine(
    visit: Visit,
    form: Filled[SettingsForm] | None = None,
    password_form: Filled[ChangePasswordForm] | None = None,
) -> Response:
    with visit.store.reading() as db:
        person = queries.person(db, visit.me.id)
        sessions = queries.open_sessions(db, visit.me.id, **lifetimes(visit.settings))
    context: Context = {
        "person": person,
        "department": visit.me.department_name,
        "sessions": sessions,
        "browser_words": browser_words,
        "roles": [role_name(role) for role in MATRIX if role in visit.me.roles],
        "zone_choices": [(zone, zone.replace("_", " ")) for zone in known_zones() if "/" in zone],
        "form": form or Filled.blank(language=person.locale or visit.me.locale, time_zone=person.time_zone),
        "password_form": password_form or Filled.blank(),
    }
    show = visit.again if form or password_form else visit.show
    return show("people/me.html", **context)
