from collections.abc import Mapping

from fastapi import APIRouter, Response

from app.core.i18n import _
from app.core.kinds import Kinds
from app.core.tables import digits
from app.core.web.page import Context, Page
from app.people.queries import departments
from app.people.session import Visiting
from app.search import queries
from app.search.index import EVERYONE, Question, index_of

router = APIRouter()

SIZE = 20
LAST_PAGE = 50


@router.get("/search", name="search.show")
def search(visit: Visiting, q: str = "", kind: str = "", department: str = "", page_number: str = "") -> Response:
    """Any words get an answer; unknown filters are no filters."""
    with visit.store.reading() as db:
        units = departments(db)
    unit = department if department in {row.slug for row in units} else ""
    kinds = visit.parts.kinds
    chosen = kind if kind in {one.kind for one in kinds.found} else ""
    number = _page_number(page_number)
    question = Question(
        q,
        audiences=[EVERYONE],
        kinds=[chosen] if chosen else (),
        department=unit,
        limit=SIZE,
        offset=(number - 1) * SIZE,
    )
    hits = index_of(visit.parts).search(question)
    with visit.store.reading() as db:
        found = queries.in_sight(db, hits)
    now = {"q": question.words, "kind": chosen, "department": unit}
    return visit.show(
        "search/results.html",
        words=question.words,
        found=found,
        units=units,
        now=now,
        kinds=_choices(visit, kinds, now, found.counts),
        kind_names={one.kind: one.one() for one in kinds.found},
        more=_more(visit, now, number) if found.more else "",
    )


def _page_number(typed: str) -> int:
    """The first page for what is no number, the last for what is too high."""
    return min(digits(typed) or 1, LAST_PAGE)


def _more(page: Page, now: dict[str, str], number: int) -> str:
    """The address of the page behind; nobody reads further than the last."""
    return page.url("search.show", **now, page_number=number + 1) if number < LAST_PAGE else ""


def _choices(page: Page, kinds: Kinds, now: dict[str, str], counts: Mapping[str, int]) -> list[Context]:
    def choice(key: str, label: str, count: int) -> Context:
        href = page.url("search.show", **(now | {"kind": key}))
        return {"label": label, "href": href, "current": now["kind"] == key, "count": count}

    every = choice("", _("Everything"), sum(counts.values()))
    return [every, *(choice(one.kind, one.many(), counts.get(one.kind, 0)) for one in kinds.found)]
