from dataclasses import dataclass
from functools import cache

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.audit.models import AuditNote
from app.core.columns import Statement, read, selected
from app.core.db import Reader
from app.core.letters import key
from app.core.paging import Cursor, Slice, cut
from app.people.models import Department, Person
from app.people.queries import given, ids_in, leads
from app.people.roles import Role, roles_given

PAGE = 50


@dataclass(frozen=True)
class DepartmentLine:
    id: int
    name: str
    code: str
    active: bool
    lead_name: str
    people: int


@dataclass(frozen=True)
class PersonLine:
    """A person as the setup lists them; `welcomed` says that they have chosen a password."""

    id: int
    name: str
    email: str | None
    employee_id: str | None
    title: str
    department_name: str
    active: bool
    welcomed: bool
    given: str | None
    led: str | None

    @property
    def roles(self) -> list[Role]:
        """Those that are given by hand."""
        return roles_given(self.given)

    @property
    def leads(self) -> frozenset[int]:
        """Ids of the departments that they lead."""
        return ids_in(self.led)


def department_lines(db: Reader) -> list[DepartmentLine]:
    """Every department, also those that are closed, by name."""
    lead = aliased(Person)
    members = select(func.count()).select_from(Person).where(Person.department_id == Department.id, col(Person.active))
    rows = selected(
        DepartmentLine,
        id=Department.id,
        name=Department.name,
        code=Department.code,
        active=Department.active,
        lead_name=func.coalesce(lead.name, ""),
        people=members.correlate(Department).scalar_subquery(),
    )
    rows = rows.join(lead, col(lead.id) == Department.lead_id, isouter=True).order_by(col(Department.name))
    return read(DepartmentLine, db.execute(rows))


def people_page(db: Reader, *, words: str = "", after: Cursor | None = None, size: int = PAGE) -> Slice[PersonLine]:
    """Everybody by name, also who is no longer active; `words` are looked for in names, addresses and employee IDs."""
    name, id_ = col(Person.sort_name), col(Person.id)
    rows = _people()
    if words:
        places = (name, col(Person.email_key), col(Person.employee_key))
        rows = rows.where(or_(*(place.contains(key(words), autoescape=True) for place in places)))
    if after:
        # A name does not fit a cursor: it is looked up, as the database sorts it.
        last = aliased(Person)
        seen = select(last.sort_name).where(last.id == after.ref).scalar_subquery()
        rows = rows.where(name >= seen, or_(name > seen, id_ > after.ref))
    found = read(PersonLine, db.execute(rows.order_by(name, id_).limit(size + 1)))
    return cut(found, size, lambda row: (0, row.id), after)


def people_count(db: Reader, *, department_id: int | None = None) -> int:
    """How many people are active, of one department or all."""
    rows = select(func.count()).select_from(Person).where(col(Person.active))
    return db.exec(rows if department_id is None else rows.where(Person.department_id == department_id)).one()


def noted_acts(db: Reader) -> list[str]:
    """Every act the audit list has a note of."""
    return sorted(db.exec(select(AuditNote.act).distinct()))


# Put together once: that costs more than running it.
@cache
def _people() -> Statement:
    rows = selected(
        PersonLine,
        id=Person.id,
        name=Person.name,
        email=Person.email,
        employee_id=Person.employee_id,
        title=Person.title,
        department_name=func.coalesce(Department.name, ""),
        active=Person.active,
        welcomed=Person.password_hash != "",
        given=given(),
        led=leads(),
    )
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)
