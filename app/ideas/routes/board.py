from collections.abc import Sequence
from typing import Any, TypedDict

from fastapi import APIRouter, Response

from app.core.db import Reader
from app.core.i18n import _
from app.core.paging import Cursor
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.discussion.models import Kind
from app.discussion.queries import Sort, moved_since
from app.ideas import queries
from app.ideas.models import Stage
from app.people.queries import DepartmentRow, departments
from app.people.roles import Colleague
from app.people.session import SignedIn

router = APIRouter(prefix="/ideas")

STAGE_DIGITS = 9


@router.get("", name="ideas.board")
def board(
    page: Shown, me: SignedIn, store: Store, sort: str = "", stage: str = "", department: str = "", after: str = ""
) -> Response:
    """Unknown filters are no filters: an address that was shared must not turn into an error."""
    with store.reading() as db:
        found = _board(page, db, me, Wish(sort, stage, department, after))
    return page.show("ideas/board.html", **found)


class Wish:
    """What the address asks for."""

    def __init__(self, sort: str, stage: str, department: str, after: str) -> None:
        self.sort = Sort(sort) if sort in set(Sort) else Sort.MOVING
        self.stage = int(stage) if stage.isascii() and stage.isdigit() and len(stage) <= STAGE_DIGITS else None
        self.department = department
        self.after = Cursor.parse(after)


class Chosen(TypedDict):
    """Which ideas a list is of, and in which order."""

    sort: Sort
    stage_ids: list[int] | None
    department_id: int | None


def _board(page: Page, db: Reader, me: Colleague, wish: Wish) -> dict[str, Any]:
    every, units = queries.stages(db, active=False), departments(db)
    stages = [row for row in every if row.active]
    stage = next((row for row in stages if row.id == wish.stage), None)
    unit = next((row for row in units if row.slug == wish.department), None)
    chosen: Chosen = {
        "sort": wish.sort,
        "stage_ids": [stage.id or 0] if stage else None,
        "department_id": unit.id if unit else None,
    }
    ideas = queries.page(db, viewer_id=me.id, after=wish.after, **chosen)
    now = {"sort": wish.sort.value, "stage": stage.id if stage else "", "department": unit.slug if unit else ""}
    moved = moved_since(db, kind=Kind.IDEA, since=ideas.since, **chosen) if wish.after and ideas.since else 0
    return {
        "ideas": ideas,
        "stages": {row.id: row for row in every},
        "moved": moved,
        "again": page.request.app.state.links("ideas.board", **now),
        "more": page.request.app.state.links("ideas.board", **now, after=ideas.next) if ideas.next else "",
        **_filters(page, now, stages, units),
    }


def _filters(
    page: Page, now: dict[str, Any], stages: Sequence[Stage], units: Sequence[DepartmentRow]
) -> dict[str, Any]:
    def choice(label: str, **changed: Any) -> dict[str, Any]:
        wished = now | changed
        return {"label": label, "href": page.request.app.state.links("ideas.board", **wished), "current": wished == now}

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
