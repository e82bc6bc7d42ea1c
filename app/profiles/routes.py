from fastapi import APIRouter, Response

from app.core.db import Reader
from app.core.kinds import kinds_of
from app.core.web.page import Context
from app.core.web.urls import Ref
from app.credits.models import Party
from app.credits.queries import credits_of
from app.credits.words import act_name
from app.ideas import queries as ideas
from app.people import queries as people
from app.people.models import Department, Person
from app.people.roles import Colleague, Permission
from app.people.session import Visiting
from app.profiles import queries
from app.recognition import queries as recognition

router = APIRouter()

MOST_IDEAS = 10
MOST_CITATIONS = 3
MOST_CREDITS = 8
# An idea may have three: enough are read to tell each contribution with what happened to it.
MOST_LINES = 5 * MOST_CREDITS
# Thanks within a department stand among what it received; enough are read to find some that went to others.
MOST_READ = 20


@router.get("/departments", name="profiles.departments")
def departments(visit: Visiting) -> Response:
    with visit.store.reading() as db:
        cards = queries.department_cards(db)
    return visit.show("profiles/departments.html", cards=cards, may_set_up=visit.me.may(Permission.SET_UP))


@router.get("/departments/{slug}", name="profiles.department")
def department(visit: Visiting, slug: str) -> Response:
    with visit.store.reading() as db:
        context = _department(db, visit.me, people.department_by_slug(db, slug))
    return visit.show("profiles/department.html", **context)


@router.get("/people/{person_id:int}", name="profiles.person")
def person(visit: Visiting, person_id: Ref) -> Response:
    """The page of somebody who left stays: so does their credit."""
    with visit.store.reading() as db:
        context = _person(db, visit.me, people.person(db, person_id))
    return visit.show("profiles/person.html", **context)


def _department(db: Reader, me: Colleague, found: Department) -> Context:
    department_id = found.id
    received = recognition.for_department(db, department_id, given=False, limit=MOST_CITATIONS)
    given = recognition.for_department(db, department_id, given=True, limit=MOST_READ)
    inside = {row.id for row in received}
    lead = people.person(db, found.lead_id) if found.lead_id else None
    return {
        "department": found,
        "lead": lead if lead and lead.active else None,
        "above": people.above(db, found),
        "below": people.below(db, department_id),
        "people": people.person_rows(db, department_id=department_id),
        "received": received,
        "given": [row for row in given if row.id not in inside][:MOST_CITATIONS],
        "is_mine": me.department_id == department_id,
        **_ideas(db, me, department_id=department_id),
    }


def _person(db: Reader, me: Colleague, found: Person) -> Context:
    person_id = found.id
    lines = credits_of(db, party=Party.PERSON, party_id=person_id, size=MOST_LINES).rows
    credits = queries.contributions(lines, most=MOST_CREDITS)
    return {
        "person": found,
        "department": people.department(db, found.department_id) if found.department_id else None,
        "leads": queries.lead_of(db, person_id),
        "received": recognition.for_person(db, person_id, limit=MOST_CITATIONS),
        "credits": credits,
        "out_of_sight": kinds_of(db).out_of_sight(db, [row.subject for row in credits], me),
        "act_name": act_name,
        "is_myself": me.id == person_id,
        **_ideas(db, me, written_by=person_id),
    }


def _ideas(db: Reader, me: Colleague, *, department_id: int | None = None, written_by: int | None = None) -> Context:
    found = ideas.page(db, viewer_id=me.id, department_id=department_id, written_by=written_by, size=MOST_IDEAS)
    return {"ideas": found, "stages": {row.id: row for row in ideas.stages(db, active=False)}}
