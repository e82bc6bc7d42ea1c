"""Looking for people by name, as the setup does."""

import pytest

from app.people import commands
from app.setup.queries import people_page


@pytest.mark.parametrize("typed", ["émile", "ÉMILE", "Émi", "ŻAK"])
def test_people_are_found_however_their_name_is_written(store, cast, typed):
    with store.writing() as db:
        commands.add_person(db, name="Émile Żak", email="e@example.com")
    with store.reading() as db:
        assert [line.name for line in people_page(db, words=typed).rows] == ["Émile Żak"]
