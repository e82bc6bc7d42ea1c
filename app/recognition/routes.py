from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from app.core.db import Database, Reader
from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.paging import Cursor
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.core.web.urls import Ref
from app.discussion.routes.shared import not_taken
from app.people import queries as people
from app.people.naming import asked
from app.people.passwords import new_token
from app.people.picks import Picks
from app.people.queries import DepartmentRow
from app.people.roles import Colleague, Permission
from app.people.session import SignedIn
from app.recognition import commands, policy, queries, receivers
from app.recognition.forms import AwardForm, ThanksForm, subject_of
from app.recognition.models import Recognition, RecognitionKind

router = APIRouter(prefix="/recognition")

LATEST_AWARDS = 3
Prefilled = Annotated[list[str], Query(default_factory=list)]
Chosen = Annotated[list[str], Query(alias="receivers", default_factory=list)]


@router.get("", name="recognition.feed")
def feed(
    page: Shown, me: SignedIn, store: Store, department: str = "", person: str = "", kind: str = "", after: str = ""
) -> Response:
    """Unknown filters are no filters: an address that was shared must not turn into an error."""
    with store.reading() as db:
        wish = _wish(db, department, person, kind)
        found = queries.feed(
            db,
            department_id=wish.department.id if wish.department else None,
            person_id=wish.person_id,
            kind=wish.kind,
            after=Cursor.parse(after),
        )
        awards = queries.latest(db, limit=LATEST_AWARDS, kind=RecognitionKind.AWARD)
    return page.show(
        "recognition/feed.html", found=found, awards=awards, wish=wish, **_filters(page, me, wish, found.next)
    )


@router.get("/new", name="recognition.new")
def new(
    page: Shown,
    me: SignedIn,
    store: Store,
    to: Prefilled,
    subject: str = "",
    kind: str = "",
) -> Response:
    """With `kind=award` the form for an award. Whom the giver can't recognise is left out from the beginning."""
    with store.reading() as db:
        receivable = receivers.receivable(db, me, to)
    form = Filled[ThanksForm].blank(receivers=receivable, subject=subject, key=new_token())
    return page.show("recognition/new.html", **_giving(store, me, form, is_award=kind == RecognitionKind.AWARD))


@router.get("/receivers", name="recognition.receivers")
def find(page: Shown, me: SignedIn, store: Store, chosen: Chosen, q: str = "") -> Response:
    """What the box for receivers offers while somebody types; whoever is chosen already is not offered again."""
    with store.reading() as db:
        matches = receivers.matching(db, me, asked(q), chosen)
    return page.show("recognition/receivers.html", matches=matches, typed=q)


@router.post("", name="recognition.thank")
def thank(
    page: Shown, me: SignedIn, store: Store, form: Annotated[Filled[ThanksForm], Depends(filled(ThanksForm))]
) -> Response:
    if form.typed_value("find"):
        return _found(page, store, me, form, is_award=False)
    try:
        typed = form.valid()
        with store.writing() as db:
            thanks = commands.thank(db, giver=me, **_given(db, typed))
    except Invalid as refusal:
        return page.again("recognition/new.html", **_giving(store, me, not_taken(form, refusal), is_award=False))
    return _to_feed(page, thanks, _("Your thanks is given. Everyone you named hears of it."))


@router.post("/awards", name="recognition.award")
def award(
    page: Shown, me: SignedIn, store: Store, form: Annotated[Filled[AwardForm], Depends(filled(AwardForm))]
) -> Response:
    if form.typed_value("find"):
        return _found(page, store, me, form, is_award=True)
    try:
        typed = form.valid()
        with store.writing() as db:
            given = commands.award(db, giver=me, kind_id=typed.kind, **_given(db, typed))
    except Invalid as refusal:
        return page.again("recognition/new.html", **_giving(store, me, not_taken(form, refusal), is_award=True))
    return _to_feed(page, given, _("The award is given. Everyone you named hears of it."))


@router.get("/{recognition_id:int}", name="recognition.show")
def show(page: Shown, me: SignedIn, store: Store, recognition_id: Ref) -> Response:
    with store.reading() as db:
        row = queries.entry(db, recognition_id)
    return page.show(
        "recognition/show.html",
        row=row,
        readable=policy.read(me, giver_id=row.giver_id, state=row.state),
        may_withdraw=row.giver_id == me.id and row.state != "withdrawn",
        may_hide=me.may(Permission.HIDE) and row.state != "withdrawn",
    )


