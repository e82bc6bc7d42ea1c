"""One try to get in, from what was typed to whoever it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import structlog
from anyio.to_thread import run_sync as aside
from fastapi import Request

from app.core.db import Reader, Writer
from app.core.errors import Invalid, TooMany
from app.core.i18n import _
from app.core.letters import key
from app.core.settings import Settings
from app.core.web.parts import parts_of
from app.people import commands, queries
from app.people.commands import Counted
from app.people.forms import SignInForm
from app.people.models import Person
from app.people.passwords import digest
from app.people.session import browser_cookie_name, guards_of
from app.people.throttle import origin

log = structlog.get_logger()

Done = TypeVar("Done")


@dataclass
class Try:
    """One try to get in, for the log: the number of whoever is meant and known, and never what was typed as a name.

    People type their password there. The address stands in every line of the request.
    """

    request: Request
    way: str
    person: int | None = None

    @contextmanager
    def told(self) -> Iterator[None]:
        """Says how it ended: `throttled` tells nothing of the password."""
        try:
            yield
        except (Invalid, TooMany) as refusal:
            self.ended("throttled" if isinstance(refusal, TooMany) else "refused")
            raise
        self.ended("accepted")

    def ended(self, result: str) -> None:
        if meter := parts_of(self.request).meter:
            meter.tried(result)
        say = log.info if result == "accepted" else log.warning
        say("sign_in", result=result, way=self.way, **({"person": self.person} if self.person else {}))


async def enter(request: Request, typed: SignInForm) -> Person:
    """Whoever has this name and password; raises Invalid, late where many try, and TooMany."""
    trying = Try(request, "password")
    with trying.told():
        return await _enter(request, typed, trying)


async def _enter(request: Request, typed: SignInForm, trying: Try) -> Person:
    guards, here = guards_of(request), address_of(request)
    async with guards.line.standing(here):
        person, counted, is_slowed = await aside(_meant, request, typed.email, trying)
        worse = 0 if counted["place"] else 2 if is_slowed else 1
        try:
            async with guards.line.turn(here, worse=worse):
                fits = not await request.is_disconnected() and await _fits(request, person, typed.password)
        except TooMany:
            await aside(_write, request, commands.take_back_try, counted)
            raise
        if person is None or not fits:
            await guards.line.hold()
            raise Invalid(_("The e-mail address, the employee ID or the password is not right."), field="password")
        await aside(_write, request, commands.forgive_tries, counted)
        return person


def counted_for(db: Reader, request: Request, person: Person) -> Counted:
    """Address and employee ID are two names of one account, whose tries are counted together."""
    places = places_of(request, person)
    known = queries.signed_in_from(db, person.id, places)
    place = next((one for one in places if one in known), "")
    return Counted(account=key(person.signs_in_with), address=address_of(request), place=place)


def address_of(request: Request) -> str:
    return origin(request.client.host if request.client else "")


def places_of(request: Request, person: Person, browser: str = "") -> list[str]:
    """Where somebody stands, the browser before the address: digests, which are no two people's."""
    found = [browser or request.cookies.get(browser_cookie_name(_settings(request)), ""), address_of(request)]
    return [digest(f"{person.id} {place}") for place in found if place]


def _meant(request: Request, name: str, trying: Try) -> tuple[Person | None, Counted, bool]:
    """Who is meant, if anybody who may get in; where the try counts; and whether it goes behind others."""
    with parts_of(request).store.reading() as db:
        person = queries.person_known_as(db, name)
        strange = Counted(account=key(name), address=address_of(request), place="")
        counted = counted_for(db, request, person) if person else strange
    trying.person = person.id if person else None
    is_slowed = _write(request, commands.count_try, counted)
    return person if person and person.active else None, counted, is_slowed


def _write(request: Request, command: Callable[[Writer, Counted], Done], counted: Counted) -> Done:
    with parts_of(request).store.writing() as db:
        return command(db, counted)


async def _fits(request: Request, person: Person | None, password: str) -> bool:
    """The password is compared even for nobody, so that the time taken tells nothing."""
    return await guards_of(request).passwords.fits_aside(password, person.password_hash if person else "")


def _settings(request: Request) -> Settings:
    return parts_of(request).settings
