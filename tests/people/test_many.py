"""Very many people at once: added, found by the hashes of what they are known by, brought by two at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app import wiring
from app.core.errors import Invalid
from app.people import check, commands, queries
from app.people.importing.firsts import Firsts
from app.people.models import Person, RoleGiven
from app.people.roles import Role
from app.profiles.reactions import reactions
from app.search.models import StaleMark
from tests.makers import roles_of, rows
from tests.people.rostering import bring, plan

THREE: list[dict[str, Any]] = [
    {"name": "Ada", "email": "ADA@x.example ", "title": "Buyer"},
    {"name": "Ben", "employee_id": " E77", "roles": [Role.HR, Role.LEADER]},
    {"name": "Cem", "email": "cem@x.example", "employee_id": "E78", "email_key": ""},
]


def test_many_are_added_as_one_would_be(store, cast):
    with store.writing() as db:
        ids = commands.add_people(db, THREE)
    found = [rows(store, Person, id=id_)[0] for id_ in ids]
    assert [(one.name, one.email, one.employee_id) for one in found] == [
        ("Ada", "ada@x.example", None),
        ("Ben", None, "E77"),
        ("Cem", "cem@x.example", "E78"),
    ]
    assert [(one.email_key, one.employee_key, one.sort_name) for one in found] == [
        ("ada@x.example", None, "ada"),
        (None, "e77", "ben"),
        ("cem@x.example", "e78", "cem"),
    ]
    assert roles_of(store, ids[1]) == [Role.LEADER, Role.HR]
    assert {row.by_id for row in rows(store, RoleGiven, person_id=ids[1])} == {None}
    assert {("person", id_) for id_ in ids} <= {(mark.kind, mark.ref) for mark in rows(store, StaleMark)}
    with store.reading() as db:
        assert list(check.problems(db)) == []


@pytest.mark.parametrize(
    "about",
    [
        {"email": "ana@example.com"},
        {"email": "ÁNA@example.com"},
        {"employee_id": "e1"},
        {"employee_id": "ana@example.com"},
        {"email": "new@x.example", "employee_id": "ANA@example.com"},
        {},
        {"email": " ", "employee_id": ""},
    ],
)
def test_of_many_nobody_is_added_where_one_cannot_be(store, cast, about):
    with pytest.raises(Invalid), store.writing() as db:
        commands.add_people(db, [*THREE, {"name": "Dee", **about}])
    assert len(rows(store, Person)) == 6


def test_two_of_many_with_one_address_are_refused_by_the_database(store, cast):
    with pytest.raises(IntegrityError), store.writing() as db:
        commands.add_people(db, [*THREE, {"name": "Dee", "email": "Ada@x.example"}])
    assert len(rows(store, Person)) == 6


def test_nobody_added_is_nobody_added(store, cast):
    with store.writing() as db:
        assert commands.add_people(db, []) == []


def test_whoever_is_new_is_marked_for_search_together_with_being_added():
    assert ("PeopleAdded", ["mark_people_stale"], []) in reactions.table()
    assert "PeopleAdded" in {fact for fact, _together, _afterwards in wiring.REACTIONS.table()}


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_the_first_place_of_very_many_things_is_known(count):
    firsts = Firsts()
    assert bool(firsts) is False
    for row in range(1, count + 1):
        firsts.add(f"text {row % 500}", row)
    assert [firsts.of(f"text {row % 500}") for row in range(1, min(count, 499) + 1)] == list(
        range(1, min(count, 499) + 1)
    )
    assert (firsts.of("nowhere"), bool(firsts)) == (0, count > 0)
    firsts.add("late", 5000)
    assert firsts.of("late") == 5000


def test_people_are_looked_up_by_any_of_what_they_are_known_by(store, cast):
    with store.reading() as db:
        found = queries.people_known_by(db, ["E1", "e2", "nobody"], ["LEA@example.com", "otto@example.com"])
        assert sorted(one.name for one in found) == ["Ana", "Ben", "Lea", "Otto"]
        assert queries.people_known_by(db, [], []) == []
        assert dict(queries.employee_ids(db)) == {cast.ana: "E1", cast.ben: "E2"}
        assert queries.active_people(db) == [cast.ana, cast.ben, cast.hana, cast.lea, cast.mia, cast.otto]
        assert (queries.active_count(db), queries.roles_of_many(db, [cast.lea, cast.ana])) == (
            6,
            {cast.lea: [Role.LEADER]},
        )


def test_an_address_whose_host_is_written_otherwise_is_the_same_persons(store, cast):
    bring(store, "employee_id,name,email\n7001,Nia,nia@bücher.example\n")
    made = plan(
        store, "employee_id,name,email\n7001,Nia,nia@xn--bcher-kva.example\n7002,Bo,nia@xn--bcher-kva.example\n"
    )
    assert [error.row for error in made.errors] == [3]


def test_two_who_bring_the_same_file_at_once_bring_everybody_once(store, cast):
    """Whoever comes second finds them there, or is refused and finds them the next time."""
    text = "employee_id,name,email\n" + "".join(f"7{n:03},P {n},p{n}@x.example\n" for n in range(40))
    gate = Barrier(2)

    def brought(_number: int) -> int:
        gate.wait()
        try:
            return len(bring(store, text).new)
        except (Invalid, IntegrityError, AssertionError):
            return 0

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(brought, range(2)))
    assert len([one for one in rows(store, Person) if one.employee_id and one.employee_id.startswith("7")]) == 40
    assert plan(store, text).unchanged == 40
