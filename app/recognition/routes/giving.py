from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Response

from app.core.db import Reader, Writer
from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.once import new_key
from app.core.web.forms import Filled, filled, not_taken
from app.core.web.page import Context
from app.people.naming import asked
from app.people.picks import Picks
from app.people.roles import Colleague, Permission
from app.people.session import Visit, Visiting
from app.recognition import commands, policy, queries, receivers
from app.recognition.commands import Giving
from app.recognition.forms import AwardForm, ThanksForm
from app.recognition.models import Recognition, RecognitionKind
from app.recognition.routes.citing import subject_picks

router = APIRouter(prefix="/recognition")

PAGE = "recognition/new.html"
F = TypeVar("F", bound=ThanksForm)
Prefilled = Annotated[list[str], Query(default_factory=list)]
Chosen = Annotated[list[str], Query(alias="receivers", default_factory=list)]


@router.get("/new", name="recognition.new")
def new(visit: Visiting, to: Prefilled, subject: str = "", kind: str = "") -> Response:
    """With `kind=award` the form for an award. Whom the giver can't recognise is left out from the beginning."""
    with visit.store.reading() as db:
        receivable = receivers.receivable(db, visit.me, to)
    form = Filled[ThanksForm].blank(receivers=receivable, subject=subject, key=new_key())
    return visit.show(PAGE, **_giving(visit, form, is_award=kind == RecognitionKind.AWARD))


@router.get("/receivers", name="recognition.receivers")
def find(visit: Visiting, chosen: Chosen, q: str = "") -> Response:
    """What the box for receivers offers while somebody types; whoever is chosen already is not offered again."""
    with visit.store.reading() as db:
        matches = receivers.matching(db, visit.me, asked(q), chosen)
    return visit.show("recognition/receivers.html", matches=matches, typed=q)


@router.post("", name="recognition.thank")
def thank(visit: Visiting, form: Annotated[Filled[ThanksForm], Depends(filled(ThanksForm))]) -> Response:
    def give(db: Writer, typed: ThanksForm) -> Recognition:
        return commands.thank(db, giver=visit.me, **_given(db, typed))

    return _give(visit, form, give, _("Your thanks are sent. Everyone you named is told."), is_award=False)


@router.post("/awards", name="recognition.award")
def award(visit: Visiting, form: Annotated[Filled[AwardForm], Depends(filled(AwardForm))]) -> Response:
    def give(db: Writer, typed: AwardForm) -> Recognition:
        return commands.award(db, giver=visit.me, kind_id=typed.kind, **_given(db, typed))

    return _give(visit, form, give, _("The award is given. Everyone you named is told."), is_award=True)


def _give(
    visit: Visit, form: Filled[F], give: Callable[[Writer, F], Recognition], say: str, *, is_award: bool
) -> Response:
    if form.typed_value("find") or form.typed_value("find_subject"):
        # The same form with those its giver looked for; what else it lacks is not asked yet.
        return visit.show(PAGE, **_giving(visit, Filled(form.typed), is_award=is_award))
    try:
        typed = form.valid()
        with visit.store.writing() as db:
            given = give(db, typed)
    except Invalid as refusal:
        return visit.again(PAGE, **_giving(visit, not_taken(form, refusal), is_award=is_award))
    return visit.go("recognition.feed", say=say, fragment=f"recognition-{given.id}")


def _given(db: Reader, typed: ThanksForm) -> Giving:
    """A form as the commands take it."""
    try:
        parties = queries.chosen(db, typed.receivers)
    except NotFound:
        raise Invalid(_("Choose people and departments from the list."), field="receivers") from None
    return {"receivers": parties, "message": typed.message, "subject": typed.subject, "key": typed.key}


def _giving(visit: Visit, form: Filled[F], *, is_award: bool) -> Context:
    """What the form needs; an award only where somebody may give one."""
    may_award, subjects = bool(policy.award(visit.me)), subject_picks(visit, form)
    with visit.store.reading() as db:
        return {
            "form": form,
            "picks": _picks(db, visit.me, form),
            "kinds_of_award": [(kind.id, kind.name) for kind in queries.award_kinds(db)],
            "is_alone": receivers.is_alone(db, visit.me),
            "may_set_up": visit.me.may(Permission.SET_UP),
            "is_award": is_award and may_award,
            "may_award": may_award,
            "subjects": subjects,
        }


def _picks(db: Reader, me: Colleague, form: Filled[F]) -> Picks:
    words, typed = asked(form.typed_value("q")), form.typed_all("receivers")
    # A press on either button sends what was typed into both boxes.
    is_sought = bool(words or form.typed_value("find"))
    matches = receivers.matching(db, me, words, typed) if is_sought else None
    return Picks(words, receivers.chosen(db, typed), matches)
