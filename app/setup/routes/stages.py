from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.db import Reader, Writer, locked
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.urls import Ref
from app.ideas import queries as ideas
from app.ideas.models import Stage, StageKind
from app.people.session import Visit
from app.setup import commands
from app.setup.forms import NamesForm, NewStageForm, blank_last, blank_named, named
from app.setup.routes.shared import Admin, attempted

router = APIRouter(prefix="/setup/stages")

TypedNew = Annotated[Filled[NewStageForm], Depends(filled(NewStageForm))]
Typed = Annotated[Filled[NamesForm], Depends(filled(NamesForm))]


@router.get("", name="setup.stages")
def stages(visit: Admin) -> Response:
    with visit.store.reading() as db:
        rows = ideas.stages(db, active=False)
    return visit.show("setup/stages.html", stages=rows, kinds=_kinds())


@router.get("/new", name="setup.new_stage")
def new(visit: Admin) -> Response:
    with visit.store.reading() as db:
        form: Filled[NewStageForm] = blank_last(ideas.stages(db, active=False), kind=StageKind.DOING)
    return _new(visit, form, show=visit.show)


@router.post("", name="setup.add_stage")
def add(visit: Admin, form: TypedNew) -> Response:
    def added(db: Writer, typed: NewStageForm) -> None:
        commands.add_stage(db, admin=visit.me, kind=typed.kind, **named(typed))

    if again := attempted(visit, form, added):
        return _new(visit, again, show=visit.again)
    return visit.go("setup.stages", say=_("The stage is added."))


@router.get("/{stage_id:int}", name="setup.stage")
def stage(visit: Admin, stage_id: Ref) -> Response:
    return _edit(visit, stage_id)


@router.post("/{stage_id:int}", name="setup.change_stage")
def change(visit: Admin, stage_id: Ref, form: Typed) -> Response:
    def changed(db: Writer, typed: NamesForm) -> None:
        found = _found(db, stage_id)
        locked(db, found)
        form.ensure_unchanged(blank_named(found))
        commands.change_stage(db, admin=visit.me, stage_id=stage_id, active=typed.active, **named(typed))

    if again := attempted(visit, form, changed):
        return _edit(visit, stage_id, again)
    return visit.go("setup.stages", say=_("The stage is changed."))


def _kinds() -> dict[str, str]:
    """What a stage can mean, in words."""
    return {
        StageKind.OPEN: _("New, nobody has looked at it yet"),
        StageKind.DECIDING: _("Being decided"),
        StageKind.ANSWERED: _("Answered, neither accepted nor declined"),
        StageKind.DOING: _("Accepted and being done"),
        StageKind.DONE: _("Done and in use"),
        StageKind.DECLINED: _("Declined"),
    }


def _new(visit: Visit, form: Filled[NewStageForm], *, show: Callable[..., Response]) -> Response:
    return show("setup/stage.html", stage=None, kinds=_kinds(), form=form)


def _edit(visit: Visit, stage_id: int, form: Filled[NamesForm] | None = None) -> Response:
    with visit.store.reading() as db:
        found = _found(db, stage_id)
    show = visit.again if form else visit.show
    return show("setup/stage.html", stage=found, kinds=_kinds(), form=form or blank_named(found).versioned())


def _found(db: Reader, stage_id: int) -> Stage:
    found = next((row for row in ideas.stages(db, active=False) if row.id == stage_id), None)
    if found is None:
        raise NotFound
    return found
