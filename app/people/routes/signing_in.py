from typing import Annotated

from anyio.to_thread import run_sync as aside
from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.held import unpacked
from app.core.web.urls import bound, own_path, shown_to
from app.people import commands, queries
from app.people.forms import DemoSignInForm, LanguageForm, SignInForm
from app.people.models import Person
from app.people.passwords import new_token
from app.people.routes.entering import Try, enter, places_of
from app.people.session import (
    MaybeVisit,
    MaybeVisiting,
    Visiting,
    browser_cookie_name,
    cookie_name,
    forget_session,
    keep_browser,
    keep_language,
    keep_session,
)

router = APIRouter()


@router.get("/sign-in", name="people.sign_in")
def sign_in_form(visit: MaybeVisiting, next: str = "/") -> Response:
    if visit.me:
        return visit.leave(own_path(next))
    ended = cookie_name(visit.settings) in visit.request.cookies
    said = _("You were signed out because you had not been here for a while.") if ended else ""
    return shown_sign_in(visit, Filled.blank(next=own_path(next)), ended=said)


@router.post("/sign-in", name="people.start_session")
async def sign_in(visit: MaybeVisiting, form: Annotated[Filled[SignInForm], Depends(filled(SignInForm))]) -> Response:
    """Whoever tries holds no thread while they wait."""
    try:
        person = await enter(visit.request, form.valid())
    except Invalid as refusal:
        form.typed.pop("password", None)
        again = form.refused(refusal)
        return await aside(lambda: shown_sign_in(visit, again, status=422))
    return await aside(_welcome_in, visit, person, form.typed_value("next"), form.typed_value("held"))


@router.post("/sign-in/demo", name="people.sign_in_demo")
def sign_in_demo(
    visit: MaybeVisiting, form: Annotated[Filled[DemoSignInForm], Depends(filled(DemoSignInForm))]
) -> Response:
    """One press, and one is somebody else: only in a folder that was marked as a demo when it was made."""
    if not visit.settings.is_demo or form.value is None:
        raise NotFound
    with visit.store.reading() as db:
        person = queries.person(db, form.value.person)
    if not person.active:
        raise NotFound
    Try(visit.request, "demo", person.id).ended("accepted")
    return _welcome_in(visit, person, form.value.next, form.value.held)


@router.post("/sign-out", name="people.sign_out")
def sign_out(visit: MaybeVisiting) -> Response:
    if visit.me:
        with visit.store.writing() as db:
            commands.end_session(db, person=visit.me, session_id=visit.me.session_id)
    return forget_session(visit.go("people.sign_in", say=_("You are signed out.")), visit.settings)


@router.post("/sign-out/everywhere", name="people.sign_out_everywhere")
def sign_out_everywhere(visit: Visiting) -> Response:
    with visit.store.writing() as db:
        commands.end_sessions(db, person_id=visit.me.id)
    response = visit.go("people.sign_in", say=_("You are signed out everywhere."))
    return forget_session(response, visit.settings)


@router.post("/language", name="people.choose_language")
def choose_language(
    visit: MaybeVisiting, form: Annotated[Filled[LanguageForm], Depends(filled(LanguageForm))]
) -> Response:
    chosen = form.valid()
    if visit.me:
        with visit.store.writing() as db:
            commands.choose_language(db, person=visit.me, language=chosen.language)
    response = visit.leave(own_path(chosen.back))
    return keep_language(response, chosen.language, visit.settings)


def shown_sign_in(visit: MaybeVisit, form: Filled[SignInForm], *, status: int = 200, ended: str = "") -> Response:
    """`ended` says why somebody who was in is here."""
    people = _demo_people(visit)
    return visit.show("people/sign_in.html", status=status, form=form, people=people, ended=ended)


def _welcome_in(visit: MaybeVisit, person: Person, after: str, held: str) -> Response:
    """Whoever was signed in with this browser is not any more."""
    browser = _browser(visit)
    with visit.store.writing() as db:
        if visit.me:
            commands.end_session(db, person=visit.me, session_id=visit.me.session_id)
        token = commands.start_session(db, person=person, browser=visit.request.headers.get("user-agent", ""))
        commands.note_signed_in_from(db, person=person, places=places_of(visit.request, person, browser))
    response = _back_at(visit, person, held) or _on(visit, person, own_path(after or "/"))
    if person.locale:
        keep_language(response, person.locale, visit.settings)
    keep_browser(response, browser, visit.settings)
    return keep_session(response, token, visit.settings)


def _on(visit: MaybeVisit, person: Person, destination: str) -> Response:
    is_first = person.privacy_read_at is None
    return visit.go("people.privacy", next=destination) if is_first else visit.leave(destination)


def _back_at(visit: MaybeVisit, person: Person, packed: str) -> Response | None:
    """What was typed before somebody had to sign in again, for themselves alone to send."""
    held = unpacked(packed)
    if held is None:
        return None
    if held.by not in ("", str(person.id)):
        return visit.leave("/", say=_("What was typed before was somebody else's. It was not sent."), kind="wait")
    said = _("You are signed in again. What you typed is kept, and not sent yet.")
    with shown_to(person.id):
        to = bound(held.address)
    return visit.show("people/held.html", held=held, to=to, said=said, name="")


def _browser(visit: MaybeVisit) -> str:
    """The name that this browser goes by from now on, which it may have already."""
    kept = visit.request.cookies.get(browser_cookie_name(visit.settings), "")
    return kept if len(kept) == len(new_token()) else new_token()


def _demo_people(visit: MaybeVisit) -> list[queries.DemoPerson]:
    if not visit.settings.is_demo:
        return []
    with visit.store.reading() as db:
        return queries.demo_people(db)
