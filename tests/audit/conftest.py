import pytest
from sqlmodel import SQLModel

import app.audit.models
import app.people.models  # noqa: F401
from app.core.db import Database
from app.core.events import Reactions
from app.people import commands as people
from app.people.queries import colleague


@pytest.fixture
def store(tmp_path):
    opened = Database(f"sqlite:///{tmp_path}/t.db", info={"reactions": Reactions()})
    SQLModel.metadata.create_all(opened.engine)
    yield opened
    opened.dispose()


@pytest.fixture
def ana(store):
    with store.writing() as db:
        return colleague(db, people.add_person(db, name="Ana", email="ana@x.example").id or 0)
