from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response

from app.core.clock import now
from app.core.paging import Cursor, Slice, microseconds
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.notices import commands, queries
from app.notices.forms import SeenForm
from app.notices.queries import NoticeRow
from app.people.roles import Colleague
from app.people.session import SignedIn

router = APIRouter()


@router.get("/notices", name="notices.show")
def notices_page(page: Shown, me: SignedIn, store: Store, after: str = "") -> Response:
    with store.reading() as db:
        found = queries.notices(db, me.id, Cursor.parse(after))
        unseen = page.request.app.state.out_of_sight(db, [row.link for row in found.rows], me)
    return page.show("notices/show.html", out_of_sight=unseen, **_listed(page, me, found))


@router.post("/notices/seen", name="notices.see")
def see(
    page: Shown, me: SignedIn, store: Store, form: Annotated[Filled[SeenForm], Depends(filled(SeenForm))]
) -> Response:
    with store.writing() as db:
        commands.see(db, person=me, up_to=form.valid().up_to)
    return page.block("notices/show.html", "seen", up_to=0) or page.go("notices.show")


def _listed(page: Page, me: Colleague, found: Slice[NoticeRow]) -> dict[str, Any]:
    zone = me.time_zone or page.request.app.state.settings.time_zone
    return {
        "days": queries.by_day(found.rows, zone),
        "today": now().astimezone(ZoneInfo(zone)).date(),
        "next": found.next,
        "up_to": max((microseconds(row.at) for row in found.rows if row.is_new), default=0),
    }
