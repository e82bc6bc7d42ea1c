"""Sessions, invitations and passwords."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import col, delete

from app.core.clock import now
from app.core.db import Writer, insert_once, locked
from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.people import queries
from app.people.models import Invitation, Person, SignedInFrom, SignInSession
from app.people.passwords import LONGEST, SHORTEST, Passwords, digest, is_easy, new_token
from app.people.roles import Colleague

LONGEST_BROWSER = 200
MOST_PLACES = 20
PLACES_LAST = timedelta(days=365)


def start_session(db: Writer, *, person: Person, browser: str) -> str:
    """The secret for the cookie."""
    token = new_token()
    db.add(SignInSession(token_hash=digest(token), person_id=person.id, browser=browser[:LONGEST_BROWSER]))
    return token


def note_signed_in_from(db: Writer, *, person: Person, places: Sequence[str]) -> None:
    """Where somebody got in once they are not sent away for what others try; of places the latest few are kept."""
    at = now()
    for place in places:
        if not insert_once(db, SignedInFrom, person_id=person.id, digest=place, seen_at=at):
            queries.place(db, person.id, place).seen_at = at
    for old in queries.places(db, person.id)[MOST_PLACES:]:
        db.delete(old)


def _forget_places(db: Writer, person_id: int) -> None:
    """A password that was chosen anew may have been known to somebody."""
    db.execute(delete(SignedInFrom).where(col(SignedInFrom.person_id) == person_id))


def note_seen(db: Writer, *, session_id: int, person_id: int) -> None:
    queries.session(db, session_id, person_id=person_id).seen_at = now()


def end_session(db: Writer, *, person: Colleague, session_id: int) -> None:
    db.delete(queries.session(db, session_id, person_id=person.id))


def end_sessions(db: Writer, *, person_id: int) -> int:
    """Signs somebody out everywhere; returns how many sessions ended."""
    every = queries.sessions(db, person_id)
    for session in every:
        db.delete(session)
    return len(every)


def forget_expired(db: Writer, *, idle: timedelta, whole: timedelta) -> None:
    """Delete sessions that have run out, and invitations that were used or have run out."""
    at, seen, begun = now(), col(SignInSession.seen_at), col(SignInSession.created_at)
    db.execute(delete(SignInSession).where(or_(seen <= at - idle, begun <= at - whole)))
    spent = col(Invitation.used_at).is_not(None)
    db.execute(delete(Invitation).where(or_(spent, col(Invitation.expires_at) <= at)))
    db.execute(delete(SignedInFrom).where(col(SignedInFrom.seen_at) <= at - PLACES_LAST))


def invite(db: Writer, *, person: Person, days: int) -> str:
    """The secret of a one-time link; earlier links of the same person stop working."""
    if not person.active:
        raise Invalid(_("This person is no longer active, so there is nobody to invite."))
    end_invitations(db, person_id=person.id)
    token = new_token()
    expires_at = now() + timedelta(days=days)
    db.add(Invitation(token_hash=digest(token), person_id=person.id, expires_at=expires_at))
    return token


def end_invitations(db: Writer, *, person_id: int) -> None:
    """Links that were made for somebody and not used stop working."""
    for earlier in queries.open_invitations(db, person_id):
        earlier.used_at = now()


def accept_invitation(db: Writer, *, token: str, password_hash: str) -> Person:
    """The link works once. Whoever was signed in with the old password is signed out. Raises NotFound."""
    invitation, person = queries.invited(db, digest(token))
    locked(db, invitation)
    if invitation.used_at:
        raise NotFound
    invitation.used_at = now()
    person.password_hash = password_hash
    end_sessions(db, person_id=person.id)
    _forget_places(db, person.id)
    return person


def set_password(db: Writer, *, person: Colleague, password_hash: str, browser: str = "") -> str:
    """Ends the sessions and the invitations of this person; the secret of a new session for the cookie.

    Whoever may have copied the cookie is out as well.
    """
    changed = queries.person(db, person.id)
    changed.password_hash = password_hash
    end_invitations(db, person_id=person.id)
    end_sessions(db, person_id=person.id)
    _forget_places(db, person.id)
    return start_session(db, person=changed, browser=browser)


def new_password_hash(
    passwords: Passwords, person: Person, *, password: str, repeated: str, is_renewed: bool = False
) -> str:
    """Raises Invalid. Hash before opening a transaction: it takes a while. `is_renewed`: it has to be another one."""
    if len(password) < SHORTEST:
        message = _("Use at least %(shortest)s characters. A short sentence is easy to remember.")
        raise Invalid(message % {"shortest": SHORTEST}, field="password")
    if len(password) > LONGEST:
        raise Invalid(_("Use at most %(longest)s characters.") % {"longest": LONGEST}, field="password")
    if is_easy(password, [person.name, person.email or "", person.employee_id or ""]):
        raise Invalid(_("This is easy to guess. A short sentence of your own is better."), field="password")
    if password != repeated:
        raise Invalid(_("The two passwords are not the same."), field="repeated")
    if is_renewed and passwords.fits(password, person.password_hash):
        raise Invalid(_("This is your current password. Choose another one."), field="password")
    return passwords.hash(password)
