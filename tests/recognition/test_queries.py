"""What the feed shows of whom, page by page."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from app.core.paging import Cursor
from app.people import commands as people
from app.people import queries as people_queries
from app.recognition import queries
from app.recognition.models import RecognitionKind
from tests.recognition.giving import awarded, department, person, thanked

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def ids(rows):
    return [row.id for row in rows]


def test_the_feed_goes_on_where_the_page_before_ended(store, cast):
    # Two at each instant: the cursor has to go by id too.
    every = [
        thanked(store, cast.ana, person(cast.otto), at=START + timedelta(hours=n // 2)) for n in range(queries.PAGE + 5)
    ]
    with store.reading() as db:
        first = queries.feed(db)
        second = queries.feed(db, after=Cursor.parse(first.next))
    assert ids(first.rows) + ids(second.rows) == every[::-1]
    assert (len(first.rows), second.next) == (queries.PAGE, "")


def test_a_page_takes_two_statements_however_many_receivers_it_has(store, cast):
    for _n in range(5):
        thanked(store, cast.ana, person(cast.otto), person(cast.ben), department(cast.operations))
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with store.reading() as db:
        found = queries.feed(db)
    assert [len(row.receivers) for row in found.rows] == [3] * 5
    assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_the_feed_of_a_department_has_what_it_and_its_people_gave_and_received(store, cast):
    given = thanked(store, cast.ana, person(cast.lea))
    to_person = thanked(store, cast.lea, person(cast.otto))
    to_department = thanked(store, cast.lea, department(cast.sales))
    thanked(store, cast.lea, person(cast.ben))
    with store.reading() as db:
        assert set(ids(queries.feed(db, department_id=cast.sales).rows)) == {given, to_person, to_department}


def test_the_feed_of_a_person_has_what_they_gave_and_received(store, cast):
    given = thanked(store, cast.otto, person(cast.lea))
    received = thanked(store, cast.lea, person(cast.otto))
    thanked(store, cast.lea, department(cast.sales))
    with store.reading() as db:
        assert set(ids(queries.feed(db, person_id=cast.otto).rows)) == {given, received}


def test_the_feed_can_show_awards_alone(store, cast):
    thanked(store, cast.lea, person(cast.otto))
    award = awarded(store, cast.lea, person(cast.otto))
    with store.reading() as db:
        [row] = queries.feed(db, kind=RecognitionKind.AWARD).rows
    assert (row.id, row.award) == (award, "Bridge builder")


def test_a_department_keeps_what_its_people_received_and_gave_while_they_belonged_to_it(store, cast):
    received = thanked(store, cast.lea, person(cast.otto))
    given = thanked(store, cast.otto, person(cast.lea))
    with store.writing() as db:
        people.change_person(db, people_queries.person(db, cast.otto), department_id=cast.operations)
    with store.reading() as db:
        assert ids(queries.for_department(db, cast.sales, given=False, limit=5)) == [received]
        assert ids(queries.for_department(db, cast.sales, given=True, limit=5)) == [given]
        assert queries.for_department(db, cast.operations, given=False, limit=5) == []


def test_a_thanks_to_a_department_and_its_people_stands_on_its_page_once(store, cast):
    thanks = thanked(store, cast.lea, department(cast.sales), person(cast.ana), person(cast.otto))
    with store.reading() as db:
        assert ids(queries.for_department(db, cast.sales, given=False, limit=5)) == [thanks]


def test_a_person_is_shown_the_latest_they_received(store, cast):
    every = [thanked(store, cast.lea, person(cast.otto), at=START + timedelta(hours=n)) for n in range(3)]
    thanked(store, cast.otto, person(cast.lea))
    with store.reading() as db:
        assert ids(queries.for_person(db, cast.otto, limit=2)) == every[:0:-1]
        assert ids(queries.latest(db, limit=1)) != every[:1]
