"""An idea of a day without a time, as files bring them: its date is shown, the same one to everybody."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import col, select

from app import wiring
from app.core.clock import is_day, on_day
from app.core.dates import DayOrder
from app.core.paging import Cursor, cut, instant, microseconds
from app.credits.models import CreditLine
from app.discussion.models import Kind, Post
from app.discussion.queries import Sort, list_page
from app.ideas.models import Idea, Response, StageEntry
from app.people import commands as people
from app.people.queries import colleague
from tests.ideas.bringing import read
from tests.makers import rows

EVERYWHERE = ["America/New_York", "Asia/Bangkok", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
QUIET_ROOM = """title,body,author,department,created_at,answer,answered_at
Quiet room,A room where nobody speaks.,E1,sales,2024-01-31,There is one now.,2024-02-29
"""
WRITTEN = {
    "en": ("Jan 31, 2024", "Feb 29, 2024"),
    "zh-Hans": ("2024年1月31日", "2024年2月29日"),
    "th": ("31 ม.ค. 2567", "29 ก.พ. 2567"),
}


@pytest.fixture
def reader(store, cast, as_):
    """Pages as Ana reads them, in a zone and a language."""

    def visit(address, zone="UTC", tag="en", **params):
        with store.writing() as db:
            people.choose_settings(db, person=colleague(db, cast.ana), time_zone=zone)
        return as_(cast.ana).get(address, params={"lang": tag, **params}).text

    return visit


def test_what_has_no_time_is_kept_as_a_day_everywhere_it_goes(store, bring):
    bring(QUIET_ROOM)
    [post], [idea], [response] = rows(store, Post), rows(store, Idea), rows(store, Response)
    posted, answered = on_day(date(2024, 1, 31)), on_day(date(2024, 2, 29))
    assert (post.created_at, post.moved_at) == (posted, answered)
    assert (idea.responded_at, response.at) == (answered, answered)
    assert next(entry.at for entry in rows(store, StageEntry)) == posted
    assert rows(store, CreditLine)[0].at == posted


@pytest.mark.parametrize("tag", WRITTEN)
@pytest.mark.parametrize("zone", EVERYWHERE)
def test_it_is_shown_as_the_same_date_to_everybody(bring, reader, work, zone, tag):
    bring(QUIET_ROOM)
    work()
    posted, answered = WRITTEN[tag]
    page = reader("/ideas/1-quiet-room", zone, tag)
    assert f'<time datetime="2024-01-31" title="{long(tag)}">{posted}</time>' in page
    assert f">{answered}</time>" in page
    assert re.findall(r'<time datetime="([^"]+)"', page) == ["2024-01-31", "2024-02-29"]
    assert re.findall(r'class="track__note">([^<]+)<', page) == [posted, answered]
    for address, params in (("/search", {"q": "quiet"}), ("/people/1", {})):
        assert f'<time datetime="2024-01-31" title="{long(tag)}">{posted}</time>' in reader(
            address, zone, tag, **params
        )


def long(tag):
    return {"en": "January 31, 2024", "zh-Hans": "2024年1月31日", "th": "31 มกราคม 2567"}[tag]


def test_of_today_it_is_a_date_and_not_some_hours_ago(bring, reader):
    with time_machine.travel(datetime(2024, 1, 31, 15, tzinfo=UTC), tick=False):
        bring("title,created_at\nQuiet room,2024-01-31\n")
        page = reader("/ideas/1-quiet-room")
    assert ">Jan 31, 2024</time>" in page
    assert "ago" not in re.findall(r">([^<]+)</time>", page)


@pytest.mark.parametrize("day", ["2024-01-31", "2024-02-01"])
def test_a_day_that_has_begun_elsewhere_is_no_future_and_hides_nothing(store, cast, bring, reader, day):
    """In Kiritimati it is the first of February already while London has breakfast on the last of January."""
    with time_machine.travel(datetime(2024, 1, 31, 10, 30, tzinfo=UTC), tick=False):
        bring(f"title,created_at\nQuiet room,{day}\n")
        [post] = rows(store, Post)
        assert (post.created_at, post.moved_at) == (on_day(date.fromisoformat(day)), datetime.now(UTC))
        page = reader("/ideas", sort="newest")
    assert "Quiet room" in page


@pytest.mark.parametrize(
    ("day", "said"),
    [("2024-02-02", "in the future"), ("1969-12-31", "before 1970"), ("2024-02-01 10:31Z", "in the future")],
)
def test_what_is_to_come_or_too_long_ago_is_refused(store, cast, day, said):
    with time_machine.travel(datetime(2024, 1, 31, 10, 30, tzinfo=UTC), tick=False):
        [error] = read(store, f"title,created_at\nQuiet room,{day}\n").errors
    assert said in error.message


def test_lists_are_paged_over_days_without_gap_or_repeat(store, cast, bring):
    bring("title,created_at\n" + "".join(f"Idea {n},2024-01-{1 + n % 3:02}\n" for n in range(9)))
    found: list[tuple[datetime, int]] = []
    after = None
    with store.reading() as db:
        while not found or after:
            page = list_page(db, kind=Kind.IDEA, viewer_id=cast.ana, sort=Sort.NEWEST, size=2, after=after)
            found += [(row.created_at, row.id) for row in page.rows]
            after = Cursor.parse(page.next)
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 9
    assert all(is_day(at) for at, _id in found)


def test_a_cursor_and_a_row_of_json_keep_the_mark_of_a_day():
    day = on_day(date(2024, 1, 31))
    cursor = Cursor.parse(str(Cursor(microseconds(day), 1, 1)))
    assert cursor is not None
    assert (cursor.at, is_day(cursor.at)) == (day, True)
    assert is_day(instant(microseconds(day)))
    assert datetime.fromisoformat(json.loads(json.dumps(day.isoformat()))) == day
    assert cut([day], 1, lambda row: (microseconds(row), 1), None).rows == [day]


def test_a_database_finds_a_day_among_instants(store, bring):
    bring("title,created_at\nBefore,2024-01-31 12:00:00Z\nAt,2024-01-31\nAfter,2024-01-31 12:00:01Z\n")
    day = on_day(date(2024, 1, 31))
    with store.reading() as db:
        titles = [list(db.exec(select(Post.title).where(one))) for one in (
            col(Post.created_at) == day, col(Post.created_at) < day, col(Post.created_at) > day
        )]  # fmt: skip
    assert titles == [["At"], ["Before"], ["After"]]


AMBIGUOUS = "title,created_at\nA,03/04/2024\nB,11/12/2024\n"


def test_the_order_of_dates_is_asked_for_where_a_column_leaves_it_open(store, cast, bring):
    [error] = read(store, AMBIGUOUS).errors
    assert (error.line, error.column) == (1, "created_at")
    assert "“03/04/2024” in row 2 may be April 3, 2024 or March 4, 2024" in error.message
    assert bring(AMBIGUOUS, dates=DayOrder.MDY).dates == (date(2024, 3, 4), date(2024, 11, 12))


def test_a_column_that_says_it_is_read_so(store, cast, bring):
    bring(AMBIGUOUS + "C,12/31/2024\n")
    assert [post.created_at for post in rows(store, Post)] == [
        on_day(day) for day in (date(2024, 3, 4), date(2024, 11, 12), date(2024, 12, 31))
    ]


def test_each_column_has_its_own_way(store, cast, bring):
    reading = bring("title,created_at,answer,answered_at\nA,31/01/2024,Yes.,45323.5\nB,5/2/2024,No.,45330\n")
    first, second = rows(store, Response)
    assert (first.at, second.at) == (datetime(2024, 2, 1, 12, tzinfo=UTC), on_day(date(2024, 2, 8)))
    assert reading.dates == (date(2024, 1, 31), date(2024, 2, 8))


def test_two_dates_that_contradict_each_other_are_one_error_of_their_column(store, cast):
    errors = read(store, "title,created_at\nA,31/01/2024\nB,01/31/2024\n").errors
    assert "“01/31/2024” in row 3 and “31/01/2024” in row 2" in errors[0].message


def test_the_check_finds_nothing_wrong_with_days(store, bring):
    bring(QUIET_ROOM)
    with store.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


def test_an_instant_beside_the_mark_of_a_day_is_brought_as_one(store, bring):
    bring("title,created_at\nNoon,2024-01-31T12:00:00.000001Z\n")
    assert rows(store, Post)[0].created_at == on_day(date(2024, 1, 31)) + timedelta(microseconds=1)
