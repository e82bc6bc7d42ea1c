import base64
import json
import math
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app.core.deliveries import Delivery
from app.core.paging import EPOCH, Cursor, behind, cut, instant, microseconds
from app.core.tables import LARGEST_ID, LARGEST_NUMBER

NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
ids = st.integers(-LARGEST_ID, LARGEST_ID)
numbers = st.integers(-LARGEST_NUMBER, LARGEST_NUMBER)
anything = st.one_of(st.integers(), st.floats(), st.text(max_size=9), st.booleans(), st.none())


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@settings(max_examples=100, deadline=None)
@given(numbers, ids, numbers)
def test_a_cursor_survives_the_address(key, ref, since):
    cursor = Cursor(key, ref, since)
    assert Cursor.parse(str(cursor)) == cursor
    assert not set(str(cursor)) & set("=+/&?#% ")


@pytest.mark.parametrize(
    "damaged",
    [
        *("", "x", "====", "not base64!", "ๆ", "\0"),
        *(packed(value) for value in ([1, 2], [1, 2, 3, 4], {"a": 1}, 5, None, [1, 2, None], [1, 2, "x"], [1, 2, [3]])),
        packed([LARGEST_NUMBER + 1, 1, 1]),
        packed([1, -LARGEST_ID - 1, 1]),
        packed("[" * 5000),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        *(packed([1, 2, odd]) for odd in (math.inf, -math.inf, math.nan)),
        base64.urlsafe_b64encode(b"[1e400,2,3]").decode(),
    ],
)
def test_a_damaged_cursor_is_the_beginning(damaged):
    assert Cursor.parse(damaged) is None


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(anything, min_size=3, max_size=3).map(packed)))
def test_no_cursor_breaks_the_list(typed):
    parsed = Cursor.parse(typed)
    assert parsed is None or abs(parsed.ref) <= LARGEST_ID


@settings(max_examples=100, deadline=None)
@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_keeps_its_microsecond(at):
    assert instant(microseconds(at)) == at


def test_an_instant_no_calendar_holds_is_the_earliest():
    assert instant(LARGEST_NUMBER * 1_000) == EPOCH
    assert Cursor(LARGEST_NUMBER * 1_000, 1, 1).at == EPOCH


def test_a_count_fits_its_column():
    assert [Cursor(key, 1, 1).count for key in (7, LARGEST_NUMBER, -LARGEST_NUMBER)] == [7, LARGEST_ID, -LARGEST_ID]


def numbered(row: int) -> tuple[int, int]:
    return row * 10, row


def test_the_last_page_has_no_next():
    with time_machine.travel(NOON, tick=False):
        page = cut([1, 2, 3], 3, numbered, None)
    assert (page.rows, page.next, page.since) == ([1, 2, 3], "", NOON)


def test_a_full_page_points_at_its_last_shown_row():
    with time_machine.travel(NOON, tick=False):
        page = cut([1, 2, 3, 4], 3, numbered, None)
    assert page.rows == [1, 2, 3]
    assert Cursor.parse(page.next) == Cursor(30, 3, microseconds(NOON))


def test_later_pages_remember_when_the_first_was_made():
    after = Cursor(30, 3, microseconds(NOON))
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        page = cut([4, 5], 1, numbered, after)
        last = cut([5], 1, numbered, Cursor.parse(page.next))
    assert page.since == NOON
    assert last.since == NOON


def test_pages_show_every_row_once():
    rows = list(range(1, 11))
    seen: list[int] = []
    after = None
    while True:
        rest = [row for row in rows if after is None or row > after.ref]
        page = cut(rest[:4], 3, numbered, after)
        seen += page.rows
        after = Cursor.parse(page.next)
        if after is None:
            break
    assert seen == rows


def test_behind_the_last_row_seen_is_what_is_older_and_of_the_same_instant_what_has_a_smaller_id(store):
    hours = {1: 3, 2: 2, 3: 2, 4: 2, 5: 1, 6: 4}
    with store.writing() as db:
        for id_, hour in hours.items():
            due = NOON + timedelta(hours=hour)
            db.add(Delivery(id=id_, fact="f", reaction="r", payload="{}", due_at=due))
    at, ref = col(Delivery.due_at), col(Delivery.id)
    seen = Cursor(microseconds(NOON + timedelta(hours=2)), 3, 0)
    with store.reading() as db:
        left = db.exec(select(Delivery.id).where(behind(at, ref, seen)).order_by(at.desc(), ref.desc()))
        assert list(left) == [2, 5]
