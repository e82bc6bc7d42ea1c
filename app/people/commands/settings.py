"""What people choose for themselves."""

from app.core.clock import now
from app.core.db import Writer
from app.core.errors import Invalid
from app.core.i18n import LANGUAGES, _
from app.people import queries
from app.people.models import Person
from app.people.roles import Colleague


def choose_settings(
    db: Writer, *, person: Colleague, language: str | None = None, time_zone: str | None = None
) -> Person:
    """None leaves it as it is; an empty time zone is the company's."""
    found = queries.person(db, person.id)
    if language is not None:
        found = choose_language(db, person=person, language=language)
    if time_zone is not None:
        found.time_zone = time_zone
    return found


def choose_language(db: Writer, *, person: Colleague, language: str) -> Person:
    if language not in LANGUAGES:
        raise Invalid(_("Byline does not speak this language yet."), field="language")
    found = queries.person(db, person.id)
    found.locale = language
    return found


def note_privacy_read(db: Writer, *, person: Colleague) -> None:
    found = queries.person(db, person.id)
    found.privacy_read_at = found.privacy_read_at or now()
