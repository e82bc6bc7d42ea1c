from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid, TooLate
from app.core.i18n import _
from app.core.policy import ensure
from app.core.web.forms import Filled, filled, not_taken
from app.core.web.urls import Ref
from app.people.session import Visiting
from app.recognition import commands, policy, queries
from app.recognition.forms import WordsForm
from app.recognition.models import Recognition

router = APIRouter(prefix="/recognition")


@router.get("/{recognition_id:int}/edit", name="recognition.edit")
def edit(visit: Visiting, recognition_id: Ref) -> Response:
    with visit.store.reading() as db:
        found = queries.recognition(db, recognition_id)
    ensure(policy.reword(visit.me, found))
    if not found.is_shown:
        return visit.go("recognition.show", recognition_id=recognition_id)
    return visit.show("recognition/edit.html", given=found, form=_stored(found).versioned())


@router.post("/{recognition_id:int}", name="recognition.change")
def change(
    visit: Visiting, recognition_id: Ref, form: Annotated[Filled[WordsForm], Depends(filled(WordsForm))]
) -> Response:
    with visit.store.reading() as db:
        found = queries.recognition(db, recognition_id)
    ensure(policy.reword(visit.me, found))
    try:
        message = form.valid().message
        with visit.store.writing() as db:
            now = queries.recognition_to_change(db, recognition_id)
            form.ensure_unchanged(_stored(now))
            commands.reword(db, giver=visit.me, recognition=now, message=message)
    except (Invalid, TooLate) as refusal:
        about = {"given": found, "form": not_taken(form, refusal)}
        return visit.show("recognition/edit.html", status=refusal.status, **about)
    return visit.go("recognition.show", recognition_id=recognition_id, say=_("Your words are changed."))


def _stored(recognition: Recognition) -> Filled[WordsForm]:
    return Filled.blank(message=recognition.message)
