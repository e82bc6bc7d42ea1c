from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Forbidden, Invalid, TooLate
from app.core.i18n import _, locale, speaking
from app.core.web.forms import Filled, filled, not_taken
from app.core.web.urls import Ref
from app.discussion.routes import go_to, show_post
from app.ideas import commands, queries
from app.ideas.forms import ResponseForm, StageForm, TakeBackForm
from app.ideas.routes.kit import IDEAS
from app.people.session import Visiting

router = APIRouter(prefix="/ideas")


@router.get("/{post_id:int}/response", name="ideas.responding")
def responding(visit: Visiting, post_id: Ref) -> Response:
    """The page of an idea with the form for a response open; without one for whoever may not respond."""
    return show_post(IDEAS, visit, post_id, responding=True)


@router.post("/{post_id:int}/response", name="ideas.respond")
def respond(
    visit: Visiting, post_id: Ref, form: Annotated[Filled[ResponseForm], Depends(filled(ResponseForm))]
) -> Response:
    try:
        typed = form.valid().model_dump()
        # Their day decides what is past.
        with speaking(locale.get(), visit.zone), visit.store.writing() as db:
            commands.respond(db, responder=visit.me, idea_id=post_id, **typed)
            post = queries.idea(db, post_id)[0]
    except (Invalid, Forbidden) as refusal:
        typed_again = not_taken(form, refusal)
        return show_post(IDEAS, visit, post_id, status=refusal.status, response_form=typed_again)
    return go_to(visit, post, say=_("Your response is published."), fragment="response")


@router.get("/responses/{response_id:int}", name="ideas.response")
def show_response(visit: Visiting, response_id: Ref) -> Response:
    """On to the idea it answers."""
    with visit.store.reading() as db:
        post = queries.idea(db, queries.response(db, response_id).idea_id)[0]
    return go_to(visit, post, fragment="response")


@router.put("/{post_id:int}/stage", name="ideas.move")
def move(visit: Visiting, post_id: Ref, form: Annotated[Filled[StageForm], Depends(filled(StageForm))]) -> Response:
    try:
        typed = form.valid()
        with visit.store.writing() as db:
            post = commands.move_idea(db, mover=visit.me, idea_id=post_id, stage=typed.stage)
    except Invalid as refusal:
        return show_post(IDEAS, visit, post_id, stage_form=form.refused(refusal), status=refusal.status)
    return go_to(visit, post, say=_("The idea is at its new stage."))


@router.delete("/{post_id:int}/stage", name="ideas.take_back_move")
def take_back_move(
    visit: Visiting, post_id: Ref, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    try:
        typed = form.valid()
        with visit.store.writing() as db:
            post = commands.take_back_move(db, person=visit.me, idea_id=post_id, entry=typed.entry)
    except (Invalid, TooLate) as refusal:
        return show_post(IDEAS, visit, post_id, stage_form=not_taken(form, refusal), status=refusal.status)
    return go_to(visit, post, say=_("The move is taken back."))
