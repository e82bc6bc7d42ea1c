"""People as actors: who is signed in, with the roles they hold and the departments they lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam
from sqlmodel import col

from app.core.clock import now
from app.core.columns import Expression, Statement, read, read_one, selected
from app.core.db import Reader
from app.core.errors import NotFound
from app.people.models import Department, Person, SignInSession
from app.people.queries.departments import ids_in, leads
from app.people.queries.roles import given
from app.people.roles import Colleague, Role, roles_given


@dataclass(frozen=True)
class Visitor:
    colleague: Colleague
    seen_at: datetime


@dataclass(frozen=True)
class DemoPerson:
    id: int
    name: str
    title: str
    department: str
    roles: Sequence[Role]


@dataclass(frozen=True)
class _Actor:
    """`given` and `leads` are words with commas between them."""

    id: int
    name: str
    email: str | None
    department_id: int | None
    department_name: str | None
    locale: str
    time_zone: str
    given: str | None
    leads: str | None

    @property
    def roles(self) -> list[Role]:
        return [Role.EMPLOYEE, *([Role.LEAD] if self.leads else []), *roles_given(self.given)]


@dataclass(frozen=True)
class _SignedIn(_Actor):
    session_id: int
    seen_at: datetime


@dataclass(frozen=True)
class _Titled(_Actor):
    title: str


def colleague(db: Reader, person_id: int) -> Colleague:
    """Somebody as an actor, outside the web. Raises NotFound."""
    row = db.execute(_actor(), {"person_id": person_id}).first()
    if row is None:
        raise NotFound
    return _colleague(read_one(_Actor, row))


def colleague_of_session(db: Reader, token_hash: str, *, idle: timedelta, whole: timedelta) -> Visitor | None:
    """Who is signed in with this token, None when the session has ended or the person is no longer active."""
    at = now()
    given = {"token_hash": token_hash, "seen_after": at - idle, "created_after": at - whole}
    row = db.execute(_of_session(), given).first()
    if row is None:
        return None
    found = read_one(_SignedIn, row)
    return Visitor(_colleague(found, found.session_id), found.seen_at)


def demo_people(db: Reader) -> list[DemoPerson]:
    """Everyone one may try Byline as, those with more to do first."""
    found = read(_Titled, db.execute(_demo()))
    people = [DemoPerson(one.id, one.name, one.title, one.department_name or "", one.roles) for one in found]
    return sorted(people, key=lambda one: -len(one.roles))


# Asked all the time, so put together once: that costs more than running them.
@cache
def _actor() -> Statement:
    return _actors(_Actor).where(col(Person.id) == bindparam("person_id"))


@cache
def _of_session() -> Statement:
    rows = _actors(_SignedIn, session_id=SignInSession.id, seen_at=SignInSession.seen_at)
    return (
        rows.join(SignInSession, col(SignInSession.person_id) == Person.id)
        .where(col(SignInSession.token_hash) == bindparam("token_hash"), col(Person.active))
        .where(col(SignInSession.seen_at) > bindparam("seen_after"))
        .where(col(SignInSession.created_at) > bindparam("created_after"))
    )


@cache
def _demo() -> Statement:
    return _actors(_Titled, title=Person.title).where(col(Person.active)).order_by(col(Person.id))


def _actors(of: type[_Actor], **more: Expression) -> Statement:
    rows = selected(
        of,
        id=Person.id,
        name=Person.name,
        email=Person.email,
        department_id=Person.department_id,
        department_name=Department.name,
        locale=Person.locale,
        time_zone=Person.time_zone,
        given=given(),
        leads=leads(),
        **more,
    )
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)


def _colleague(row: _Actor, session_id: int = 0) -> Colleague:
    return Colleague(
        id=row.id,
        name=row.name,
        email=row.email,
        department_id=row.department_id,
        department_name=row.department_name or "",
        roles=frozenset(row.roles),
        leads=ids_in(row.leads),
        locale=row.locale,
        time_zone=row.time_zone,
        session_id=session_id,
    )
