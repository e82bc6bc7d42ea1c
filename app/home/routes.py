from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError

from app.core.subjects import Subject
from app.core.web.page import Shown
from app.core.web.session import Store
from app.discussion import queries as discussion
from app.discussion.models import Kind
from app.discussion.queries import Sort
from app.ideas import queries as ideas
from app.people import queries as people
from app.people.roles import Permission
from app.people.session import SignedIn, maybe_signed_in
from app.recognition import queries as recognition

router = APIRouter()

SHOWN_IDEAS = 6
SHOWN_THANKS = 4
SHOWN_TOPICS = 4
LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = {"x-forwarded-for", "forwarded", "x-real-ip", "via"}


@router.get("/", name="home.front")
def front(page: Shown, me: SignedIn, store: Store) -> Response:
    with store.reading() as db:
        moving = ideas.page(db, viewer_id=me.id, sort=Sort.MOVING, size=SHOWN_IDEAS)
        lead = ideas.latest_live(db, viewer_id=me.id)
        thanks = recognition.latest(db, limit=SHOWN_THANKS)
        context: dict[str, Any] = {
            "ideas": moving.rows,
            "lead": lead,
            "stages": {row.id: row for row in ideas.stages(db, active=False)},
            "topics": discussion.list_page(db, kind=Kind.TOPIC, viewer_id=me.id, size=SHOWN_TOPICS).rows,
            "thanks": thanks,
            "praise": recognition.about(db, Subject(Kind.IDEA, lead.id)) if lead else None,
            "waiting": [
                (unit, ideas.ideas_held_for(db, unit.id)) for unit in people.departments(db) if unit.id in me.leads
            ],
        }
    return page.show("home/front.html", **context)


@router.get("/healthz", name="home.healthz")
async def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", name="home.readyz")
def readyz(request: Request, store: Store) -> Response:
    """Whether this process can do its work; details for administrators and for whoever is on the machine itself."""
    found: dict[str, Any] = request.app.state.readiness(details=_is_trusted(request, store))
    return JSONResponse(found, 200 if found["status"] == "ready" else 503)


def _is_trusted(request: Request, store: Store) -> bool:
    address = request.client.host if request.client else ""
    if address in LOOPBACK and not FORWARDED & set(request.headers.keys()):
        return True
    try:
        me = maybe_signed_in(request, store)
    except SQLAlchemyError:  # Exactly then the answer is needed most.
        return False
    return me is not None and me.may(Permission.SET_UP)
