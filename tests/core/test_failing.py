"""What failed is listed in an order that stands still, tried at once or dropped, and nothing else is touched."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core import failing
from app.core.attempts import LAST_ATTEMPT, LATEST
from app.core.clock import at, now
from app.core.deliveries import Delivery, deliver_due
from app.core.outgoing import Outgoing
from app.core.paging import Cursor
from tests.makers import rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def some(store):
    """Deliveries and messages in every state; those that failed, in order."""
    failed: dict[str, Any] = {"attempts": 2, "last_error": "OSError('no')", "failing_since": NOON}
    aside: dict[str, Any] = {
        "attempts": LAST_ATTEMPT,
        "last_error": "OSError('no')",
        "failing_since": NOON,
        "set_aside_at": now(),
    }
    with store.writing() as db:
        for more in (
            {},
            failed,
            {"done_at": now()},
            failed | {"done_at": now()},
            aside,
            {"due_at": now() + LATEST * 2},
        ):
            db.add(Delivery(fact="F", reaction="r", payload="{}", **more))
            db.flush()
        for digest, more in (("a", {}), ("b", failed), ("c", {"attempts": 1}), ("d", aside)):
            db.add(Outgoing(channel="mail", recipient=digest, what="w", digest=digest, **more))
            db.flush()
    return [(1, 2), (1, 5), (1, 6), (2, 2), (2, 4)]


def listed(store):
    with store.reading() as db:
        return [(row.place, row.id) for row in failing.every(db)]


def test_what_failed_is_listed_and_nothing_else(store, some):
    assert listed(store) == some


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_pages_of_any_size_hold_each_once(store, some, size):
    found, page = [], ""
    with store.reading() as db:
        while True:
            part = failing.page(db, after=Cursor.parse(page), size=size)
            assert len(part.rows) <= size
            found += [(row.place, row.id) for row in part.rows]
            page = part.next
            if not page:
                break
    assert found == some


@pytest.mark.parametrize("cursor", [Cursor(9, 1, 0), Cursor(-5, -5, 0), Cursor(1, 10**9, 0), Cursor(2**52, 1, 0)])
def test_a_page_behind_nothing_there_is_empty_or_the_rest(store, some, cursor):
    with store.reading() as db:
        assert len(failing.page(db, after=cursor).rows) <= len(some)


def test_one_is_found_only_while_it_fails(store, some):
    with store.reading() as db:
        assert [
            bool(failing.one(db, *which)) for which in [*some, (1, 1), (1, 4), (2, 3), (0, 1), (3, 1), (1, 99)]
        ] == [True] * 5 + [False] * 6


def test_one_is_tried_again_as_if_it_had_never_failed(store, some):
    with store.writing() as db:
        assert failing.try_again(db, place=1, id_=5) == 1
        assert failing.try_again(db, place=1, id_=4) == 0
    tried = next(row for row in rows(store, Delivery) if row.id == 5)
    assert (tried.attempts, tried.set_aside_at, tried.failing_since) == (0, None, None)
    assert listed(store) == [one for one in some if one != (1, 5)]


def test_all_are_tried_again(store, some):
    with store.writing() as db:
        assert failing.try_again(db) == len(some)
    assert listed(store) == []
    assert len(rows(store, Delivery)) == 6
    assert [row.due_at <= now() for row in rows(store, Delivery)] == [True] * 6


def test_one_or_all_are_dropped_and_what_is_done_or_waits_stays(store, some):
    with store.writing() as db:
        assert (failing.drop(db, place=2, id_=2), failing.drop(db, place=2, id_=1)) == (1, 0)
        assert failing.drop(db) == len(some) - 1
    assert ([row.id for row in rows(store, Delivery)], [row.id for row in rows(store, Outgoing)]) == ([1, 3, 4], [1, 3])


def test_it_is_known_since_when_something_fails(store):
    class Broken:
        def carry_out(self, db, fact, reaction, payload):
            raise OSError("no")

    with store.writing() as db:
        db.add(Delivery(fact="F", reaction="r", payload="{}", due_at=NOON))
    for minutes in (0, 5, 60):
        with at(NOON + timedelta(minutes=minutes)):
            deliver_due(store, Broken())
    [row] = rows(store, Delivery)
    assert (row.attempts, row.failing_since) == (3, NOON)
