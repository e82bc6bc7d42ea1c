"""Sessions, invitations and passwords."""

from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import col, delete

from app.core.clock import now
from app.core.db import Writer, locked
from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.people import queries
from app.people.models import Invitation, Person, SignInSession
from app.people.passwords import LONGEST, SHORTEST, Passwords, digest, new_token
from app.people.roles import Colleague

LONGEST_BROWSER = 200


def start_session(db: Writer, *, person: Person, browser: str) -> str:
    """The secret for the cookie."""
    token = new_token()
    db.add(SignInSession(token_hash=digest(token), person_id=person.id or 0, browser=browser[:LONGEST_BROWSER]))
    return token


def note_seen(db: Writer, *, session_id: int, person_id: int) -> None:
    queries.session(db, session_id, person_id=person_id).seen_at = now()


def end_session(db: Writer, *, person: Colleague, session_id: int) -> None:
    db.delete(queries.session(db, session_id, person_id=person.id))


def end_other_sessions(db: Writer, *, person_id: int, but: int = 0) -> int:
    """Signs somebody out everywhere else; returns how many sessions ended."""
    others = [session for session in queries.sessions(db, person_id) if session.id != but]
    for session in others:
        db.delete(session)
    return len(others)


def forget_expired(db: Writer, *, idle: timedelta, whole: timedelta) -> None:
    """Delete sessions that have run out, and invitations that were used or have run out."""
    at, seen, begun = now(), col(SignInSession.seen_at), col(SignInSession.created_at)
    db.execute(delete(SignInSession).where(or_(seen <= at - idle, begun <= at - whole)))
    spent = col(Invitation.used_at).is_not(None)
    db.execute(delete(Invitation).where(or_(spent, col(Invitation.expires_at) <= at)))


def invite(db: Writer, *, person: Person, days: int) -> str:
    """The secret of a one-time link; earlier links of the same person stop working."""
    if not person.active:
        raise Invalid(_("This person is no longer active, so there is nobody to invite."))
    end_invitations(db, person_id=person.id or 0)
    token = new_token()
    expires_at = now() + timedelta(days=days)
    db.add(Invitation(token_hash=digest(token), person_id=person.id or 0, expires_at=expires_at))
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
    end_other_sessions(db, person_id=person.id or 0)
    return person


def set_password(db: Writer, *, person: Colleague, password_hash: str) -> None:
    """Signs out every other session of this person, and ends their invitations."""
    queries.person(db, person.id).password_hash = password_hash
    end_invitations(db, person_id=person.id)
    end_other_sessions(db, person_id=person.id, but=person.session_id)


def new_password_hash(passwords: Passwords, *, password: str, repeated: str) -> str:
    """Raises Invalid. Hash before opening a transaction: it takes a while."""
    if len(password) < SHORTEST:
        message = _("Use at least %(shortest)s characters. A short sentence is easy to remember.")
        raise Invalid(message % {"shortest": SHORTEST}, field="password")
    if len(password) > LONGEST:
        raise Invalid(_("Use at most %(longest)s characters.") % {"longest": LONGEST}, field="password")
    if password != repeated:
        raise Invalid(_("The two passwords are not the same."), field="repeated")
    return passwords.hash(password)
