from dataclasses import dataclass

import pytest

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
def company(store):
    with store.writing() as db:
        sales, ops = (people.add_department(db, name=name) for name in ("Sales", "Operations"))
        ana = people.add_person(db, name="Ana", email="ana@x.example", employee_id="E1", department_id=sales.id)
        ben = people.add_person(db, name="Ben", email="ben@x.example", employee_id="E2", department_id=sales.id)
        kit = people.add_person(db, name="Kit", email="kit@x.example")
        return Company(*(row.id for row in (ana, ben, kit, sales, ops)))
