from app.core.clock import now
from app.core.db import Writer, locked
from app.core.errors import Invalid, TooLate
from app.core.events import record
from app.core.i18n import _
from app.core.languages import guess_language
from app.core.policy import ensure
from app.people.roles import Colleague
from app.recognition import policy
from app.recognition.events import RecognitionReworded
from app.recognition.models import Recognition


def reword(db: Writer, *, giver: Colleague, recognition: Recognition, message: str) -> Recognition:
    """Only the words: to whom it goes and what it credits stay, and so does what its lines called it then."""
    ensure(policy.reword(giver, recognition))
    locked(db, recognition)
    if not recognition.is_shown:
        raise TooLate(_("This was taken away in the meantime, so nothing was changed."))
    if not message:
        raise Invalid(_("Say what they did and what it changed."), field="message")
    if message != recognition.message:
        recognition.message, recognition.edited_at = message, now()
        recognition.language = guess_language(message, likely=giver.locale or "en")
        db.flush()
        record(db, RecognitionReworded(recognition_id=recognition.id))
    return recognition
