from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, or_, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.db import Reader
from app.core.subjects import Subject
from app.discussion.models import Comment, Kind, Post, State
from app.ideas.models import Response
from app.people.models import Department, Person
from app.people.roles import Colleague, Permission
from app.recognition.models import SUBJECT as RECOGNITION
from app.recognition.models import Recognition
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


def out_of_sight(db: Reader, subjects: Sequence[Subject], viewer: Colleague) -> set[Subject]:
    """Those whose words were hidden or removed since, for whoever may not read them: their title is not told either.

    A comment and a response go by the title of the post they belong to.
    """
    gone, of_post = _not_for(viewer, Post.state, Post.author_id), col(Post.id)
    posts = select(Post.kind, Post.id).where(gone, of_post.in_(_refs(subjects, *Kind)))
    comments = select(literal("comment"), Comment.id).join(Post, of_post == Comment.post_id)
    comments = comments.where(gone, col(Comment.id).in_(_refs(subjects, "comment")))
    responses = select(literal("response"), Response.id).join(Post, of_post == Response.idea_id)
    responses = responses.where(gone, col(Response.id).in_(_refs(subjects, "response")))
    cited = select(literal(RECOGNITION), Recognition.id).where(col(Recognition.id).in_(_refs(subjects, RECOGNITION)))
    cited = cited.where(_not_for(viewer, Recognition.state, Recognition.giver_id))
    return {Subject(kind, ref) for kind, ref in db.execute(union_all(posts, comments, responses, cited))}


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


def posts_by(person_id: int) -> Any:
    """The statement for kind and id of what somebody wrote and search may find."""
    return _findable_posts().where(Post.author_id == person_id)


def posts_for(department_id: int) -> Any:
    """The statement for kind and id of what is addressed to a department and search may find."""
    return _findable_posts().where(Post.department_id == department_id)


def people_of(department_id: int) -> Any:
    """The statement for kind and id of a department's people."""
    return select(literal("person"), Person.id).where(Person.department_id == department_id, col(Person.active))


def _not_for(viewer: Colleague, state: Any, author_id: Any) -> Any:
    """As the policies of posts and of recognition read: what is hidden is for its author and for who may hide."""
    is_hidden = state == State.HIDDEN
    if not viewer.may(Permission.HIDE):
        is_hidden &= func.coalesce(author_id, 0) == viewer.id
    return ~or_(state == State.SHOWN, is_hidden)


def _findable_posts() -> Any:
    return select(Post.kind, Post.id).where(col(Post.kind).in_(Kind), Post.state == State.SHOWN)


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
    )


def _department(row: Department) -> Document:
    return Document(
        subject=Subject("department", row.id or 0),
        title=row.name,
        in_short=row.purpose,
        body="\n".join(part for part in (row.serves, row.contacts) if part),
        department=row.name,
        department_slug=row.slug,
    )
