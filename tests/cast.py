"""The company that tests share: who is there, under which id."""

from dataclasses import dataclass
from typing import Any

from app import wiring
from app.core.db import Writer
from app.people import commands as people
from app.people.models import Person
from app.people.queries import department
from app.people.roles import Role


@dataclass(frozen=True)
class Company:
    """Ana works in Sales, Ben leads Operations, Lea is a leader, Hana is HR, Mia administrator, Otto an outsider."""

    ana: int
    ben: int
    lea: int
    hana: int
    mia: int
    otto: int
    sales: int
    operations: int
    quality: int


def founded(db: Writer) -> Company:
    wiring.first_rows(db)
    sales, operations, quality = (
        people.add_department(db, name=name).id for name in ("Sales", "Operations", "Quality")
    )
    ana = _person(db, "Ana", sales, employee_id="E1")
    ben = _person(db, "Ben", operations, employee_id="E2")
    lea = _person(db, "Lea", quality, roles=[Role.LEADER])
    hana = _person(db, "Hana", quality, roles=[Role.HR])
    mia = _person(db, "Mia", operations, roles=[Role.ADMIN])
    otto = _person(db, "Otto", sales)
    people.set_lead(db, department(db, operations), lead_id=ben.id)
    return Company(
        ana=ana.id,
        ben=ben.id,
        lea=lea.id,
        hana=hana.id,
        mia=mia.id,
        otto=otto.id,
        sales=sales,
        operations=operations,
        quality=quality,
    )


def _person(db: Writer, name: str, department_id: int, **about: Any) -> Person:
    email = f"{name.lower()}@example.com"
    return people.add_person(db, name=name, email=email, department_id=department_id, locale="en", **about)
