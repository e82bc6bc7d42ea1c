from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.core.clock import on_day
from app.core.paging import Cursor
from app.core.subjects import Subject
from app.notices import commands, queries
from app.notices.models import NoticeKind

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_pages_follow_each_other_without_gap_or_repeat(store, cast):
    with store.writing() as db:
        for n in range(queries.PAGE + 5):
            # Several at one instant: the cursor has to go by id too.
            about: dict[str, Any] = {
                "subject": Subject("idea", n),
                "label": f"Idea {n}",
                "at": NOON + timedelta(minutes=n // 10),
            }
            commands.tell(db, people=[cast.otto], kind=NoticeKind.COMMENT, actor_id=0, actor_name="Ana", **about)
    with store.reading() as db:
        first = queries.notices(db, cast.otto)
        second = queries.notices(db, cast.otto, Cursor.parse(first.next))
    assert (len(first.rows), len(second.rows), second.next) == (queries.PAGE, 5, "")
    labels = [row.label for row in (*first.rows, *second.rows)]
    assert len(set(labels)) == queries.PAGE + 5
    assert labels[0] == f"Idea {queries.PAGE + 4}"


def test_a_day_ends_where_it_ends_for_the_reader():
    def row(at):
        return queries.NoticeRow(1, "comment", Subject("idea", 1), "", "", ["Ana"], 0, at, True)

    rows = [row(datetime(2026, 11, 20, 18, tzinfo=UTC)), row(datetime(2026, 11, 20, 16, tzinfo=UTC))]
    assert [day.day for day in queries.by_day(rows, "Asia/Bangkok")] == [date(2026, 11, 21), date(2026, 11, 20)]
    assert [day.day for day in queries.by_day(rows, "UTC")] == [date(2026, 11, 20)]


def test_what_is_of_a_day_alone_stands_under_that_day_and_no_day_twice():
    def row(at):
        return queries.NoticeRow(1, "comment", Subject("idea", 1), "", "", ["Ana"], 0, at, True)

    noon = on_day(date(2026, 11, 20))
    rows = [row(noon + timedelta(hours=1)), row(noon), row(noon - timedelta(hours=1)), row(noon - timedelta(hours=20))]
    for zone, first in (("Pacific/Kiritimati", 21), ("Pacific/Pago_Pago", 20), ("Asia/Bangkok", 20)):
        days = queries.by_day(rows, zone)
        assert [day.day.day for day in days] == sorted({day.day.day for day in days}, reverse=True)
        assert days[0].day == date(2026, 11, first)
        assert next(day.day for day in days if any(found.at == noon for found in day.rows)) == date(2026, 11, 20)
