"""Whoever was there before names had keys is given them, also where two differ only in spelling."""

from alembic import command
from sqlalchemy import text

from app.core import migrating
from app.core.letters import key
from app.people import check, commands, queries
from app.people.models import Department, Person
from tests.makers import rows

BEFORE = "4b1f0a6c2d11"
RENAMED = (
    "UPDATE person SET email = 'josé@x.example', employee_id = 'a1' WHERE id = :otto",
    "UPDATE person SET email = 'jose@x.example', employee_id = 'A1' WHERE id = :ana",
    "UPDATE person SET active = :no WHERE id = :otto",
    "UPDATE department SET name = 'SALES' WHERE id = :quality",
)


def id_of(found: Person | Department | None) -> int | None:
    return found.id if found else None


def brought_forward(store, cast) -> None:
    """Written as an earlier release let people write it."""
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    ids = {"otto": cast.otto, "ana": cast.ana, "quality": cast.quality, "no": False}
    with store.engine.begin() as connection:
        for statement in RENAMED:
            connection.execute(text(statement), {name: value for name, value in ids.items() if f":{name}" in statement})
    migrating.upgrade(store)


def test_everything_has_its_key_and_the_second_of_a_spelling_one_of_its_own(store, cast):
    brought_forward(store, cast)
    people, units = rows(store, Person), rows(store, Department)
    assert {row.id: row.email_key for row in people if row.email_key != key(row.email)} == {
        cast.otto: f"jose@x.example\n{cast.otto}"
    }
    assert {row.id for row in people if row.employee_id and row.employee_key != key(row.employee_id)} == {cast.otto}
    assert {row.id: row.name_key for row in units if row.name_key != key(row.name)} == {
        cast.quality: f"sales\n{cast.quality}"
    }
    assert {row.name: (row.sort_name, row.title_key) for row in people} == {
        row.name: (key(row.name), key(row.title)) for row in people
    }


def test_both_are_found_by_their_own_spelling_and_told_by_the_check(store, cast):
    brought_forward(store, cast)
    with store.reading() as db:
        for typed, owner in (("josé@x.example", cast.otto), ("jose@x.example", cast.ana), ("JOSÈ@x.example", cast.ana)):
            assert id_of(queries.person_by_email(db, typed)) == owner
        assert [id_of(queries.person_by_employee_id(db, one)) for one in ("a1", "A1")] == [cast.otto, cast.ana]
        assert [id_of(queries.department_named(db, one)) for one in ("SALES", "Sales", "sales")] == [
            *(cast.quality, cast.sales, cast.sales)
        ]
        assert sorted(check.problems(db)) == [
            f"Department {cast.quality}: the name “SALES” differs from that of {cast.sales} only in spelling.",
            f"Person {cast.otto}: the e-mail address “josé@x.example” differs from that of {cast.ana} only in spelling.",
            f"Person {cast.otto}: the employee ID “a1” differs from that of {cast.ana} only in spelling.",
        ]


def test_such_a_pair_can_be_changed_and_mended(store, cast):
    brought_forward(store, cast)
    with store.writing() as db:
        commands.set_active(db, queries.person(db, cast.otto), active=True)
        commands.change_person(db, queries.person(db, cast.ana), title="Buyer")
        commands.change_department(db, queries.department(db, cast.quality), purpose="Tests.")
    with store.writing() as db:
        commands.change_person(db, queries.person(db, cast.otto), email="otto@x.example", employee_id="A2")
        commands.change_department(db, queries.department(db, cast.quality), name="Quality")
    with store.reading() as db:
        assert list(check.problems(db)) == []
