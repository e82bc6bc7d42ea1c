from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Response

from app.core.db import Reader, Writer
from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import _
from app.core.policy import ensure
from app.core.web.forms import Filled, Form, filled, not_taken
from app.core.web.page import Context
from app.core.web.urls import Ref
from app.credits.queries import CreditRow, credit_lines
from app.credits.words import act_name, role_name
from app.people.queries import person
from app.people.session import Visit, Visiting
from app.records import commands, policy, queries
from app.records.forms import AnswerForm, SaidForm

router = APIRouter()

F = TypeVar("F", bound=Form)
Said = Annotated[Filled[SaidForm], Depends(filled(SaidForm))]
Answered = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@router.get("/me/record/{line_id:int}", name="records.line")
def line(visit: Visiting, line_id: Ref) -> Response:
    """Where somebody says what is wrong with a line of their own."""
    return _line_page(visit, line_id, Filled.blank())


@router.get("/records/disputes/{dispute_id:int}", name="records.dispute")
def dispute(visit: Visiting, dispute_id: Ref) -> Response:
    """What somebody said of a line, for themselves and for HR, who answers."""
    return _dispute_page(visit, dispute_id, Filled.blank())


@router.post("/me/record/{line_id:int}", name="records.dispute_line")
def dispute_line(visit: Visiting, line_id: Ref, form: Said) -> Response:
    act, show = partial(commands.dispute, person=visit.me, line_id=line_id), partial(_line_page, visit, line_id)
    done = _("HR hears of it and answers you here.")
    return _tried(visit, form, lambda db: act(db, said=form.valid().said), show, done)


@router.post("/records/disputes/{dispute_id:int}", name="records.answer")
def answer(visit: Visiting, dispute_id: Ref, form: Answered) -> Response:
    ensure(policy.answer(visit.me))

    act = partial(commands.answer, person=visit.me, dispute_id=dispute_id)
    show = partial(_dispute_page, visit, dispute_id)
    return _tried(visit, form, lambda db: act(db, words=form.valid().answer), show, _("Your answer is sent."))


def _tried(
    visit: Visit, form: Filled[F], act: Callable[[Writer], int], show: Callable[..., Response], done: str
) -> Response:
    """On to what was said; the same page once more, with what was typed, where it was not taken."""
    try:
        form.valid()
        with visit.store.writing() as db:
            dispute_id = act(db)
    except (Invalid, Conflict) as refusal:
        return show(not_taken(form, refusal), status=refusal.status)
    return visit.go("records.dispute", dispute_id=dispute_id, say=done)


def _line_page(visit: Visit, line_id: int, form: Filled[SaidForm], *, status: int = 200) -> Response:
    with visit.store.reading() as db:
        if not policy.dispute(visit.me, queries.line(db, line_id)):
            raise NotFound
        [row], latest = credit_lines(db, [line_id]), queries.latest_dispute(db, line_id)
        about = _line(db, visit, row)
    return visit.show("records/line.html", status=status, form=form, latest=latest, **about)


def _dispute_page(visit: Visit, dispute_id: int, form: Filled[AnswerForm], *, status: int = 200) -> Response:
    with visit.store.reading() as db:
        found = queries.dispute(db, dispute_id)
        ensure(policy.read(visit.me, found.person_id))
        [one], who = queries.disputed(db, [found]), person(db, found.person_id)
        about = _line(db, visit, one.line)
    return visit.show(
        "records/dispute.html",
        status=status,
        dispute=found,
        who=who,
        form=form,
        is_mine=found.person_id == visit.me.id,
        may_answer=bool(policy.answer(visit.me)),
        **about,
    )


def _line(db: Reader, visit: Visit, row: CreditRow) -> Context:
    """A line as it stands in a record."""
    return {
        "row": row,
        "is_named": row.subject not in queries.unnamed(db, [row]),
        "day": queries.local_day(row.at, visit.settings.time_zone),
        "role": role_name(row.role),
        "act": act_name(row.act),
    }
