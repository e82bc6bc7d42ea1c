"""What giving needs to know: who is meant, what it is about, what can be awarded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.core.db import Reader
from app.core.errors import NotFound
from app.credits.models import Party
from app.people.models import Department, Person
from app.recognition.models import AwardKind, Receiver, Recognition


@dataclass(frozen=True)
class Addressee:
    """Somebody who can be recognised, as they are now; a department belongs to itself."""

    party: Party
    id: int
    name: str
    department_id: int | None
    active: bool


def recognition(db: Reader, recognition_id: int) -> Recognition:
    """In whatever state."""
    found = db.get(Recognition, recognition_id)
    if found is None:
        raise NotFound
    return found


def recognition_to_change(db: Reader, recognition_id: int) -> Recognition:
    """Held until the transaction ends, so that withdrawing and hiding cannot cross."""
    found = db.get(Recognition, recognition_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def recognition_keyed(db: Reader, key: str | None) -> Recognition | None:
    """What an earlier press of the same button gave."""
    return db.exec(select(Recognition).where(Recognition.key == key)).first() if key else None


def receivers(db: Reader, recognition_id: int) -> list[Receiver]:
    return list(
        db.exec(select(Receiver).where(Receiver.recognition_id == recognition_id).order_by(col(Receiver.position)))
    )


def addressees(db: Reader, parties: Sequence[tuple[Party, int]]) -> list[Addressee]:
    """In the order given. Raises NotFound when one of them does not exist."""
    people = db.exec(select(Person).where(col(Person.id).in_(_ids(parties, Party.PERSON))))
    departments = db.exec(select(Department).where(col(Department.id).in_(_ids(parties, Party.DEPARTMENT))))
    found = {(Party.PERSON, one.id): _person(one) for one in people}
    found |= {(Party.DEPARTMENT, one.id): _department(one) for one in departments}
    if not all(party in found for party in parties):
        raise NotFound
    return [found[party] for party in parties]


def chosen(db: Reader, values: Sequence[str]) -> list[tuple[Party, int]]:
    """`person:12` and `department:payroll` as parties. Raises NotFound for a department nobody knows."""
    slugs = [value.partition(":")[2] for value in values if value.startswith("department:")]
    known = db.exec(select(Department.slug, Department.id).where(col(Department.slug).in_(slugs)))
    by_slug = {slug: id_ for slug, id_ in known if id_}
    try:
        return [_party(value, by_slug) for value in values]
    except KeyError:
        raise NotFound from None


def award_kind(db: Reader, award_kind_id: int) -> AwardKind:
    found = db.get(AwardKind, award_kind_id)
    if found is None:
        raise NotFound
    return found


def award_kinds(db: Reader, *, active: bool = True) -> list[AwardKind]:
    """In their order; they are few."""
    found = db.exec(select(AwardKind).order_by(col(AwardKind.position), col(AwardKind.id)))
    return [kind for kind in found if kind.active or not active]


def _ids(parties: Sequence[tuple[Party, int]], kind: Party) -> list[int]:
    return [id_ for party, id_ in parties if party == kind]


def _party(value: str, by_slug: dict[str, int]) -> tuple[Party, int]:
    kind, _colon, ref = value.partition(":")
    return (Party.PERSON, int(ref)) if kind == Party.PERSON else (Party.DEPARTMENT, by_slug[ref])


def _person(one: Person) -> Addressee:
    return Addressee(Party.PERSON, one.id, one.name, one.department_id, one.active)


def _department(one: Department) -> Addressee:
    return Addressee(Party.DEPARTMENT, one.id, one.name, one.id, one.active)
