from dataclasses import dataclass

import pytest
from sqlmodel import SQLModel

import app.credits.models
import app.people.models  # noqa: F401
from app.core.db import Database
from app.core.events import Reactions
from app.people import commands as people


@dataclass(frozen=True)
class Company:
    """Ids of Ana and Ben in Sales, Kit without a department, and the two departments."""

    ana: int
    ben: int
    kit: int
    sales: int
    ops: int


@pytest.fixture
def store(tmp_path):
    opened = Database(f"sqlite:///{tmp_path}/t.db", info={"reactions": Reactions()})
    SQLModel.metadata.create_all(opened.engine)
    yield opened
    opened.dispose()


@pytest.fixture
def company(store):
    with store.writing() as db:
        sales, ops = (people.add_department(db, name=name) for name in ("Sales", "Operations"))
        ana = people.add_person(db, name="Ana", email="ana@x.example", employee_id="E1", department_id=sales.id)
        ben = people.add_person(db, name="Ben", email="ben@x.example", employee_id="E2", department_id=sales.id)
        kit = people.add_person(db, name="Kit", email="kit@x.example")
        return Company(*(row.id or 0 for row in (ana, ben, kit, sales, ops)))
