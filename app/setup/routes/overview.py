from fastapi import APIRouter, Response

from app.core import deliveries, outgoing
from app.ideas import queries as ideas
from app.people import queries as people
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup")


@router.get("", name="setup.show")
def show(visit: Admin) -> Response:
    with visit.store.reading() as db:
        begun = None if visit.settings.is_demo else people.beginning(db, visit.me.id)
        has_ideas = ideas.has_any(db)
        set_aside = deliveries.count_set_aside(db) + outgoing.count_set_aside(db)
    return visit.show("setup/show.html", set_aside=set_aside, begun=begun, has_ideas=has_ideas)