@router.delete("/{recognition_id:int}", name="recognition.withdraw")
def withdraw(page: Shown, me: SignedIn, store: Store, recognition_id: Ref) -> Response:
    with store.writing() as db:
        commands.withdraw(db, giver=me, recognition_id=recognition_id)
    return page.go("recognition.feed", say=_("It is withdrawn, and so is the credit for it."))


@dataclass(frozen=True)
class Wish:
    """What the address asks for."""

    departments: Sequence[DepartmentRow]
    department: DepartmentRow | None
    person_id: int | None
    person_name: str
    kind: RecognitionKind | None


def _wish(db: Reader, department: str, person: str, kind: str) -> Wish:
    units = people.departments(db)
    unit = next((row for row in units if row.slug == department), None)
    person_id = int(person) if person.isascii() and person.isdigit() and len(person) <= 9 else 0
    name = found.name if (found := people.people(db, [person_id]).get(person_id)) else ""
    return Wish(
        departments=units,
        department=unit,
        person_id=person_id if name else None,
        person_name=name,
        kind=RecognitionKind(kind) if kind in set(RecognitionKind) else None,
    )


def _filters(page: Page, me: Colleague, wish: Wish, after: str) -> dict[str, Any]:
    links = page.request.app.state.links
    mine = next((row.slug for row in wish.departments if row.id == me.department_id), "")
    slug = wish.department.slug if wish.department else ""
    now = {"department": slug, "person": wish.person_id or "", "kind": wish.kind or ""}

    def choice(label: str, **wished: str) -> dict[str, Any]:
        full = {"department": "", "person": "", "kind": ""} | wished
        return {"label": label, "href": links("recognition.feed", **full), "current": full == now}

    return {
        "choices": [
            choice(_("All")),
            *([choice(_("My department"), department=mine)] if mine else []),
            choice(_("Thanks"), kind=RecognitionKind.THANKS),
            choice(_("Awards"), kind=RecognitionKind.AWARD),
        ],
        "now": now,
        "may_award": bool(policy.award(me)),
        "more": links("recognition.feed", **now, after=after) if after else "",
    }


def _given(db: Reader, typed: ThanksForm) -> dict[str, Any]:
    """A form as the commands take it."""
    try:
        parties = queries.chosen(db, typed.receivers)
    except NotFound:
        raise Invalid(_("Choose people and departments from the list."), field="receivers") from None
    return {"receivers": parties, "message": typed.message, "subject": typed.subject, "key": typed.key}


def _found(page: Page, store: Database, me: Colleague, form: Filled[Any], *, is_award: bool) -> Response:
    """The same form with those its giver looked for; what else it lacks is not asked yet."""
    return page.show("recognition/new.html", **_giving(store, me, Filled(form.typed), is_award=is_award))


def _giving(store: Database, me: Colleague, form: Filled[Any], *, is_award: bool) -> dict[str, Any]:
    """What the form needs; an award only where somebody may give one."""
    with store.reading() as db:
        return {
            "form": form,
            "picks": _picks(db, me, form),
            "kinds": [(kind.id, kind.name) for kind in queries.award_kinds(db)],
            "is_award": is_award and bool(policy.award(me)),
            "may_award": bool(policy.award(me)),
            "cited": _cited(db, form.typed_value("subject")),
        }


def _picks(db: Reader, me: Colleague, form: Filled[Any]) -> Picks:
    words, typed = asked(form.typed_value("q")), form.typed_all("receivers")
    is_sought = bool(words or form.typed_value("find"))
    matches = receivers.matching(db, me, words, typed) if is_sought else None
    return Picks(words, receivers.chosen(db, typed), matches)


def _cited(db: Reader, typed: str) -> tuple[str, str, str] | None:
    """Value, title and language of what is cited, as far as it can be."""
    subject = subject_of(typed)
    try:
        post = queries.cited(db, subject) if subject else None
    except NotFound:
        post = None
    return (str(subject), post.title, post.language) if post else None


def _to_feed(page: Page, given: Recognition, say: str) -> Response:
    return page.go("recognition.feed", say=say, fragment=f"recognition-{given.id}")
