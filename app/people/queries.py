from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select

from app.core.clock import now
from app.core.db import Reader
from app.core.errors import NotFound
from app.people.models import Department, Invitation, Person, SignInSession
from app.people.naming import patterns
from app.people.roles import Colleague, Role, roles_given


@dataclass(frozen=True)
class DepartmentRow:
    """A department as it stands in lists and choices."""

    id: int
    slug: str
    name: str
    active: bool = True


@dataclass(frozen=True)
class PersonRow:
    """A person as they stand in lists and choices."""

    id: int
    name: str
    title: str
    department_id: int | None
    department_name: str
    department_slug: str


@dataclass(frozen=True)
class DemoPerson:
    id: int
    name: str
    title: str
    department: str
    roles: Sequence[Role]


def person(db: Reader, person_id: int) -> Person:
    found = db.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def people(db: Reader, ids: Iterable[int]) -> dict[int, Person]:
    wanted = list(set(ids))
    return {row.id: row for row in db.exec(select(Person).where(col(Person.id).in_(wanted))) if row.id}


def person_by_email(db: Reader, email: str) -> Person | None:
    return db.exec(select(Person).where(Person.email == email.strip().lower())).first()


def person_by_employee_id(db: Reader, employee_id: str) -> Person | None:
    return db.exec(select(Person).where(Person.employee_id == employee_id.strip())).first()


def people_without_password(db: Reader) -> list[Person]:
    """Active people who were not welcomed yet, by name."""
    waiting = select(Person).where(col(Person.active), Person.password_hash == "")
    return list(db.exec(waiting.order_by(Person.name)))


def department(db: Reader, department_id: int) -> Department:
    found = db.get(Department, department_id)
    if found is None:
        raise NotFound
    return found


def department_by_slug(db: Reader, slug: str) -> Department:
    """Raises NotFound, also for one that is no longer active."""
    found = db.exec(select(Department).where(Department.slug == slug, col(Department.active))).first()
    if found is None:
        raise NotFound
    return found


def department_named(db: Reader, name: str) -> Department | None:
    return db.exec(select(Department).where(Department.name == name)).first()


def department_coded(db: Reader, code: str) -> Department | None:
    return db.exec(select(Department).where(Department.code == code)).first()


def departments(db: Reader, *, active: bool = True) -> list[DepartmentRow]:
    """Every department by name; they are few."""
    found = [DepartmentRow(*row) for row in db.execute(_departments())]
    return [row for row in found if row.active or not active]


def departments_led_by(db: Reader, person_id: int) -> frozenset[int]:
    return frozenset(id for (id,) in db.execute(_led(), {"person_id": person_id}))


def person_rows(db: Reader, *, department_id: int | None = None) -> list[PersonRow]:
    """Active people by name, of one department or all."""
    rows = _person_rows().where(col(Person.active)).order_by(Person.name, Person.id)
    if department_id is not None:
        rows = rows.where(Person.department_id == department_id)
    return [PersonRow(*row) for row in db.execute(rows)]


def colleague(db: Reader, person_id: int) -> Colleague:
    """Somebody as an actor, outside the web. Raises NotFound."""
    row = db.execute(_actors().where(Person.id == person_id)).first()
    if row is None:
        raise NotFound
    return _colleague(db, row, 0)


def colleague_of_session(db: Reader, token_hash: str, *, idle: timedelta, whole: timedelta) -> "Visitor | None":
    """Who is signed in with this token, None when the session has ended or the person is no longer active."""
    at = now()
    given = {"token_hash": token_hash, "seen_after": at - idle, "created_after": at - whole}
    row = db.execute(_of_session(), given).first()
    return Visitor(_colleague(db, row, row[-2]), row[-1]) if row else None


@dataclass(frozen=True)
class Visitor:
    colleague: Colleague
    seen_at: datetime


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


def demo_people(db: Reader) -> list[DemoPerson]:
    """Everyone one may try Byline as, those with more to do first."""
    rows = db.execute(_actors(Person.title).where(col(Person.active)).order_by(Person.id)).all()
    leads = set(db.exec(select(Department.lead_id).where(col(Department.lead_id).is_not(None))))
    people = [DemoPerson(row[0], row[1], row[-1], row[4] or "", _roles(row, row[0] in leads)) for row in rows]
    return sorted(people, key=lambda one: -len(one.roles))


def other_admins(db: Reader, person_id: int) -> int:
    """How many active administrators there are beside this one; all of them stay so until the transaction ends."""
    admins = select(Person.id).where(col(Person.is_admin), col(Person.active)).order_by(col(Person.id))
    return len(set(db.exec(admins.with_for_update())) - {person_id})


def _actors(*more: Any) -> Any:
    columns = (
        *(Person.id, Person.name, Person.email, Person.department_id, Department.name),
        *(Person.locale, Person.time_zone, Person.is_leader, Person.is_hr, Person.is_admin),
    )
    rows = select(*columns, *more)  # type: ignore[call-overload]
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)


# Asked all the time, so put together once: that costs more than running them.
@cache
def _departments() -> Any:
    return select(Department.id, Department.slug, Department.name, Department.active).order_by(Department.name)


@cache
def _of_session() -> Any:
    rows = _actors(SignInSession.id, SignInSession.seen_at)
    return (
        rows.join(SignInSession, col(SignInSession.person_id) == Person.id)
        .where(SignInSession.token_hash == bindparam("token_hash"), col(Person.active))
        .where(SignInSession.seen_at > bindparam("seen_after"))
        .where(SignInSession.created_at > bindparam("created_after"))
    )


@cache
def _led() -> Any:
    return select(Department.id).where(Department.lead_id == bindparam("person_id"), col(Department.active))


def _colleague(db: Reader, row: Any, session_id: int) -> Colleague:
    leads = departments_led_by(db, row[0])
    return Colleague(
        id=row[0],
        name=row[1],
        email=row[2],
        department_id=row[3],
        department_name=row[4] or "",
        roles=frozenset(_roles(row, bool(leads))),
        leads=leads,
        locale=row[5],
        time_zone=row[6],
        session_id=session_id,
    )


def _roles(row: Any, is_lead: bool) -> list[Role]:
    return [Role.EMPLOYEE, *([Role.LEAD] if is_lead else []), *roles_given(row)]


def _person_rows() -> Any:
    columns = (Person.id, Person.name, Person.title, Person.department_id)
    rows = select(*columns, func.coalesce(Department.name, ""), func.coalesce(Department.slug, ""))  # type: ignore[call-overload]
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)


def people_named(
    db: Reader, words: str, *, limit: int, near: int | None = None, but: Collection[int] = ()
) -> list[PersonRow]:
    """Active people whose name has one of the words and whose job title and department have the others.

    By name, those of the department `near` first.
    """
    rows = _person_rows().where(col(Person.active), col(Person.id).not_in(but))
    if sought := patterns(words):
        about = col(Person.name) + " " + col(Person.title) + " " + func.coalesce(Department.name, "")
        rows = rows.where(or_(*(col(Person.name).regexp_match(one) for one in sought)))
        rows = rows.where(*(about.regexp_match(one) for one in sought))
    order = (col(Person.department_id).is_distinct_from(near or 0), Person.name, Person.id)
    return [PersonRow(*row) for row in db.execute(rows.order_by(*order).limit(limit))]
