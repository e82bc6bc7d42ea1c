from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.db import Database
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.recognition import queries as recognition
from app.setup import commands
from app.setup.forms import NamesForm, blank_spoken, spoken
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/awards")

Typed = Annotated[Filled[NamesForm], Depends(filled(NamesForm))]


@router.get("", name="setup.award_kinds")
def award_kinds(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        rows = recognition.award_kinds(db, active=False)
    return page.show("setup/award_kinds.html", kinds=rows)


@router.get("/new", name="setup.new_award_kind")
def new(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        last = max((row.position for row in recognition.award_kinds(db, active=False)), default=0)
    return page.show("setup/award_kind.html", kind=None, form=Filled.blank(position=str(last + 1)))


@router.post("", name="setup.add_award_kind")
def add(page: Shown, me: Admin, store: Store, form: Typed) -> Response:
    try:
        typed = form.valid()
        with store.writing() as db:
            commands.add_award_kind(db, admin=me, names=spoken(typed, "name"), position=typed.position)
    except Invalid as refusal:
        return page.again("setup/award_kind.html", kind=None, form=form.refused(refusal))
    return page.go("setup.award_kinds", say=_("The award kind is added."))


@router.get("/{award_kind_id:int}", name="setup.award_kind")
def award_kind(page: Shown, me: Admin, store: Store, award_kind_id: Ref) -> Response:
    return _edit(page, store, award_kind_id)


@router.post("/{award_kind_id:int}", name="setup.change_award_kind")
def change(page: Shown, me: Admin, store: Store, award_kind_id: Ref, form: Typed) -> Response:
    try:
        typed = form.valid()
        about = typed.model_dump(include={"position", "active"})
        with store.writing() as db:
            commands.change_award_kind(db, admin=me, award_kind_id=award_kind_id, names=spoken(typed, "name"), **about)
    except Invalid as refusal:
        return _edit(page, store, award_kind_id, form.refused(refusal))
    return page.go("setup.award_kinds", say=_("The award kind is changed."))


def _edit(page: Page, store: Database, award_kind_id: int, form: Filled[NamesForm] | None = None) -> Response:
    with store.reading() as db:
        found = recognition.award_kind(db, award_kind_id)
    active = "yes" if found.active else ""
    begun = Filled[NamesForm].blank(**blank_spoken("name", found.names), position=str(found.position), active=active)
    return (page.again if form else page.show)("setup/award_kind.html", kind=found, form=form or begun)
