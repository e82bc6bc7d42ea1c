from fastapi import APIRouter, Response

from app.core import failing
from app.core.errors import NotFound
from app.core.i18n import _, ngettext
from app.core.paging import Cursor
from app.core.web.page import Context
from app.core.web.urls import Ref
from app.people.session import Visit
from app.setup import commands
from app.setup.routes.shared import Admin
from app.setup.words import error_name, follow_up, why

router = APIRouter(prefix="/setup/follow-ups")


@router.get("", name="setup.follow_ups")
def follow_ups(visit: Admin, after: str = "") -> Response:
    with visit.store.reading() as db:
        rows = failing.page(db, after=Cursor.parse(after))
    words: Context = {"follow_up": follow_up, "why": why, "error_name": error_name}
    return visit.show("setup/follow_ups.html", failing=rows, **words)


@router.put("/due", name="setup.try_all_again")
def try_all_again(visit: Admin) -> Response:
    with visit.store.writing() as db:
        count = commands.try_again(db, admin=visit.me)
    said = ngettext("%(num)s follow-up is tried again.", "%(num)s follow-ups are tried again.", count)
    return visit.go("setup.follow_ups", say=said % {"num": count})


@router.put("/{place:int}/{number:int}/due", name="setup.try_again")
def try_again(visit: Admin, place: Ref, number: Ref) -> Response:
    label = _label(visit, place, number)
    with visit.store.writing() as db:
        count = commands.try_again(db, admin=visit.me, place=place, number=number, label=label)
    return visit.go("setup.follow_ups", say=_("It is tried again.") if count else _done())


@router.delete("/{place:int}/{number:int}", name="setup.drop_follow_up")
def drop(visit: Admin, place: Ref, number: Ref) -> Response:
    label = _label(visit, place, number)
    with visit.store.writing() as db:
        count = commands.drop_follow_ups(db, admin=visit.me, place=place, number=number, label=label)
    return visit.go("setup.follow_ups", say=_("It is dropped.") if count else _done())


def _label(visit: Visit, place: int, number: int) -> str:
    """For the audit list, in the words that the page has for it; raises NotFound."""
    if place not in failing.TABLES:
        raise NotFound
    with visit.store.reading() as db:
        found = failing.one(db, place, number)
    return follow_up(found) if found else ""


def _done() -> str:
    return _("It was done or dropped meanwhile.")
