import pytest

from app.core.clock import now
from app.people.queries import person

PASSWORD = "a sentence for the tests"


@pytest.fixture
def ana(application, store, cast) -> int:
    """Ana has been welcomed: she has a password and has read the privacy notice."""
    with store.writing() as db:
        found = person(db, cast.ana)
        found.password_hash = application.state.passwords.hash(PASSWORD)
        found.privacy_read_at = now()
        return cast.ana
