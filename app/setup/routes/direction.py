from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.campaigns import queries
from app.core.db import Reader
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.setup import commands
from app.setup.forms import DirectionForm, blank_spoken, spoken
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/direction")


@router.get("", name="setup.direction")
def direction(visit: Admin) -> Response:
    with visit.store.reading() as db:
        form = _stored(db).versioned()
    return visit.show("setup/direction.html", form=form)


@router.post("", name="setup.change_direction")
def change(visit: Admin, form: Annotated[Filled[DirectionForm], Depends(filled(DirectionForm))]) -> Response:
    # Fields that were emptied are sent blank; where none is sent, nobody emptied them.
    if form.value and not form.value.model_fields_set:
        raise Invalid("")
    try:
        texts = spoken(form.valid(), "text")
        with visit.store.writing() as db:
            form.ensure_unchanged(_stored(db))
            commands.set_direction(db, admin=visit.me, texts=texts)
    except Invalid as refusal:
        return visit.again("setup/direction.html", form=form.refused(refusal))
    said = _("The direction line is changed.") if texts else _("The direction line is removed.")
    return visit.go("setup.direction", say=said)


def _stored(db: Reader) -> Filled[DirectionForm]:
    found = queries.direction(db)
    return Filled.blank(**blank_spoken("text", found.texts if found else {}))
