from fastapi import APIRouter, Response

from app.core.db import Reader
from app.core.subjects import Subject
from app.core.web.page import Context
from app.discussion import queries as discussion
from app.discussion.models import Kind
from app.discussion.queries import Sort
from app.ideas import queries as ideas
from app.ideas.queries import Queue
from app.people import queries as people
from app.people.queries import Beginning, DepartmentRow
from app.people.roles import Colleague, Permission
from app.people.session import Visit, Visiting
from app.recognition import queries as recognition

router = APIRouter()

SHOWN_IDEAS = 6
SHOWN_THANKS = 4
SHOWN_TOPICS = 4


@router.get("/", name="home.front")
def front(visit: Visiting) -> Response:
    with visit.store.reading() as db:
        moving = ideas.page(db, viewer_id=visit.me.id, sort=Sort.MOVING, size=SHOWN_IDEAS)
        lead = ideas.latest_live(db, viewer_id=visit.me.id)
        thanks = recognition.latest(db, limit=SHOWN_THANKS)
        context: Context = {
            "ideas": moving.rows,
            "lead": lead,
            "stages": {row.id: row for row in ideas.stages(db, active=False)},
            "topics": discussion.list_page(db, kind=Kind.TOPIC, viewer_id=visit.me.id, size=SHOWN_TOPICS).rows,
            "thanks": thanks,
            "live_since": ideas.live_since(db, lead.id) if lead else None,
            "praise": recognition.about(db, Subject(Kind.IDEA, lead.id)) if lead else None,
            "waiting": _waiting(db, visit.me),
            "begun": _begun(db, visit),
            "has_ideas": ideas.has_any(db),
        }
    return visit.show("home/front.html", **context)


def _begun(db: Reader, visit: Visit) -> Beginning | None:
    """For whoever sets the company up; the demo's is made."""
    is_told = visit.me.may(Permission.SET_UP) and not visit.settings.is_demo
    return people.beginning(db, visit.me.id) if is_told else None


def _waiting(db: Reader, me: Colleague) -> list[tuple[DepartmentRow, Queue]]:
    """What waits in the departments that somebody leads, where it has waited longest first."""
    found = ideas.queues(db, me.leads) if me.leads else {}
    units = [(unit, found[unit.id]) for unit in people.departments(db) if unit.id in found]
    return sorted(units, key=lambda pair: pair[1].since)
