from fastapi import APIRouter, Response

from app.core import deliveries, outgoing
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup")


@router.get("", name="setup.show")
def show(visit: Admin) -> Response:
    with visit.store.reading() as db:
        set_aside = deliveries.count_set_aside(db) + outgoing.count_set_aside(db)
    return visit.show("setup/show.html", set_aside=set_aside)
