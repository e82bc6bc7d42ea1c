import pytest

from app.people import commands as people
from app.people.queries import colleague


@pytest.fixture
def ana(store):
    with store.writing() as db:
        return colleague(db, people.add_person(db, name="Ana", email="ana@x.example").id)
