from dataclasses import dataclass

import pytest

from app.people import commands as people


@dataclass(frozen=True)
class Company:
    """Ana and Ben of Sales, Cho who leads Operations, Lea the leader, Ida the administrator: their ids."""

    ana: int
    ben: int
    cho: int
    lea: int
    ida: int
    sales: int
    ops: int


@pytest.fixture
def company(store):
    with store.writing() as db:
        sales, ops = (people.add_department(db, name=name) for name in ("Sales", "Operations"))
        ana, ben = (
            people.add_person(db, name=name, email=f"{name}@x.example", department_id=sales.id)
            for name in ("Ana", "Ben")
        )
        cho = people.add_person(db, name="Cho", email="cho@x.example", department_id=ops.id)
        lea = people.add_person(db, name="Lea", email="lea@x.example", is_leader=True)
        ida = people.add_person(db, name="Ida", email="ida@x.example", is_admin=True)
        people.set_lead(db, ops, lead_id=cho.id)
        return Company(ana.id, ben.id, cho.id, lea.id, ida.id, sales.id, ops.id)
