"""What is refused and what is asked for, and how that is said."""

from zoneinfo import ZoneInfo

import pytest

from app.core.dates import DayOrder, Numbers, Way, read
from app.core.i18n import speaking

BANGKOK = ZoneInfo("Asia/Bangkok")
DMY = Way(DayOrder.DMY)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "Heute",
            "n/a",
            "tomorrow",
            "—",
            "วันนี้",
            "今天",
            "hier",
            "2024",
            "2024-01",
            "01/2024",
            "Jan 2024",
            "31 Jan",
        ),
        *("24:00", "10:00", "2024-01-31 10", "2024-01-31 10:5", "2024-01-31 10:00 - 11:00", "31/01/2024 or so"),
        *("31/01-2024", "2024-W05-3", "2024-031", "2024/01/2024", "31/01/20240", "31 Foo 2024"),
        *("2024-01-31, 2024-02-01", "10.15.30 31.12.2024", "12:05 a 31.1.2024 b", "2024-01-31 12:05 a"),
        *(
            "9999999999999999",
            "-45355",
            "1.7067E+12",
            "31 mar mar 2024",
            "R 3/4/24x",
            "M3",
            "Infinity",
            "\x00",
            "2024-01-31\x00x",
            "٪",
        ),
    ],
)
def test_what_is_no_date_is_refused_with_the_value(written):
    with pytest.raises(ValueError, match="is not a date") as refused:
        read(written, DMY, BANGKOK)
    assert f"“{written.strip()[:60]}”" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *(("29/02/2023", "no such date"), ("31/04/2024", "no such date"), ("31 April 2024", "no such date")),
        *(("2023-02-29", "no such date"), ("0000-01-01", "no such date"), ("2024-13-01", "no such date")),
        *(("30 ก.พ. 2567", "no such date"), ("12/31/2024", "order day, month, year. Another is said with --dates")),
        *(
            ("2024-01-31 24:00", "no such time"),
            ("2024-01-31 10:60", "no such time"),
            ("2024-01-31 10:00:60", "no such time"),
        ),
        *(("2024-01-31 13:05 AM", "no such time"), ("1/2/3", "no such date"), ("4:47 du 3/4/2024", "“DU”")),
        *(("Tue, 31 Jan 2024", "another weekday"), ("2024年1月31日 星期四", "another weekday")),
        *(("2024-01-31 10:00 CST", "“CST”"), ("2024-01-31 10:00 IST", "“IST”"), ("2024-01-31 10:00 ABC", "“ABC”")),
        *(("2024-01-31 10:00+15:00", "no such offset"), ("2024-01-31 10:00+07:60", "no such offset")),
        *(("0001-01-01 00:00", "no such date"), ("45355", "plain number"), ("1706659200", "plain number")),
    ],
)
def test_what_is_wrong_is_said(written, said):
    with pytest.raises(ValueError, match=said) as refused:
        read(written, DMY, BANGKOK)
    assert written in str(refused.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "03/04/2024",
            "“03/04/2024” may be April 3, 2024 or March 4, 2024. Say which with --dates dmy or --dates mdy.",
        ),
        ("03/04/05", "with --dates dmy, --dates mdy, or --dates ymd."),
        ("24.03.05", "March 24, 2005 or March 5, 2024. Say which with --dates dmy or --dates ymd."),
    ],
)
def test_where_nobody_said_the_order_it_is_asked_for(written, said):
    with pytest.raises(ValueError, match="may be") as asked:
        read(written)
    assert said in str(asked.value)


@pytest.mark.parametrize(
    ("written", "numbers"), [("20", "days since 1900"), ("99999", "days since 1900"), ("45322", "seconds")]
)
def test_a_number_that_counts_no_sensible_day_is_refused(written, numbers):
    with pytest.raises(ValueError, match="is not a date"):
        read(written, Way(numbers=Numbers(numbers)))


@pytest.mark.parametrize("tag", ["zh-Hans", "th"])
@pytest.mark.parametrize(
    "written", ["Heute", "12/31/2024", "2024-01-31 10:00 CST", "45355", "2024-01-31 24:00", "Tue, 31 Jan 2024"]
)
def test_it_is_said_in_the_language_of_whoever_reads(tag, written):
    with pytest.raises(ValueError, match=r"\S") as english:
        read(written, DMY)
    with speaking(tag), pytest.raises(ValueError, match=r"\S") as other:
        read(written, DMY)
    assert str(other.value) != str(english.value)
    assert written in str(other.value)
