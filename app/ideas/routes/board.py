from collections.abc import Iterable, Sequence

from fastapi import APIRouter, Response

from app.core.db import Reader
from app.core.i18n import _
from app.core.paging import Cursor
from app.core.tables import identifier
from app.core.web.page import Context
from app.discussion.models import Kind
from app.discussion.queries import Listing, Sort, moved_since
from app.ideas import queries
from app.ideas.models import Stage
from app.people.queries import DepartmentRow, departments
from app.people.session import Visit, Visiting

router = APIRouter(prefix="/ideas")


@router.get("", name="ideas.board")
def board(
    visit: Visiting, sort: str = "", stage: str = "", department: str = "", mine: str = "", after: str = ""
) -> Response:
    """Unknown filters are no filters: an address that was shared must not turn into an error."""
    with visit.store.reading() as db:
        found = _board(visit, db, Wish(sort, stage, department, after, visit.me.leads if mine else ()))
    return visit.show("ideas/board.html", **found)


class Wish:
    """What the address asks for. `led` are the departments of a lead who asks for their own."""

    def __init__(self, sort: str, stage: str, department: str, after: str, led: Iterable[int]) -> None:
        self.sort = Sort(sort) if sort in set(Sort) else Sort.MOVING
        self.stage = identifier(stage)
        self.department = department
        self.led = sorted(led)
        self.after = Cursor.parse(after)


def _board(visit: Visit, db: Reader, wish: Wish) -> Context:
    every, units = queries.stages(db, active=False), departments(db)
    stages = [row for row in every if row.active]
    stage = next((row for row in stages if row.id == wish.stage), None)
    unit = next((row for row in units if row.slug == wish.department), None)
    chosen: Listing = {
        "sort": wish.sort,
        "stage_ids": [stage.id] if stage else None,
        "department_id": unit.id if unit else None,
        "department_ids": wish.led or None,
    }
    here: Listing = {**chosen, "after": wish.after}
    ideas = queries.page(db, viewer_id=visit.me.id, **here)
    now = {"sort": wish.sort.value, "stage": stage.id if stage else "", "department": unit.slug if unit else ""}
    now |= {"mine": "yes"} if wish.led else {}
    moved = moved_since(db, kind=Kind.IDEA, since=ideas.since, **chosen) if wish.after and ideas.since else 0
    is_waiting = wish.sort == Sort.WAITING
    return {
        "ideas": ideas,
        "stages": {row.id: row for row in every},
        "moved": moved,
        "answered_for": [unit.slug for unit in units if visit.me.answers_for(unit.id)] if is_waiting else [],
        "again": visit.url("ideas.board", **now),
        "more": visit.url("ideas.board", **now, after=ideas.next) if ideas.next else "",
        **_filters(visit, now, stages, units),
    }


def _filters(visit: Visit, now: Context, stages: Sequence[Stage], units: Sequence[DepartmentRow]) -> Context:
    def choice(label: str, **changed: object) -> Context:
        wished = now | changed
        return {"label": label, "href": visit.url("ideas.board", **wished), "current": wished == now}

    return {
        "sorts": [choice(label, sort=sort.value) for sort, label in _sorts()],
        "stage_choices": stages,
        "units": units,
        "now": now,
    }


def _sorts() -> list[tuple[Sort, str]]:
    return [
        (Sort.MOVING, _("Moving")),
        (Sort.NEWEST, _("Newest")),
        (Sort.BACKED, _("Most backed")),
        (Sort.WAITING, _("Waiting for a response")),
    ]
