"""Departments that are parts of others: a tree, in which nothing is a part of itself."""

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from alembic import command
from sqlalchemy import update
from sqlmodel import col

from app.audit.models import AuditNote
from app.core import migrating
from app.core.errors import Invalid, Refusal
from app.people import check, commands, queries
from app.people.models import Department
from tests.makers import rows

BEFORE = "3b9f6a0d71c5"


def placed(store, department_id, parent_id):
    with store.writing() as db:
        commands.change_department(db, queries.department(db, department_id), parent_id=parent_id)


def names(found):
    return [row.name for row in found]


@pytest.fixture
def night(store, cast) -> int:
    """Quality is a part of Operations, and the night shift a part of Quality."""
    placed(store, cast.quality, cast.operations)
    with store.writing() as db:
        return commands.add_department(db, name="Night shift", parent_id=cast.quality).id


def test_what_is_above_and_below_is_told(store, cast, night):
    with store.reading() as db:
        assert names(queries.above(db, queries.department(db, night))) == ["Operations", "Quality"]
        assert names(queries.below(db, cast.operations)) == ["Quality"]
        assert names(queries.below(db, night)) == []
        assert list(check.problems(db)) == []


def test_nothing_becomes_a_part_of_itself(store, cast, night):
    for department, parent in ((cast.operations, cast.operations), (cast.operations, night), (cast.quality, night)):
        with pytest.raises(Invalid) as refused:
            placed(store, department, parent)
        assert refused.value.field == "parent"
    placed(store, night, cast.sales)
    placed(store, cast.operations, night)


def test_nothing_becomes_a_part_of_what_is_closed(store, cast, night):
    with store.writing() as db:
        commands.change_department(db, queries.department(db, cast.sales), active=False)
    with pytest.raises(Invalid):
        placed(store, night, cast.sales)
    with store.writing() as db:
        commands.change_department(db, queries.department(db, cast.quality), active=False)
    with store.writing() as db:
        commands.change_department(db, queries.department(db, night), purpose="Tests at night.", parent_id=cast.quality)
    assert rows(store, Department, id=night)[0].purpose == "Tests at night."


def test_two_who_move_departments_at_once_make_no_ring(store, cast):
    gate = Barrier(2)

    def moved(department, parent):
        gate.wait()
        try:
            placed(store, department, parent)
        except Refusal:
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(moved, (cast.sales, cast.quality), (cast.quality, cast.sales)))
    assert sum(done) == 1
    with store.reading() as db:
        assert list(check.problems(db)) == []


def test_a_ring_is_told_once_and_hangs_nothing(store, cast, night, as_):
    with store.writing() as db:
        db.execute(update(Department).where(col(Department.id) == cast.operations).values(parent_id=night))
    with store.reading() as db:
        ring = f"{cast.operations}, {night}, {cast.quality}"
        assert list(check.problems(db)) == [f"Departments {ring} are parts of each other in a ring."]
    assert as_(cast.ana).get("/departments/quality").status_code == 200


def test_a_department_shows_where_it_belongs_and_what_belongs_to_it(store, cast, night, as_):
    ana = as_(cast.ana)
    page = unescape(ana.get("/departments/quality").text)
    assert '<a href="/departments/operations" dir="auto">Operations</a>' in page
    assert '<a href="/departments/night-shift" dir="auto">Night shift</a>' in page
    assert "Its departments" not in ana.get("/departments/night-shift").text
    with store.writing() as db:
        commands.change_department(db, queries.department(db, cast.operations), active=False)
    page = ana.get("/departments/quality").text
    assert ("/departments/operations" in page, '<span dir="auto">Operations</span>' in page) == (False, True)


def test_the_setup_lets_the_department_above_be_searched_for_and_chosen(store, cast, night, as_):
    mia = as_(cast.mia)
    typed = {"name": "Sales", "active": "yes", "q_parent": "oper", "find_parent": "yes"}
    page = unescape(mia.post(f"/setup/departments/{cast.sales}", data=typed).text)
    assert f'<input type="radio" name="parent" value="{cast.operations}">' in page
    assert f'name="parent" value="{cast.sales}"' not in page
    assert rows(store, Department, id=cast.sales)[0].parent_id is None
    saved = mia.post(
        f"/setup/departments/{cast.sales}", data={"name": "Sales", "active": "yes", "parent": cast.operations}
    )
    assert saved.status_code == 303
    assert rows(store, Department, id=cast.sales)[0].parent_id == cast.operations
    assert f'name="parent" value="{cast.operations}" checked>' in mia.get(f"/setup/departments/{cast.sales}").text
    assert [note.detail for note in rows(store, AuditNote)] == [{"fields": ["parent_id"]}]
    assert "Part of" in mia.get("/setup/audit").text


def test_the_box_offers_departments_with_what_they_are_a_part_of(store, cast, night, as_):
    offered = unescape(as_(cast.mia).get("/setup/departments/parents?q_parent=night").text)
    assert ("Night shift" in offered, "Quality" in offered, "Sales" in offered) == (True, True, False)
    assert "Night shift" not in as_(cast.mia).get(f"/setup/departments/parents?q_parent=night&parent={night}").text


@pytest.mark.parametrize("parent", ["1", "99"])
def test_a_wrong_place_is_said_at_its_field_and_nothing_typed_is_lost(store, cast, as_, parent):
    typed = {"name": "Sales", "purpose": "kept words", "active": "yes", "parent": parent}
    answer = as_(cast.mia).post(f"/setup/departments/{cast.sales}", data=typed)
    assert (answer.status_code, "kept words" in answer.text, 'id="f-parent-error"' in answer.text) == (422, True, True)
    assert rows(store, Department, id=cast.sales)[0].purpose == ""


def test_a_department_is_taken_out_of_the_other_again(store, cast, night, as_):
    typed = {"name": "Night shift", "active": "yes", "parent": ""}
    assert as_(cast.mia).post(f"/setup/departments/{night}", data=typed).status_code == 303
    assert rows(store, Department, id=night)[0].parent_id is None


def test_the_release_before_has_no_tree_and_loses_nothing_else(store, cast, night):
    before = [(row.id, row.name, row.lead_id) for row in rows(store, Department)]
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    migrating.upgrade(store)
    assert [(row.id, row.name, row.lead_id) for row in rows(store, Department)] == before
    assert {row.parent_id for row in rows(store, Department)} == {None}
