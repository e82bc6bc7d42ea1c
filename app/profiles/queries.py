from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.columns import Statement, read, selected
from app.core.db import Reader
from app.core.subjects import Subject
from app.credits.queries import CreditRow
from app.discussion.models import Kind, Post, State
from app.people.models import Department, Person
from app.search.index import Document


@dataclass(frozen=True)
class DepartmentCard:
    """A department as it stands in the list of all; without a lead `lead_id` is None."""

    id: int
    slug: str
    name: str
    purpose: str
    lead_id: int | None
    lead_name: str
    people: int


@dataclass(frozen=True)
class Contribution:
    """What somebody is credited with once or several times, as it was called last; `lines` are the latest first."""

    lines: Sequence[CreditRow]

    @property
    def label(self) -> str:
        return self.lines[0].label

    @property
    def subject(self) -> Subject:
        return self.lines[0].subject


def contributions(lines: Sequence[CreditRow], *, most: int) -> list[Contribution]:
    """Each once, with everything that was credited for it, in the order in which something happened to them last."""
    found: dict[Subject, list[CreditRow]] = {}
    for line in lines:
        found.setdefault(line.subject, []).append(line)
    return [Contribution(every) for every in found.values()][:most]


def department_cards(db: Reader) -> list[DepartmentCard]:
    """Every active department by name, with its active lead and how many active people it has."""
    lead = aliased(Person)
    members = select(func.count()).select_from(Person)
    members = members.where(col(Person.department_id) == Department.id, col(Person.active))
    rows = selected(
        DepartmentCard,
        id=Department.id,
        slug=Department.slug,
        name=Department.name,
        purpose=Department.purpose,
        lead_id=lead.id,
        lead_name=func.coalesce(lead.name, ""),
        people=members.correlate(Department).scalar_subquery(),
    )
    rows = rows.select_from(Department).join(
        lead, (col(lead.id) == Department.lead_id) & col(lead.active), isouter=True
    )
    return read(DepartmentCard, db.execute(rows.where(col(Department.active)).order_by(col(Department.name))))


def lead_of(db: Reader, person_id: int) -> list[tuple[str, str]]:
    """Slug and name of the active departments somebody leads, by name."""
    led = select(Department.slug, Department.name).where(Department.lead_id == person_id, col(Department.active))
    return [(slug, name) for slug, name in db.exec(led.order_by(Department.name))]


@dataclass(frozen=True)
class _Found:
    id: int
    name: str
    title: str
    department: str
    department_slug: str


def person_documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """People as search finds them: only who is active."""
    rows = selected(
        _Found,
        id=Person.id,
        name=Person.name,
        title=Person.title,
        department=func.coalesce(Department.name, ""),
        department_slug=func.coalesce(Department.slug, ""),
    )
    rows = rows.select_from(Person).join(Department, col(Department.id) == Person.department_id, isouter=True)
    return [_person(row) for row in read(_Found, db.execute(rows.where(col(Person.id).in_(refs), col(Person.active))))]


def department_documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """Departments as search finds them: only which are active."""
    rows = db.exec(select(Department).where(col(Department.id).in_(refs), col(Department.active)))
    return [_department(row) for row in rows]


def findable_people(db: Reader) -> Iterable[int]:
    return db.exec(select(Person.id).where(col(Person.active)).order_by(col(Person.id)))


def findable_departments(db: Reader) -> Iterable[int]:
    return db.exec(select(Department.id).where(col(Department.active)).order_by(col(Department.id)))


def posts_for(department_id: int) -> Statement:
    """The statement for kind and id of what is addressed to a department and search may find."""
    return _findable_posts().where(col(Post.department_id) == department_id)


def people_of(department_id: int) -> Statement:
    """The statement for kind and id of a department's people."""
    return sa_select(literal("person"), col(Person.id)).where(
        col(Person.department_id) == department_id, col(Person.active)
    )


def _findable_posts() -> Statement:
    return sa_select(col(Post.kind), col(Post.id)).where(col(Post.kind).in_(Kind), col(Post.state) == State.SHOWN)


def _person(row: _Found) -> Document:
    return Document(
        subject=Subject("person", row.id),
        title=row.name,
        in_short=" · ".join(part for part in (row.title, row.department) if part),
        department=row.department,
        department_slug=row.department_slug,
    )


def _department(row: Department) -> Document:
    return Document(
        subject=Subject("department", row.id),
        title=row.name,
        in_short=row.purpose,
        body="\n".join(part for part in (row.serves, row.contacts) if part),
        department=row.name,
        department_slug=row.slug,
    )
