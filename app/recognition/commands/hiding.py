"""An administrator hides a recognition with a reason its giver reads, or shows it again; credit stays."""

from app.audit import commands as audit
from app.core.db import Writer
from app.core.errors import Conflict, Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.policy import ensure
from app.people.roles import Colleague
from app.recognition import policy, queries
from app.recognition.events import RecognitionHidden
from app.recognition.models import Recognition, RecognitionState


def hide(db: Writer, *, admin: Colleague, recognition_id: int, reason: str) -> Recognition:
    ensure(policy.hide(admin))
    recognition = queries.recognition_to_change(db, recognition_id)
    if recognition.state == RecognitionState.WITHDRAWN:
        raise Conflict(_("Whoever gave this withdrew it already."))
    if not reason:
        raise Invalid(_("Say why. Whoever gave this will read it."), field="reason")
    recognition.state, recognition.hidden_reason = RecognitionState.HIDDEN, reason
    _note(db, admin, "recognition.hidden", recognition, reason=reason)
    record(db, RecognitionHidden(recognition_id=recognition_id, by_id=admin.id))
    return recognition


def show(db: Writer, *, admin: Colleague, recognition_id: int) -> Recognition:
    ensure(policy.hide(admin))
    recognition = queries.recognition_to_change(db, recognition_id)
    if recognition.state != RecognitionState.HIDDEN:
        raise Conflict(_("This is not hidden."))
    recognition.state, recognition.hidden_reason = RecognitionState.SHOWN, ""
    _note(db, admin, "recognition.shown", recognition)
    return recognition


def _note(db: Writer, admin: Colleague, act: str, recognition: Recognition, **detail: str) -> None:
    audit.note(db, actor=admin, act=act, subject=recognition.subject, label=recognition.label, **detail)
