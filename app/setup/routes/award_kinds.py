from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.db import Writer, locked
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.urls import Ref
from app.people.session import Visit
from app.recognition import queries as recognition
from app.setup import commands
from app.setup.forms import NamesForm, blank_last, blank_named, named
from app.setup.routes.shared import Admin, attempted

router = APIRouter(prefix="/setup/awards")

Typed = Annotated[Filled[NamesForm], Depends(filled(NamesForm))]


@router.get("", name="setup.award_kinds")
def award_kinds(visit: Admin) -> Response:
    with visit.store.reading() as db:
        rows = recognition.award_kinds(db, active=False)
    return visit.show("setup/award_kinds.html", kinds=rows)


@router.get("/new", name="setup.new_award_kind")
def new(visit: Admin) -> Response:
    with visit.store.reading() as db:
        form: Filled[NamesForm] = blank_last(recognition.award_kinds(db, active=False))
    return visit.show("setup/award_kind.html", kind=None, form=form)


@router.post("", name="setup.add_award_kind")
def add(visit: Admin, form: Typed) -> Response:
    def added(db: Writer, typed: NamesForm) -> None:
        commands.add_award_kind(db, admin=visit.me, **named(typed))

    if again := attempted(visit, form, added):
        return visit.again("setup/award_kind.html", kind=None, form=again)
    return visit.go("setup.award_kinds", say=_("The award kind is added."))


@router.get("/{award_kind_id:int}", name="setup.award_kind")
def award_kind(visit: Admin, award_kind_id: Ref) -> Response:
    return _edit(visit, award_kind_id)


@router.post("/{award_kind_id:int}", name="setup.change_award_kind")
def change(visit: Admin, award_kind_id: Ref, form: Typed) -> Response:
    def changed(db: Writer, typed: NamesForm) -> None:
        found = recognition.award_kind(db, award_kind_id)
        locked(db, found)
        form.ensure_unchanged(blank_named(found))
        commands.change_award_kind(db, admin=visit.me, award_kind_id=award_kind_id, active=typed.active, **named(typed))

    if again := attempted(visit, form, changed):
        return _edit(visit, award_kind_id, again)
    return visit.go("setup.award_kinds", say=_("The award kind is changed."))


def _edit(visit: Visit, award_kind_id: int, form: Filled[NamesForm] | None = None) -> Response:
    with visit.store.reading() as db:
        found = recognition.award_kind(db, award_kind_id)
    show = visit.again if form else visit.show
    return show("setup/award_kind.html", kind=found, form=form or blank_named(found).versioned())
