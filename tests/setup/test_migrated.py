"""People who were there before names had a form to be sorted by are given it."""

from alembic import command

from app.core import migrating
from app.core.letters import key
from app.people.models import Person
from tests.makers import people_named, rows

BEFORE = "086633cbb708"


def test_those_who_were_there_before_are_sorted_like_those_who_come(store, cast):
    people_named(store, ("Émile", "สมชาย"), department_id=cast.sales)
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
    assert migrating.state(store) == "behind"
    migrating.upgrade(store)
    assert {row.name: row.sort_name for row in rows(store, Person)} == {
        row.name: key(row.name) for row in rows(store, Person)
    }
    assert "emile" in {row.sort_name for row in rows(store, Person)}
