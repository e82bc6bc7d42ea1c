"""One date, as people and machines all over the world write it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.core import clock
from app.core.dates import DayOrder, Numbers, Way, read

BANGKOK = ZoneInfo("Asia/Bangkok")
DMY, MDY, YMD = (Way(order) for order in DayOrder)
LAST_OF_JANUARY = date(2024, 1, 31)
TIMES = {
    "2023-03-16 09:53:35": ("16:53:35, 16/3/2023",),
    "2024-01-30 17:05": ("31/1/2024 12:05 AM",),
    "2024-01-30 17:30": ("2024/1/31 凌晨12:30",),
    "2024-01-30 20:05": ("31/1/2024 3:05 du matin", "31/1/2024 3:05 SA"),
    "2024-01-31 01:05": ("2024-01-31 10:05 JST", "2024-01-31 10:05 KST"),
    "2024-01-31 02:00": ("31/1/2024 9 AM",),
    "2024-01-31 02:05": ("2024-01-31 10:05+08:00", "2024. 1. 31. 오전 9시 5분"),
    "2024-01-31 02:30": ("2024-01-31 早上9:30",),
    "2024-01-31 03:05": (
        "2024-01-31 10:05",
        "2024-01-31 10:05 GMT+7",
        "Wed Jan 31 2024 10:05:00 GMT+0700 (Indochina Time)",
        "2024-01-31T10:05:00.000+0700[Asia/Bangkok]",
    ),
    "2024-01-31 03:05:09": ("2024-01-31T10:05:09",),
    "2024-01-31 03:05:09.123456": ("2024-01-31 10:05:09.1234567",),
    "2024-01-31 03:15": ("20240131101500",),
    "2024-01-31 03:15:30.123456": ("31-JAN-24 10.15.30.123456 AM",),
    "2024-01-31 05:05": ("31/1/2024 12:05 PM", "2024/1/31 午後0時5分", "12:05 Uhr am 31. Januar 2024"),
    "2024-01-31 05:30": ("2024/1/31 中午12:30",),
    "2024-01-31 08:00": ("31/1/2024 3pm", "31. Januar 2024 um 15 Uhr"),
    "2024-01-31 08:05": (
        "31/1/2024 3:05 p.m.",
        "31/1/2024 3:05:00\u202fp.\u00a0m.",
        "January 31, 2024 at 3:05 in the afternoon",
        "2024年1月31日 下午3:05",
        "2024年1月31日下午3时5分",
        "2024年1月31日 15時05分00秒",
        "2024년 1월 31일 오후 3:05",
        "31.1.2024 15:05 Uhr",
        "31.1.2024 15.05",
        "31.1.2024 3:05 Uhr nachmittags",
        "31. tammikuuta 2024 klo 15.05",
        "31/01/2024 15h05",
        "31/1/2024 3:05 de l’après-midi",
        "31/1/2024 3:05 de la tarde",
        "31 de enero de 2024, 15:05",
        "31/01/2024 3:05 da tarde",
        "15:05 31 tháng 1, 2024",
        "3:05 CH 31/1/2024",
        "31/1/2024 3:05 chiều",
        "31 ม.ค. 2567 15:05 น.",
        "31 ม.ค. 2567 เวลา 15.05 น.",
        "31 มกราคม 2567 15 นาฬิกา 05 นาที",
        "31 ม.ค. 2567 3:05 หลังเที่ยง",
    ),
    "2024-01-31 10:05": ("2024-01-31 10:05 UTC", "2024-01-31 10:05:00 +0000 UTC", "Wed Jan 31 10:05:00 UTC 2024"),
    "2024-01-31 10:05:09.123": ("2024-01-31T10:05:09.123Z",),
    "2024-01-31 10:05:09.5": ("2024-01-31 10:05:09,5+00:00",),
    "2024-01-31 10:15": ("20240131T101500Z",),
    "2024-01-31 11:30": ("2024-01-31 晚上6:30",),
    "2024-01-31 13:35": ("2024-01-31 10:05-0330",),
    "2024-01-31 15:05": ("2024-01-31 10:05 EST",),
    "2024-02-01 08:05": ("1º de fevereiro de 2024 às 15:05",),
    "2024-03-01 08:05": ("1er mars 2024 à 15 h 05",),
    "2024-03-05 10:00": ("Tue, 05 Mar 2024 10:00:00 +0000",),
    "2024-07-31 08:05": ("2024-07-31 10:05 CEST",),
    "2025-09-22 02:26": ("22/Sep/25 9:26 AM",),
    "2025-09-22 14:26": ("22/Sep/25 9:26 PM",),
}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        *("2024-01-31", "2024/1/31", "2024.01.31", "2024. 1. 31.", "2024 01 31", "20240131", " 2024-01-31 "),
        *("31/01/2024", "31.1.2024", "31. 1. 2024", "31-01-2024", "31 01 2024", "31/1/24", "31.01.24"),
        *("2024-01-31Z", "2024-01-31+07:00"),
        *("31 January 2024", "31st January 2024", "January 31, 2024", "Jan. 31, 2024", "Jan 31st 2024", "31-JAN-24"),
        *("Wednesday, 31 January 2024", "Wed, Jan 31, 2024", "the 31st of January 2024", "2024-Jan-31", "31Jan2024"),
        *("31 Jan '24", "2024 Jan 31", "31/Jan/24", "31 January 2024 AD"),
        *(
            "2024年1月31日",
            "2024年01月31号",
            "2024年1月31日 星期三",
            "2024年1月31日（周三）",
            "2024年一月31日",
            "2024/1/31(三)",
        ),
        *("２０２４年１月３１日", "２０２４／１／３１", "民國113年1月31日", "113/01/31", "113年1月31日"),
        *("令和6年1月31日", "R6.1.31", "2024年1月31日(水)", "2024年1月31日水曜日", "平成36年1月31日", "㋿6年1月31日"),
        *("2024년 1월 31일", "2024년 1월 31일 수요일", "2024. 1. 31. (수)"),
        *(
            "31. Januar 2024",
            "Mittwoch, 31. Januar 2024",
            "Mi., 31. Jan. 2024",
            "31. Jänner 2024",
            "am 31. Januar 2024",
        ),
        *("31 janvier 2024", "31 janv. 2024", "mercredi 31 janvier 2024", "le 31 janvier 2024"),
        *(
            "31 de enero de 2024",
            "31 ene 2024",
            "miércoles, 31 de enero de 2024",
            "31 de enero del 2024",
            "enero 31, 2024",
        ),
        *("31 de janeiro de 2024", "31 de jan. de 2024", "quarta-feira, 31 de janeiro de 2024"),
        *(
            "ngày 31 tháng 1 năm 2024",
            "31 thg 1, 2024",
            "Thứ Tư, 31 tháng 1, 2024",
            "Th 4, 31 thg 1, 2024",
            "ngày 31/01/2024",
        ),
        *("31 ม.ค. 2567", "31 มกราคม 2567", "31 มกราคม พ.ศ. 2567", "วันพุธที่ 31 มกราคม พ.ศ. 2567", "31ม.ค.2567"),
        *("31 มกราคม ค.ศ. 2024", "๓๑ มกราคม ๒๕๖๗", "๓๑/๐๑/๒๕๖๗", "31/01/2567", "2567-01-31", "25670131", "31 ม.ค. 67"),
        *(
            "31 gennaio 2024",
            "31 januari 2024",
            "31 stycznia 2024",
            "31 января 2024 г.",
            "31 Ocak 2024",
            "2024. január 31.",
        ),
    ],
)
def test_a_day_is_read_and_is_only_a_day(written):
    found = read(written, DMY, BANGKOK)
    assert (found.at, found.is_day) == (clock.on_day(LAST_OF_JANUARY), True)


@pytest.mark.parametrize(
    "written",
    ["1/31/2024", "01-31-2024", "1.31.2024", "1/31/24", "Wed 1/31/2024"],
)
def test_where_the_month_comes_first_it_is_read_first(written):
    assert read(written, MDY) == read("2024-01-31")


@pytest.mark.parametrize("written", ["24/01/31", "24. 1. 31.", "24-1-31"])
def test_where_a_short_year_comes_first_it_is_read_first(written):
    assert read(written, YMD) == read("2024-01-31")


@pytest.mark.parametrize(("written", "meant"), [(one, meant) for meant, every in TIMES.items() for one in every])
def test_a_time_is_read_in_its_own_zone_or_in_the_one_assumed(written, meant):
    found = read(written, DMY, BANGKOK)
    assert (found.at, found.is_day) == (instant(meant), False)


@pytest.mark.parametrize("written", ["31/01/2024", "1/31/2024", "31.1.2024", "Wed 31/1/2024", "99/12/31", "3.3.2024"])
def test_where_one_order_gives_a_date_nothing_is_asked(written):
    assert read(written).is_day


def test_dots_put_the_day_first():
    assert read("03.04.2024") == read("2024-04-03")


def test_a_weekday_tells_the_order():
    assert read("Wed 03/04/2024") == read("2024-04-03")
    assert read("Mon 03/04/2024") == read("2024-03-04")


@pytest.mark.parametrize(
    ("written", "way", "year"),
    [
        *(("31/12/25", DMY, 2025), ("31/12/27", DMY, 2027), ("31/12/28", DMY, None), ("31/12/99", DMY, 1999)),
        *(("31/12/66", Way(DayOrder.DMY, is_buddhist=True), 2023), ("31/12/2566", DMY, 2023)),
        *(("31 ธ.ค. 66", DMY, 2023), ("31 ธ.ค. 24", DMY, 2024), ("31 ธ.ค. พ.ศ. 66", DMY, 2023)),
        *(("31 ธ.ค. 24", Way(is_buddhist=True), 1981), ("31 ธ.ค. ค.ศ. 24", Way(is_buddhist=True), 2024)),
        *(("令和元年12月31日", DMY, 2019), ("昭和50年12月31日", DMY, 1975), ("H31.12.31", DMY, 2019)),
    ],
)
def test_a_year_is_the_latest_that_is_not_to_come(written, way, year):
    if year is None:
        with pytest.raises(ValueError, match="no such date"):
            read(written, way)
    else:
        assert clock.local_day(read(written, way).at, UTC) == date(year, 12, 31)


@pytest.mark.parametrize(
    ("written", "numbers", "meant"),
    [
        *(
            ("45322", Numbers.DAYS_SINCE_1900, date(2024, 1, 31)),
            ("45322.0", Numbers.DAYS_SINCE_1900, date(2024, 1, 31)),
        ),
        ("45322,5", Numbers.DAYS_SINCE_1900, instant("2024-01-31 05:00")),
        ("45322.4375", Numbers.DAYS_SINCE_1900, instant("2024-01-31 03:30")),
        ("45322.4166666667", Numbers.DAYS_SINCE_1900, instant("2024-01-31 03:00")),
        ("43860", Numbers.DAYS_SINCE_1904, date(2024, 1, 31)),
        ("1706670300", Numbers.SECONDS, instant("2024-01-31 03:05")),
        ("1706670300.5", Numbers.SECONDS, instant("2024-01-31 03:05:00.5")),
        ("1706670300123", Numbers.MILLISECONDS, instant("2024-01-31 03:05:00.123")),
    ],
)
def test_numbers_are_counted_where_the_column_counts(written, numbers, meant):
    found = read(written, Way(numbers=numbers), BANGKOK)
    assert found.at == (meant if isinstance(meant, datetime) else clock.on_day(meant))
    assert found.is_day is not isinstance(meant, datetime)


def test_where_every_time_is_midnight_none_was_meant():
    midnights = Way(DayOrder.MDY, is_all_midnight=True)
    assert read("1/31/2024 12:00:00 AM", midnights, BANGKOK) == read("2024-01-31")
    assert read("1/31/2024 12:00:00 AM", MDY, BANGKOK).at == instant("2024-01-30 17:00")


def test_a_time_that_would_say_that_there_is_none_steps_aside():
    found = read("2024-01-31T12:00:00.000001Z")
    assert (found.at, found.is_day) == (instant("2024-01-31 12:00:00.000002"), False)
    assert not clock.is_day(found.at)
