from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid
from app.core.i18n import _
from app.core.kinds import kinds_of
from app.core.subjects import Subject
from app.core.web.forms import Filled, filled
from app.core.web.urls import Ref
from app.discussion.queries import post
from app.moderation import commands
from app.moderation.forms import ReasonForm, RemovalForm
from app.people.roles import Permission
from app.people.session import Visit, Visiting, holding

router = APIRouter(prefix="/moderation")

Moderator = Annotated[Visit, Depends(holding(Permission.HIDE))]


@router.api_route("/posts/{ref:int}", methods=["GET", "POST", "DELETE"], name="moderation.former_post")
def former_post(visit: Moderator, ref: Ref) -> Response:
    """As the release before called it; the same request is sent again to where it stands now."""
    with visit.store.reading() as db:
        kind = post(db, ref).kind
    return visit.moved("moderation.show", kind=kind, ref=ref)


@router.api_route("/comments/{ref:int}", methods=["GET", "POST", "DELETE"], name="moderation.former_comment")
def former_comment(visit: Moderator, ref: Ref) -> Response:
    return visit.moved("moderation.show", kind="comment", ref=ref)


@router.get("/{kind}/{ref:int}", name="moderation.show")
def show(visit: Moderator, kind: str, ref: Ref) -> Response:
    return _show(visit, Subject(kind, ref), Filled.blank())


@router.post("/{kind}/{ref:int}", name="moderation.hide")
def hide(
    visit: Moderator,
    kind: str,
    ref: Ref,
    form: Annotated[Filled[ReasonForm], Depends(filled(ReasonForm))],
) -> Response:
    subject = Subject(kind, ref)
    try:
        reason = form.valid().reason
        with visit.store.writing() as db:
            commands.hide(db, admin=visit.me, subject=subject, reason=reason)
    except Invalid as refusal:
        return _show(visit, subject, form.refused(refusal), status=refusal.status)
    return _back(visit, subject, _("It is hidden."))


@router.delete("/{kind}/{ref:int}", name="moderation.show_again")
def show_again(visit: Moderator, kind: str, ref: Ref) -> Response:
    with visit.store.writing() as db:
        commands.show(db, admin=visit.me, subject=Subject(kind, ref))
    return _back(visit, Subject(kind, ref), _("Everybody can see it again."))


@router.delete("/{kind}/{ref:int}/removal", name="moderation.put_back")
def put_back(
    visit: Visiting,
    kind: str,
    ref: Ref,
    form: Annotated[Filled[RemovalForm], Depends(filled(RemovalForm))],
) -> Response:
    """For whoever took it away themselves."""
    removal = form.valid().removal
    with visit.store.writing() as db:
        commands.put_back(db, person=visit.me, subject=Subject(kind, ref), removal=removal)
    return _back(visit, Subject(kind, ref), _("It is back, as it was."))


def _show(visit: Visit, subject: Subject, form: Filled[ReasonForm], *, status: int = 200) -> Response:
    with visit.store.reading() as db:
        hiding = kinds_of(db).hiding(subject)
        row, matter = hiding.row(db, subject.ref), hiding.matter(db, subject.ref)
    back = visit.url_of(subject, matter.title if row.is_shown else "")
    return visit.show(
        "moderation/show.html", status=status, subject=subject, row=row, matter=matter, form=form, back=back
    )


def _back(visit: Visit, subject: Subject, say: str) -> Response:
    """To where it stands; what is hidden has an address without its title."""
    with visit.store.reading() as db:
        hiding = kinds_of(db).hiding(subject)
        title = hiding.matter(db, subject.ref).title if hiding.row(db, subject.ref).is_shown else ""
    return visit.leave(visit.url_of(subject, title), say=say)
