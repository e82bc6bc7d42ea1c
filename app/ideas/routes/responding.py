from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Forbidden, Invalid
from app.core.i18n import _
from app.core.web.forms import Filled, filled
from app.core.web.page import Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion.routes.shared import go_to, not_taken
from app.ideas import commands, queries
from app.ideas.forms import ResponseForm, StageForm
from app.ideas.routes.show import show_idea
from app.people.session import SignedIn

router = APIRouter(prefix="/ideas")


@router.post("/{post_id:int}/response", name="ideas.respond")
def respond(
    page: Shown,
    me: SignedIn,
    store: Store,
    post_id: Ref,
    form: Annotated[Filled[ResponseForm], Depends(filled(ResponseForm))],
) -> Response:
    try:
        typed = form.valid().model_dump()
        with store.writing() as db:
            commands.respond(db, responder=me, idea_id=post_id, **typed)
            post = queries.idea(db, post_id)[0]
    except (Invalid, Forbidden) as refusal:
        typed_again = not_taken(form, refusal)
        return show_idea(page, me, store, post_id, response_form=typed_again, status=refusal.status)
    return go_to(page, post, say=_("Your response is published."), fragment="response")


@router.put("/{post_id:int}/stage", name="ideas.move")
def move(
    page: Shown,
    me: SignedIn,
    store: Store,
    post_id: Ref,
    form: Annotated[Filled[StageForm], Depends(filled(StageForm))],
) -> Response:
    try:
        typed = form.valid()
        with store.writing() as db:
            post = commands.move_idea(db, mover=me, idea_id=post_id, stage=typed.stage)
    except Invalid as refusal:
        return show_idea(page, me, store, post_id, stage_form=form.refused(refusal), status=refusal.status)
    return go_to(page, post, say=_("The idea is at its new stage."))
