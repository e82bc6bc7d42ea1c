from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.db import Reader
from app.core.subjects import Subject
from app.discussion.models import Kind, Post, State
from app.ideas.models import Response
from app.people.models import Department, Person
from app.recognition.models import SUBJECT as RECOGNITION
from app.recognition.models import Recognition, RecognitionState
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


def department_cards(db: Reader) -> list[DepartmentCard]:
    """Every active department by name, with its active lead and how many active people it has."""
    lead = aliased(Person)
    members = select(func.count()).select_from(Person).where(Person.department_id == Department.id, col(Person.active))
    columns = (
        Department.id,
        Department.slug,
        Department.name,
        Department.purpose,
        lead.id,
        func.coalesce(lead.name, ""),
    )
    rows: Any = select(*columns, members.correlate(Department).scalar_subquery())  # type: ignore[call-overload]
    rows = rows.join(lead, (col(lead.id) == Department.lead_id) & col(lead.active), isouter=True)
    return [DepartmentCard(*row) for row in db.execute(rows.where(col(Department.active)).order_by(Department.name))]


def lead_of(db: Reader, person_id: int) -> list[tuple[str, str]]:
    """Slug and name of the active departments somebody leads, by name."""
    led = select(Department.slug, Department.name).where(Department.lead_id == person_id, col(Department.active))
    return [(slug, name) for slug, name in db.exec(led.order_by(Department.name))]


def out_of_sight(db: Reader, subjects: Sequence[Subject]) -> set[Subject]:
    """Those contributions whose words were hidden or removed since: credit for them stays, their title is not shown."""
    posts = select(Post.kind, Post.id).where(col(Post.id).in_(_refs(subjects, *Kind)), Post.state != State.SHOWN)
    responses = select(Response.id).join(Post, col(Post.id) == Response.idea_id)
    responses = responses.where(col(Response.id).in_(_refs(subjects, "response")), Post.state != State.SHOWN)
    cited = select(Recognition.id).where(Recognition.state != RecognitionState.SHOWN)
    cited = cited.where(col(Recognition.id).in_(_refs(subjects, RECOGNITION)))
    found = {Subject(kind, ref or 0) for kind, ref in db.exec(posts)}
    found |= {Subject("response", ref or 0) for ref in db.exec(responses)}
    return found | {Subject(RECOGNITION, ref or 0) for ref in db.exec(cited)}


def person_documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """People as search finds them: only who is active."""
    columns = (Person.id, Person.name, Person.title, Department.name, Department.slug)
    rows = select(*columns)  # type: ignore[call-overload]
    rows = rows.join(Department, col(Department.id) == Person.department_id, isouter=True)
    return [_person(*row) for row in db.execute(rows.where(col(Person.id).in_(refs), col(Person.active)))]


def department_documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """Departments as search finds them: only which are active."""
    rows = db.exec(select(Department).where(col(Department.id).in_(refs), col(Department.active)))
    return [_department(row) for row in rows]


def findable_people(db: Reader) -> Iterable[int]:
    return (id_ for id_ in db.exec(select(Person.id).where(col(Person.active)).order_by(col(Person.id))) if id_)


def findable_departments(db: Reader) -> Iterable[int]:
    return (
        id_ for id_ in db.exec(select(Department.id).where(col(Department.active)).order_by(col(Department.id))) if id_
    )


def _refs(subjects: Sequence[Subject], *kinds: str) -> list[int]:
    return [subject.ref for subject in subjects if subject.kind in kinds]


def _person(id_: int | None, name: str, title: str, department: str | None, slug: str | None) -> Document:
    ref = id_ or 0
    return Document(
        subject=Subject("person", ref),
        title=name,
        in_short=" · ".join(part for part in (title, department) if part),
        department=department or "",
        department_slug=slug or "",
        url=f"/people/{ref}",
    )


def _department(row: Department) -> Document:
    return Document(
        subject=Subject("department", row.id or 0),
        title=row.name,
        in_short=row.purpose,
        body="\n".join(part for part in (row.serves, row.contacts) if part),
        department=row.name,
        department_slug=row.slug,
        url=f"/departments/{row.slug}",
    )
