"""Giving through the real commands, for every test of this feature."""

from app.credits.models import Party
from app.people.queries import colleague
from app.recognition import commands, queries


def person(id_):
    return (Party.PERSON, id_)


def department(id_):
    return (Party.DEPARTMENT, id_)


def thanked(store, giver, *receivers, message="She stayed until the lorry was loaded.", **more) -> int:
    with store.writing() as db:
        given = commands.thank(db, giver=colleague(db, giver), receivers=receivers, message=message, **more)
        return given.id


def awarded(store, giver, *receivers, kind_id=None, message="She asked why.", **more) -> int:
    with store.writing() as db:
        kind_id = kind_id or queries.award_kinds(db)[0].id
        about = {"kind_id": kind_id, "receivers": receivers, "message": message}
        return commands.award(db, giver=colleague(db, giver), **about, **more).id
