from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.audit.models import AuditNote
from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut
from app.people.models import Department, Person, sorted_as
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
    email: str
    title: str
    department_name: str
    active: bool
    welcomed: bool
    is_leader: bool
    is_hr: bool
    is_admin: bool

    @property
    def roles(self) -> list[Role]:
        """Those that are given by hand."""
        return roles_given(self)


def department_lines(db: Reader) -> list[DepartmentLine]:
    """Every department, also those that are closed, by name."""
    lead = aliased(Person)
    members = select(func.count()).select_from(Person).where(Person.department_id == Department.id, col(Person.active))
    columns = (Department.id, Department.name, Department.code, Department.active, func.coalesce(lead.name, ""))
    rows: Any = select(*columns, members.correlate(Department).scalar_subquery())  # type: ignore[call-overload]
    rows = rows.join(lead, col(lead.id) == Department.lead_id, isouter=True).order_by(Department.name)
    return [DepartmentLine(*row) for row in db.execute(rows)]


def people_page(db: Reader, *, words: str = "", after: Cursor | None = None, size: int = PAGE) -> Slice[PersonLine]:
    """Everybody by name, also who is no longer active; `words` are looked for in names and e-mail addresses."""
    name, id_ = col(Person.sort_name), col(Person.id)
    rows = _people()
    if words:
        rows = rows.where(
            or_(
                name.contains(sorted_as(words), autoescape=True),
                col(Person.email).contains(words.lower(), autoescape=True),
            )
        )
    if after:
        # A name does not fit a cursor: it is looked up, as the database sorts it.
        last = aliased(Person)
        seen = select(last.sort_name).where(last.id == after.ref).scalar_subquery()
        rows = rows.where(name >= seen, or_(name > seen, id_ > after.ref))
    found = [PersonLine(*row) for row in db.execute(rows.order_by(name, id_).limit(size + 1))]
    return cut(found, size, lambda row: (0, row.id), after)


def people_count(db: Reader, *, department_id: int | None = None) -> int:
    """How many people are active, of one department or all."""
    rows = select(func.count()).select_from(Person).where(col(Person.active))
    return db.exec(rows if department_id is None else rows.where(Person.department_id == department_id)).one()


def noted_acts(db: Reader) -> list[str]:
    """Every act the audit list has a note of."""
    return sorted(db.exec(select(AuditNote.act).distinct()))


def _people() -> Any:
    columns = (
        *(Person.id, Person.name, Person.email, Person.title, func.coalesce(Department.name, ""), Person.active),
        *(Person.password_hash != "", Person.is_leader, Person.is_hr, Person.is_admin),
    )
    rows = select(*columns)  # type: ignore[call-overload]
    return rows.join(Department, col(Department.id) == Person.department_id, isouter=True)
