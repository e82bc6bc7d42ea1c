"""Sessions that people are signed in with, and the invitations that lead to the first."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from app.core.clock import now
from app.core.db import Reader
from app.core.errors import NotFound
from app.people.models import Invitation, Person, SignedInFrom, SignInSession


def invited(db: Reader, token_hash: str) -> tuple[Invitation, Person]:
    """The open invitation behind a link. Raises NotFound when it was used, has run out or never was."""
    row = db.exec(
        select(Invitation, Person)
        .join(Person, col(Person.id) == Invitation.person_id)
        .where(Invitation.token_hash == token_hash, col(Invitation.used_at).is_(None))
        .where(Invitation.expires_at > now(), col(Person.active))
    ).first()
    if row is None:
        raise NotFound
    return row


def open_invitations(db: Reader, person_id: int) -> list[Invitation]:
    unused = col(Invitation.used_at).is_(None)
    return list(db.exec(select(Invitation).where(Invitation.person_id == person_id, unused)))


def people_with_link(db: Reader) -> set[int]:
    """Who was invited and can still come in by the link that they have."""
    works = (col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now())
    return set(db.exec(select(Invitation.person_id).where(*works)))


def sessions(db: Reader, person_id: int) -> list[SignInSession]:
    """Where somebody signed in, latest first, also what has run out since."""
    mine = select(SignInSession).where(SignInSession.person_id == person_id)
    return list(db.exec(mine.order_by(col(SignInSession.seen_at).desc(), col(SignInSession.id).desc())))


def open_sessions(db: Reader, person_id: int, *, idle: timedelta, whole: timedelta) -> list[SignInSession]:
    """Those of `sessions` that have not run out."""
    at = now()
    return [one for one in sessions(db, person_id) if one.seen_at > at - idle and one.created_at > at - whole]


def session(db: Reader, session_id: int, *, person_id: int) -> SignInSession:
    found = db.get(SignInSession, session_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def signed_in_from(db: Reader, person_id: int, digests: Sequence[str]) -> list[str]:
    """Those of these places that somebody signed in from before."""
    known = select(SignedInFrom.digest).where(SignedInFrom.person_id == person_id)
    return list(db.exec(known.where(col(SignedInFrom.digest).in_(digests))))


def places(db: Reader, person_id: int) -> list[SignedInFrom]:
    """Where somebody signed in from, latest first."""
    known = select(SignedInFrom).where(SignedInFrom.person_id == person_id)
    return list(db.exec(known.order_by(col(SignedInFrom.seen_at).desc(), col(SignedInFrom.id).desc())))


def place(db: Reader, person_id: int, digest: str) -> SignedInFrom:
    return db.exec(select(SignedInFrom).where(SignedInFrom.person_id == person_id, SignedInFrom.digest == digest)).one()
