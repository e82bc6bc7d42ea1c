from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.campaigns import queries
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Shown
from app.core.web.session import Store
from app.setup import commands
from app.setup.forms import DirectionForm, blank_spoken, spoken
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup/direction")


@router.get("", name="setup.direction")
def direction(page: Shown, me: Admin, store: Store) -> Response:
    with store.reading() as db:
        found = queries.direction(db)
    form = Filled[DirectionForm].blank(**blank_spoken("text", found.texts if found else {}))
    return page.show("setup/direction.html", form=form)


@router.post("", name="setup.change_direction")
def change(
    page: Shown, me: Admin, store: Store, form: Annotated[Filled[DirectionForm], Depends(filled(DirectionForm))]
) -> Response:
    # Fields that were emptied are sent blank; where none is sent, nobody emptied them.
    if form.value and not form.value.model_fields_set:
        raise Invalid("")
    try:
        texts = spoken(form.valid(), "text")
        with store.writing() as db:
            commands.set_direction(db, admin=me, texts=texts)
    except Invalid as refusal:
        return page.again("setup/direction.html", form=form.refused(refusal))
    said = _("The direction line is changed.") if texts else _("The direction line is taken away.")
    return page.go("setup.direction", say=said)
