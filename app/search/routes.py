from typing import Any

from fastapi import APIRouter, Response

from app.core.i18n import _
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Links
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
    number = _page_number(page_number)
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
        more=_more(page, now, number) if found.more else "",
    )


def _page_number(typed: str) -> int:
    """The first page for what is no number, the last for what is too high; Python reads no thousands of digits."""
    digits = typed.lstrip("0")
    if not (typed.isascii() and digits.isdigit()):
        return 1
    return min(int(digits[:3]), LAST_PAGE)


def _more(page: Page, now: dict[str, str], number: int) -> str:
    """The address of the page behind; nobody reads further than the last."""
    links: Links = page.request.app.state.links
    return links("search.show", **now, page_number=number + 1) if number < LAST_PAGE else ""


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
