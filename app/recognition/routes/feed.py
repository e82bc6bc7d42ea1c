from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from app.core.db import Reader
from app.core.i18n import _
from app.core.paging import Cursor
from app.core.removing import number_of, removal_of
from app.core.tables import identifier
from app.core.web.flash import Undo
from app.core.web.page import Context
from app.core.web.urls import Ref
from app.people import queries as people
from app.people.queries import DepartmentRow
from app.people.roles import Permission
from app.people.session import Visit, Visiting
from app.recognition import commands, policy, queries
from app.recognition.models import RecognitionKind

router = APIRouter(prefix="/recognition")

LATEST_AWARDS = 3


@router.get("", name="recognition.feed")
def feed(visit: Visiting, department: str = "", person: str = "", kind: str = "", after: str = "") -> Response:
    """Unknown filters are no filters: an address that was shared must not turn into an error."""
    with visit.store.reading() as db:
        wish = _wish(db, department, person, kind)
        found = queries.feed(
            db,
            department_id=wish.department.id if wish.department else None,
            person_id=wish.person_id,
            kind=wish.kind,
            after=Cursor.parse(after),
        )
        awards = queries.latest(db, limit=LATEST_AWARDS, kind=RecognitionKind.AWARD)
    about = _filters(visit, wish, found.next)
    return visit.show("recognition/feed.html", found=found, awards=awards, wish=wish, **about)


@router.get("/{recognition_id:int}", name="recognition.show")
def show(visit: Visiting, recognition_id: Ref) -> Response:
    with visit.store.reading() as db:
        row = queries.entry(db, recognition_id)
    return visit.show(
        "recognition/show.html",
        row=row,
        removal=number_of(row.taken_back_at) if row.giver_id == visit.me.id else 0,
        readable=policy.read(visit.me, giver_id=row.giver_id, state=row.state),
        may_reword=row.giver_id == visit.me.id and row.is_shown and not row.source,
        may_withdraw=row.giver_id == visit.me.id and not row.is_taken_back,
        may_hide=visit.me.may(Permission.HIDE) and not row.is_taken_back,
    )


@router.delete("/{recognition_id:int}", name="recognition.withdraw")
def withdraw(visit: Visiting, recognition_id: Ref) -> Response:
    with visit.store.writing() as db:
        found = commands.withdraw(db, giver=visit.me, recognition_id=recognition_id)
    undo = Undo(found.subject, removal_of(found, visit.me.id))
    return visit.go("recognition.feed", say=_("It is withdrawn, and so is the credit for it."), undo=undo)


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
    person_id = identifier(person) or 0
    name = found.name if (found := people.people(db, [person_id]).get(person_id)) else ""
    return Wish(
        departments=units,
        department=unit,
        person_id=person_id if name else None,
        person_name=name,
        kind=RecognitionKind(kind) if kind in set(RecognitionKind) else None,
    )


def _filters(visit: Visit, wish: Wish, after: str) -> Context:
    mine = next((row.slug for row in wish.departments if row.id == visit.me.department_id), "")
    slug = wish.department.slug if wish.department else ""
    now = {"department": slug, "person": wish.person_id or "", "kind": wish.kind or ""}

    def choice(label: str, **wished: str) -> Context:
        full = {"department": "", "person": "", "kind": ""} | wished
        return {"label": label, "href": visit.url("recognition.feed", **full), "current": full == now}

    return {
        "choices": [
            choice(_("All")),
            *([choice(_("My department"), department=mine)] if mine else []),
            choice(_("Thanks"), kind=RecognitionKind.THANKS),
            choice(_("Awards"), kind=RecognitionKind.AWARD),
        ],
        "now": now,
        "may_award": bool(policy.award(visit.me)),
        "more": visit.url("recognition.feed", **now, after=after) if after else "",
    }
