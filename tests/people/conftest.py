import pytest

from app.core.clock import now
from app.people.queries import person

PASSWORD = "a sentence for the tests"


@pytest.fixture
def ana(application, store, cast) -> int:
    """Ana has been welcomed: she has a password and has read the privacy notice."""
    return _welcomed(application, store, cast.ana)


@pytest.fixture
def ben(application, store, cast) -> int:
    return _welcomed(application, store, cast.ben)


def _welcomed(application, store, person_id):
    with store.writing() as db:
        found = person(db, person_id)
        found.password_hash = application.state.parts.passwords.hash(PASSWORD)
        found.privacy_read_at = now()
    return person_id
