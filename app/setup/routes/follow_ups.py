from collections.abc import Callable

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
    return _back(visit, commands.try_again, place, number, _("It is tried again."))


@router.delete("/{place:int}/{number:int}", name="setup.drop_follow_up")
def drop(visit: Admin, place: Ref, number: Ref) -> Response:
    return _back(visit, commands.drop_follow_ups, place, number, _("It is dropped."))


def _back(visit: Visit, deed: Callable[..., int], place: int, number: int, said: str) -> Response:
    """To the list, after doing it to the one that is meant; raises NotFound where there can be none."""
    if place not in failing.TABLES:
        raise NotFound
    with visit.store.writing() as db:
        found = failing.one(db, place, number)
        # On the audit list it is called what the page calls it.
        label = follow_up(found) if found else ""
        count = deed(db, admin=visit.me, place=place, number=number, label=label)
    return visit.go("setup.follow_ups", say=said if count else _("It was done or dropped meanwhile."))
