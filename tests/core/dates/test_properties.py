"""What must hold of every date in every language, and of anything else that stands in a cell."""

from datetime import UTC, date, datetime, timedelta

import pytest
from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.clock import local_day
from app.core.dates import DayOrder, Evidence, Unclear, Way, read
from app.core.dates.names import FURTHER, LANGUAGES

every_day = st.dates(date(1970, 1, 1), date(2030, 12, 31))
recent = st.dates(date(1970, 1, 1), date(2026, 12, 31))
minutes = st.times().map(lambda time: time.replace(second=0, microsecond=0))
NUMERIC = {
    DayOrder.DMY: ("%d/%m/%Y", "%-d-%-m-%Y", "%d.%m.%Y", "%-d/%-m/%y", "%d %m %Y"),
    DayOrder.MDY: ("%m/%d/%Y", "%-m-%-d-%Y", "%m.%d.%Y", "%-m/%-d/%y"),
    DayOrder.YMD: ("%Y-%m-%d", "%Y/%-m/%-d", "%Y%m%d", "%Y. %-m. %-d.", "%y/%m/%d"),
}
FORMATS = [(order, pattern) for order, patterns in NUMERIC.items() for pattern in patterns]
OWN = (
    *("{d.day}/{m}/{y2} 9:26 AM", "{weekday}, {d.day:02} {m} {d.year} 10:00:00 +0000", "{m} {d.day}, {d.year}"),
    *(
        "{d.year}年{d.month}月{d.day}日 下午3:05",
        "{d.year}년 {d.month}월 {d.day}일 오후 3:05",
        "16:53:35, {d.day} {m} {d.year}",
    ),
    *("ngày {d.day} tháng {d.month} năm {d.year}", "{d.day}º {m} {d.year}", "民國{taiwan}年{d.month}月{d.day}日"),
    *("{d.day}/{d.month}/{thai}", "{d.day} {m} พ.ศ. {thai}", "{thai}-{d.month:02}-{d.day:02}T09:30:00Z"),
)


@pytest.fixture(autouse=True)
def _today():
    """Short years are read by it; of the days below none is to come."""
    with clock.at(datetime(2026, 12, 31, 9, tzinfo=UTC)):
        yield


def seen(values: list[str]) -> Evidence:
    evidence = Evidence()
    for row, value in enumerate(values, 2):
        evidence.see(value, row)
    return evidence


def day_of(written: str, way: Way) -> date:
    return local_day(read(written, way).at, UTC)


def first_of(pattern: str) -> DayOrder:
    return next(order for order in DayOrder if order[0] == next(char.lower() for char in pattern if char in "dMy"))


@pytest.mark.parametrize("style", ["full", "long", "medium", "short"])
@pytest.mark.parametrize("tag", [*LANGUAGES, *FURTHER])
def test_a_date_as_a_language_writes_it_is_the_same_day(tag, style):
    locale = Locale.parse(tag)
    pattern = locale.date_formats[style].pattern
    way = Way(first_of(pattern))
    skipped = {("my", "medium")}  # Burmese shortens April to one letter, which is short for many things.

    @settings(max_examples=15, deadline=None)
    @given(recent if "yy" in pattern.replace("yyyy", "") else every_day)
    def check(day):
        found = read(format_date(day, style, locale=locale), way)
        assert (found.at, found.is_day) == (clock.on_day(day), True)

    if (tag, style) not in skipped:
        check()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_time_as_a_language_writes_it_is_the_same_instant(tag):
    locale = Locale.parse(tag)
    ways = [Way(first_of(locale.date_formats[style].pattern)) for style in ("medium", "long")]

    @settings(max_examples=40, deadline=None)
    @given(every_day, minutes, st.booleans())
    def check(day, time, is_long):
        style = "long" if is_long else "medium"
        at = datetime.combine(day, time, UTC)
        for text in (
            format_datetime(at, style, locale=locale) if style == "medium" else format_date(day, style, locale=locale),
            f"{format_date(day, style, locale=locale)} {format_time(time, 'short', locale=locale)}",
            f"{format_date(day, style, locale=locale)} {format_time(time, 'h:mm a', locale=locale)}",
            f"{format_date(day, style, locale=locale)} {format_time(time, 'h:mm B', locale=locale)}",
        ):
            found = read(text, ways[is_long])
            assert found.at == (clock.on_day(day) if found.is_day else at), text
            assert found.is_day is (text == format_date(day, style, locale=locale)), text

    check()


@pytest.mark.parametrize("written", OWN)
def test_a_date_as_programs_write_it_is_the_same_day(written):
    way = Way(DayOrder.DMY)

    @settings(max_examples=40, deadline=None)
    @given(recent)
    def check(day):
        names = {"m": f"{day:%b}", "weekday": f"{day:%a}", "y2": f"{day:%y}", "thai": day.year + 543}
        assert day_of(written.format(d=day, taiwan=day.year - 1911, **names), way) == day

    check()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FORMATS), st.lists(recent, min_size=1, max_size=12))
def test_a_column_gives_its_days_or_asks_and_never_others(format_, days):
    order, pattern = format_
    written = [day.strftime(pattern) for day in days]
    evidence = seen(written)
    try:
        way = evidence.way()
    except Unclear as asked:
        assert f"--dates {order}" in str(asked)
    else:
        # Of those who write dots, nobody is known to put the month first.
        assert pattern == "%m.%d.%Y" or [day_of(value, way) for value in written] == days
    assert [day_of(value, evidence.way(order)) for value in written] == days


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(date, st.just(2024), st.integers(1, 12), st.integers(13, 28)), min_size=1, max_size=5))
def test_a_day_above_twelve_anywhere_decides(days):
    for order, pattern in ((DayOrder.DMY, "%d/%m/%Y"), (DayOrder.MDY, "%m/%d/%Y")):
        assert seen([day.strftime(pattern) for day in (date(2024, 3, 4), *days)]).way().order == order


@settings(max_examples=200, deadline=None)
@given(st.integers(25_569, 73_050), st.integers(0, 86_399))
def test_a_number_of_a_spreadsheet_is_the_day_and_second_that_it_counts(number, second):
    value = f"{number + second / 86_400:.10f}"
    expected = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=number, seconds=second)
    found = read(value, seen([value]).way())
    assert found.at == (expected if second else clock.on_day(expected.date()))


PIECES = st.sampled_from(
    [*"0123456789/-.:, +()[]'TZ年月日時分", "12", "31", "2024", "2567", "mar", "sa", "am", "de", "pm", "下午", "พ.ศ.", "ธ.ค.", "th",
     "ngày", "月", "(月)", "令和", "GMT", "EST", "Uhr", "a", "\u202f", "\x00", "٣", "元年", "²", "½", "㋿"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=150), st.lists(PIECES, max_size=25).map("".join)), st.sampled_from([None, *DayOrder]))
def test_nothing_raises_anything_but_that_it_is_no_date(written, order):
    try:
        found = read(written, seen([written]).way(order))
    except ValueError as refused:
        assert str(refused).endswith(".")
    else:
        assert found.is_day == clock.is_day(found.at)
