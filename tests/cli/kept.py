"""A company whose people tell which copy of it is looked at, by the address of its database."""

from sqlmodel import select

from app import wiring
from app.core.db import Database
from app.core.migrating import require_current
from app.people import commands as people
from app.people.models import Person


def opened(address: str) -> Database:
    driven = address.replace("postgresql://", "postgresql+psycopg://")
    return Database(driven, threads=2, info=wiring.INFO)


def add(address: str, name: str) -> None:
    store = opened(address)
    with store.writing() as db:
        people.add_person(db, name=name, email=f"{name}@x.example")
    store.dispose()


def names(address: str) -> list[str]:
    store = opened(address)
    require_current(store)
    with store.reading() as db:
        found = sorted(db.exec(select(Person.name)))
    store.dispose()
    return found
