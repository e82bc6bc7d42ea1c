from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response

from app.core.clock import local_day, now
from app.core.kinds import kinds_of
from app.core.paging import Cursor, Slice, microseconds
from app.core.web.forms import Filled, filled
from app.core.web.page import Context
from app.notices import commands, queries
from app.notices.forms import SeenForm
from app.notices.queries import NoticeRow
from app.people.session import Visit, Visiting

router = APIRouter()


@router.get("/notices", name="notices.show")
def notices_page(visit: Visiting, after: str = "") -> Response:
    with visit.store.reading() as db:
        found = queries.notices(db, visit.me.id, Cursor.parse(after))
        unseen = kinds_of(db).out_of_sight(db, [row.link for row in found.rows], visit.me)
    return visit.show("notices/show.html", out_of_sight=unseen, **_listed(visit, found))


@router.post("/notices/seen", name="notices.see")
def see(visit: Visiting, form: Annotated[Filled[SeenForm], Depends(filled(SeenForm))]) -> Response:
    with visit.store.writing() as db:
        commands.see(db, person=visit.me, up_to=form.valid().up_to)
    return visit.block("notices/show.html", "seen", up_to=0) or visit.go("notices.show")


def _listed(visit: Visit, found: Slice[NoticeRow]) -> Context:
    return {
        "days": queries.by_day(found.rows, visit.zone),
        "today": local_day(now(), ZoneInfo(visit.zone)),
        "next": found.next,
        "up_to": max((microseconds(row.at) for row in found.rows if row.is_new), default=0),
    }
