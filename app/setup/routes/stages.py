from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.db import Database
from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.ideas import queries as ideas
from app.ideas.models import StageKind
from app.setup import commands
from app.setup.forms import NamesForm, NewStageForm, blank_spoken, spoken
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/stages")

TypedNew = Annotated[Filled[NewStageForm], Depends(filled(NewStageForm))]
Typed = Annotated[Filled[NamesForm], Depends(filled(NamesForm))]


@router.get("", name="setup.stages")
def stages(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        rows = ideas.stages(db, active=False)
    return page.show("setup/stages.html", stages=rows, kinds=_kinds())


@router.get("/new", name="setup.new_stage")
def new(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        last = max((row.position for row in ideas.stages(db, active=False)), default=0)
    return _new(page, Filled.blank(position=str(last + 1), kind=StageKind.DOING))


@router.post("", name="setup.add_stage")
def add(page: Shown, me: Admin, store: Store, form: TypedNew) -> Response:
    try:
        typed = form.valid()
        names = spoken(typed, "name")
        with store.writing() as db:
            commands.add_stage(db, admin=me, kind=typed.kind, names=names, position=typed.position)
    except Invalid as refusal:
        return _new(page, form.refused(refusal), refused=True)
    return page.go("setup.stages", say=_("The stage is added."))


@router.get("/{stage_id:int}", name="setup.stage")
def stage(page: Shown, me: Admin, store: Store, stage_id: Ref) -> Response:
    return _edit(page, store, stage_id)


@router.post("/{stage_id:int}", name="setup.change_stage")
def change(page: Shown, me: Admin, store: Store, stage_id: Ref, form: Typed) -> Response:
    try:
        typed = form.valid()
        about = typed.model_dump(include={"position", "active"})
        with store.writing() as db:
            commands.change_stage(db, admin=me, stage_id=stage_id, names=spoken(typed, "name"), **about)
    except Invalid as refusal:
        return _edit(page, store, stage_id, form.refused(refusal))
    return page.go("setup.stages", say=_("The stage is changed."))


def _kinds() -> dict[str, str]:
    """What a stage can mean, in words."""
    return {
        StageKind.OPEN: _("New, nobody has looked at it yet"),
        StageKind.DECIDING: _("Being decided"),
        StageKind.DOING: _("Accepted and being done"),
        StageKind.DONE: _("Done and in use"),
        StageKind.DECLINED: _("Declined"),
    }


def _new(page: Page, form: Filled[NewStageForm], *, refused: bool = False) -> Response:
    show = page.again if refused else page.show
    return show("setup/stage.html", stage=None, kinds=_kinds(), form=form)


def _edit(page: Page, store: Database, stage_id: int, form: Filled[NamesForm] | None = None) -> Response:
    with store.reading() as db:
        found = next((row for row in ideas.stages(db, active=False) if row.id == stage_id), None)
    if found is None:
        raise NotFound
    active = "yes" if found.active else ""
    begun = Filled[NamesForm].blank(**blank_spoken("name", found.names), position=str(found.position), active=active)
    return (page.again if form else page.show)("setup/stage.html", stage=found, kinds=_kinds(), form=form or begun)
