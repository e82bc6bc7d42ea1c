from typing import Any

from fastapi import APIRouter, Response

from app.core.i18n import _
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.people.queries import departments
from app.people.session import SignedIn
from app.search.index import EVERYONE, NOTHING, Index

router = APIRouter()

SIZE = 20
LAST_PAGE = 50
LONGEST = 200


@router.get("/search", name="search.show")
def search(
    page: Shown, me: SignedIn, store: Store, q: str = "", kind: str = "", department: str = "", page_number: str = ""
) -> Response:
    """Any words get an answer; unknown filters are no filters."""
    with store.reading() as db:
        units = departments(db)
    unit = department if department in {row.slug for row in units} else ""
    chosen = kind if kind in _kinds() else ""
    number = min(max(int(page_number), 1), LAST_PAGE) if page_number.isascii() and page_number.isdigit() else 1
    words = q.strip()[:LONGEST]
    index: Index = page.request.app.state.index
    found = NOTHING
    if words:
        found = index.search(
            words,
            audiences=[EVERYONE],
            kinds=[chosen] if chosen else (),
            department=unit,
            limit=SIZE,
            offset=(number - 1) * SIZE,
        )
    now = {"q": words, "kind": chosen, "department": unit}
    return page.show(
        "search/results.html",
        words=words,
        found=found,
        units=units,
        now=now,
        kinds=_choices(page, now, found.counts),
        kind_names=_one_of_each(),
        more=page.request.app.state.links("search.show", **now, page_number=number + 1) if found.more else "",
    )


def _kinds() -> dict[str, str]:
    return {"idea": _("Ideas"), "topic": _("Topics"), "person": _("People"), "department": _("Departments")}


def _one_of_each() -> dict[str, str]:
    return {"idea": _("Idea"), "topic": _("Topic"), "person": _("Person"), "department": _("Department")}


def _choices(page: Page, now: dict[str, str], counts: Any) -> list[dict[str, Any]]:
    def choice(key: str, label: str, count: int) -> dict[str, Any]:
        href = page.request.app.state.links("search.show", **(now | {"kind": key}))
        return {"label": label, "href": href, "current": now["kind"] == key, "count": count}

    every = choice("", _("Everything"), sum(counts.values()))
    return [every, *(choice(key, label, counts.get(key, 0)) for key, label in _kinds().items())]
