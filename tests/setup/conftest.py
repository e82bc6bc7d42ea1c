from collections.abc import Callable

import pytest

from app.audit.queries import notes
from app.people.queries import colleague


@pytest.fixture
def admin(cast, store):
    """Mia, who may change the setup."""
    with store.reading() as db:
        return colleague(db, cast.mia)


@pytest.fixture
def noted(store) -> Callable[[], list[str]]:
    """The acts on the audit list, in the order of their doing."""

    def acts() -> list[str]:
        with store.reading() as db:
            return [note.act for note in reversed(notes(db).rows)]

    return acts
