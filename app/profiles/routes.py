from typing import Any

from fastapi import APIRouter, Response

from app.core.db import Reader
from app.core.web.page import Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.credits.models import Party
from app.credits.queries import credits_of
from app.credits.words import act_name
from app.ideas import queries as ideas
from app.people import queries as people
from app.people.models import Department, Person
from app.people.roles import Colleague
from app.people.session import SignedIn
from app.profiles import queries
from app.recognition import queries as recognition

router = APIRouter()

MOST_IDEAS = 10
MOST_CITATIONS = 3
MOST_CREDITS = 8
# Thanks within a department stand among what it received; enough are read to find some that went to others.
MOST_READ = 20


@router.get("/departments", name="profiles.departments")
def departments(page: Shown, me: SignedIn, store: Store) -> Response:
    with store.reading() as db:
        cards = queries.department_cards(db)
    return page.show("profiles/departments.html", cards=cards)


@router.get("/departments/{slug}", name="profiles.department")
def department(page: Shown, me: SignedIn, store: Store, slug: str) -> Response:
    with store.reading() as db:
        context = _department(db, me, people.department_by_slug(db, slug))
    return page.show("profiles/department.html", **context)


@router.get("/people/{person_id:int}", name="profiles.person")
def person(page: Shown, me: SignedIn, store: Store, person_id: Ref) -> Response:
    """The page of somebody who left stays: so does their credit."""
    with store.reading() as db:
        context = _person(db, me, people.person(db, person_id))
    return page.show("profiles/person.html", **context)


def _department(db: Reader, me: Colleague, found: Department) -> dict[str, Any]:
    department_id = found.id or 0
    received = recognition.for_department(db, department_id, given=False, limit=MOST_CITATIONS)
    given = recognition.for_department(db, department_id, given=True, limit=MOST_READ)
    inside = {row.id for row in received}
    lead = people.person(db, found.lead_id) if found.lead_id else None
    return {
        "department": found,
        "lead": lead if lead and lead.active else None,
        "people": people.person_rows(db, department_id=department_id),
        "received": received,
        "given": [row for row in given if row.id not in inside][:MOST_CITATIONS],
        "is_mine": me.department_id == department_id,
        **_ideas(db, me, department_id=department_id),
    }


def _person(db: Reader, me: Colleague, found: Person) -> dict[str, Any]:
    person_id = found.id or 0
    credits = credits_of(db, party=Party.PERSON, party_id=person_id, size=MOST_CREDITS).rows
    return {
        "person": found,
        "department": people.department(db, found.department_id) if found.department_id else None,
        "leads": queries.lead_of(db, person_id),
        "received": recognition.for_person(db, person_id, limit=MOST_CITATIONS),
        "credits": credits,
        "out_of_sight": queries.out_of_sight(db, [row.subject for row in credits], me),
        "act_name": act_name,
        "is_myself": me.id == person_id,
        **_ideas(db, me, author_id=person_id),
    }


def _ideas(
    db: Reader, me: Colleague, *, department_id: int | None = None, author_id: int | None = None
) -> dict[str, Any]:
    found = ideas.page(db, viewer_id=me.id, department_id=department_id, author_id=author_id, size=MOST_IDEAS)
    return {"ideas": found, "stages": {row.id: row for row in ideas.stages(db, active=False)}}
