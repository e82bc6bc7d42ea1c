from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from app.core.subjects import Subject
from app.credits import commands as credits
from app.credits.commands import Share
from app.credits.models import Act, Party, Role
from app.people import commands as people


@dataclass(frozen=True)
class Company:
    """Hana is HR; Ana and Ben work in Sales and Operations."""

    hana: int
    ana: int
    ben: int


@pytest.fixture
def settings(settings):
    """Of a company in Bangkok, where days begin seven hours before UTC's."""
    return settings.model_copy(update={"time_zone": "Asia/Bangkok"})


@pytest.fixture
def company(store):
    with store.writing() as db:
        sales, ops = (people.add_department(db, name=name) for name in ("Sales", "Operations"))
        hana = people.add_person(db, name="Hana", email="h@x.example", roles=["hr"])
        ana = people.add_person(db, name="Ana", email="a@x.example", employee_id="E1", department_id=sales.id)
        ben = people.add_person(db, name="Ben", email="b@x.example", employee_id="E2", department_id=ops.id)
        return Company(*(row.id for row in (hana, ana, ben)))


@pytest.fixture
def credited(store):
    """Writes a credit of one person for an idea."""

    def write(person_id: int, ref: int, day: str = "2026-11-10", *, label: str = "", hour: int = 12) -> None:
        share = Share(Party.PERSON, person_id, Role.IDEA)
        at = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
        subject = Subject("idea", ref)
        with store.writing() as db:
            credits.credit(db, parties=[share], act=Act.POSTED, subject=subject, label=label or f"Idea {ref}", at=at)

    return write
