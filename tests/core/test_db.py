"""Sessions: what a block that ends well has saved, and what one that fails has not."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.db import Database, Reader, Writer, insert_once, once_keyed
from app.core.once import sent_key
from app.discussion.models import Follow, Post
from app.people.models import Department
from tests.makers import a_topic, an_idea, rows


def a_department(name: str) -> Department:
    return Department(name=name, slug=name, code=name)


def names(store):
    return [row.name for row in rows(store, Department)]


def test_a_block_that_ends_well_is_saved(store):
    with store.writing() as db:
        db.add(a_department("Sales"))
    assert names(store) == ["Sales"]


def test_a_block_that_raises_leaves_nothing(store):
    with pytest.raises(RuntimeError), store.writing() as db:
        db.add(a_department("Sales"))
        db.flush()
        raise RuntimeError
    assert names(store) == []


def test_after_a_failure_the_next_writer_gets_its_turn(store):
    for _n in range(3):
        with pytest.raises(IntegrityError), store.writing() as db:
            db.add_all([a_department("Sales"), a_department("Sales")])
    with store.writing() as db:
        db.add(a_department("Sales"))
    assert names(store) == ["Sales"]


def test_a_reader_saves_nothing(store):
    with store.reading() as db:
        db.add(a_department("Sales"))
        db.flush()
    assert names(store) == []


def test_what_was_loaded_is_readable_after_its_block(store):
    with store.writing() as db:
        made = a_department("Sales")
        db.add(made)
    assert (made.name, made.id) == ("Sales", 1)


def test_a_writer_is_a_reader_and_not_the_other_way_round(store):
    with store.writing() as writer, store.reading() as reader:
        assert isinstance(writer, Reader)
        assert not isinstance(reader, Writer)


def test_a_write_that_was_saved_wakes_whoever_waits_for_one(store):
    store.written.clear()
    with store.reading():
        pass
    assert not store.written.is_set()
    with pytest.raises(RuntimeError), store.writing():
        raise RuntimeError
    assert not store.written.is_set()
    with store.writing():
        assert not store.written.is_set()
    assert store.written.is_set()


def test_inserting_once_tells_whether_the_row_is_new(store, cast):
    post = an_idea(store, by=cast.ana)
    with store.writing() as db:
        assert insert_once(db, Follow, post_id=post, person_id=cast.otto, active=True)
        assert not insert_once(db, Follow, post_id=post, person_id=cast.otto, active=False)
    assert rows(store, Follow, person_id=cast.otto)[0].active


def test_inserting_once_does_not_hide_another_mistake(store, cast):
    with pytest.raises(IntegrityError), store.writing() as db:
        insert_once(db, Follow, post_id=99999, person_id=cast.otto, active=True)
        db.flush()


def a_keyed_post(department_id: int, key: str | None) -> Post:
    return Post(kind="topic", department_id=department_id, title="Lunch", key=key)


def test_a_key_is_taken_once_and_the_transaction_goes_on(store, cast):
    with store.writing() as db:
        assert once_keyed(db, a_keyed_post(cast.sales, sent_key(cast.ana, "k")))
    with store.writing() as db:
        assert not once_keyed(db, a_keyed_post(cast.sales, sent_key(cast.ana, "k")))
        assert once_keyed(db, a_keyed_post(cast.sales, sent_key(cast.otto, "k")))
        assert once_keyed(db, a_keyed_post(cast.sales, sent_key(cast.ana, "")))
        assert once_keyed(db, a_keyed_post(cast.sales, sent_key(cast.ana, "")))
    assert [row.key for row in rows(store, Post)] == [sent_key(cast.ana, "k"), sent_key(cast.otto, "k"), None, None]


@pytest.mark.parametrize("key", ["k", None])
def test_a_key_does_not_hide_another_mistake(store, cast, key):
    with store.writing() as db:
        once_keyed(db, a_keyed_post(cast.sales, None))
        with pytest.raises(IntegrityError):
            once_keyed(db, a_keyed_post(99999, key))
    assert len(rows(store, Post)) == 1


def test_what_points_at_nothing_is_refused(store, cast):
    with pytest.raises(IntegrityError), store.writing() as db:
        db.add(Post(kind="topic", department_id=99999, title="x"))
    assert rows(store, Post) == []


def test_a_session_carries_what_the_database_was_given(application, store):
    with store.reading() as reader, store.writing() as writer:
        assert reader.info == writer.info
        assert "reactions" in reader.info


def test_an_instant_comes_back_as_it_was(store, cast):
    topic = a_topic(store, by=cast.ana)
    with store.reading() as db:
        at = db.get(Post, topic).created_at
    assert at.utcoffset().total_seconds() == 0
    assert rows(store, Post, created_at=at)[0].id == topic


def test_an_instant_without_a_zone_is_a_mistake(store, cast):
    at = rows(store, Post, id=a_topic(store, by=cast.ana))[0].created_at.replace(tzinfo=None)
    with pytest.raises(Exception, match="needs a time zone"), store.writing() as db:
        db.add(Post(kind="topic", department_id=cast.sales, title="x", created_at=at))
    assert len(rows(store, Post)) == 1


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2)]
)
def test_sqlite_keeps_what_it_answered(store, pragma, value):
    with store.reading() as db:
        assert db.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


@pytest.mark.sqlite
def test_a_reader_sees_one_state_of_the_database(store):
    with store.reading() as db:
        before = len(db.execute(text("SELECT id FROM department")).all())
        with store.writing() as writer:
            writer.add(a_department("Sales"))
        assert len(db.execute(text("SELECT id FROM department")).all()) == before
    assert names(store) == ["Sales"]


@pytest.mark.sqlite
def test_another_program_that_writes_is_waited_for(store, settings):
    other = Database(settings.url, threads=2)
    with store.writing() as db:
        db.add(a_department("Sales"))
    with other.writing() as db:
        db.add(a_department("Quality"))
    other.dispose()
    assert names(store) == ["Sales", "Quality"]
