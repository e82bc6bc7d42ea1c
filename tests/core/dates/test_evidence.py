"""What a column says of its dates, as a whole."""

from datetime import UTC, date

import pytest

from app.core.clock import local_day
from app.core.dates import DayOrder, Evidence, Numbers, Unclear, Way, read

DMY, MDY, YMD = DayOrder


def seen(*values: str) -> Evidence:
    evidence = Evidence()
    for row, value in enumerate(values, 2):
        evidence.see(value, row)
    return evidence


def days(way: Way, *values: str) -> list[str]:
    return [local_day(read(value, way).at, UTC).isoformat() for value in values]


@pytest.mark.parametrize(
    ("values", "order"),
    [
        *((("03/04/2024", "31/01/2024"), DMY), (("03/04/2024", "1/31/2024"), MDY), (("3-4-24", "31-1-24"), DMY)),
        *((("3/4/24", "1/31/24"), MDY), (("24/03/04", "24/01/31"), YMD), (("99/03/04", "98/04/03"), YMD)),
        *((("03/04/2024 3:05 PM", "31/01/2024 9:05 AM"), DMY), (("Wed 03/04/2024", "05/06/2024"), DMY)),
        *((("Mon 03/04/2024", "05/06/2024"), MDY), (("16:53, 3/4/2024", "16:53, 16/3/2024"), DMY)),
        *(
            (("03.04.2024", "05.06.2024"), DMY),
            (("03.04.2024", "12.31.2024"), MDY),
            (("31.12.2023", "03/04/2024"), DMY),
        ),
        *((("2024-03-04", "31/01/2024"), DMY), (("4 March 2024", "03/04/2024", "1/13/2024"), MDY)),
        *((("03/04/2567", "31/01/2567"), DMY), (("03/04/67", "31/01/2567"), DMY), (("๓/๔/๒๕๖๗", "๓๑/๑/๒๕๖๗"), DMY)),
    ],
)
def test_one_date_that_can_be_only_one_decides_for_all(values, order):
    assert seen(*values).way().order == order
    assert seen(*reversed(values)).way().order == order


@pytest.mark.parametrize(
    "values",
    [("2024-03-04", "2024年3月5日"), ("4 March 2024",), ("03/03/2024", "4/4/2024"), ("", "n/a"), ("45322",), ()],
)
def test_where_no_order_is_needed_none_is_asked_for(values):
    assert seen(*values).way() == seen(*values).way(None)


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (("03/04/2024", "11/12/2024"), "“03/04/2024” in row 2 may be April 3, 2024 or March 4, 2024."),
        (
            ("2024-01-31", "05/05/2024", "3-4-2024 10:00"),
            "“3-4-2024 10:00” in row 4 may be April 3, 2024 or March 4, 2024.",
        ),
        (("03/04/24",), "Say which with --dates dmy, --dates mdy, or --dates ymd."),
        (("24.03.05", "24.12.31"), "YMD"),
        (("13/1/24", "20/1/24"), "Say which with --dates dmy or --dates ymd."),
        (("03.04.2024", "03/04/2024"), "“03.04.2024” in row 2"),
        (("03/04/2024 3:05 PM",), "Say which with --dates dmy or --dates mdy."),
        (("03/04/2567",), "“03/04/2567” in row 2 may be April 3, 2024 or March 4, 2024."),
    ],
)
def test_what_nothing_decides_is_asked_for_with_the_row_and_the_option(values, asked):
    if asked == "YMD":
        assert seen(*values).way().order == YMD
        return
    with pytest.raises(Unclear) as unclear:
        seen(*values).way()
    assert asked in str(unclear.value)
    assert seen(*values).way(DMY).order == DMY


@pytest.mark.parametrize(
    ("values", "wished", "said"),
    [
        (("03/04/2024", "16/3/2023"), MDY, "“16/3/2023” in row 3 cannot be in the order mdy"),
        (("16:53:35, 16/3/2023",), MDY, "Say --dates dmy, or correct it."),
        (("03/16/2023", "03/04/2024"), DMY, "“03/16/2023” in row 2 cannot be in the order dmy"),
        (("13/1/24", "20/1/24"), MDY, "Say --dates dmy or --dates ymd, or correct it."),
        (("16/3/2566",), MDY, "Say --dates dmy"),
    ],
)
def test_no_order_that_is_said_beats_what_a_column_plainly_shows(values, wished, said):
    with pytest.raises(Unclear) as unclear:
        seen(*values).way(wished)
    assert said in str(unclear.value)


def test_two_dates_that_contradict_each_other_are_named_with_their_rows():
    contradictory = seen("03/04/2024", "31/01/2024", "no date", "01/31/2024", "30/01/2024")
    with pytest.raises(Unclear) as unclear:
        contradictory.way()
    assert str(unclear.value).startswith("In “01/31/2024” in row 5 and “31/01/2024” in row 3 the day is in different")
    assert "--dates" in str(unclear.value)
    way = contradictory.way(DMY)
    assert days(way, "03/04/2024") == ["2024-04-03"]
    with pytest.raises(ValueError, match="no such date"):
        read("01/31/2024", way)


def test_what_was_said_counts_more_than_what_would_be_guessed():
    assert seen("03.04.2024").way(MDY).order == MDY


@pytest.mark.parametrize("said", ["31/31/2024", "2024", "Heute", "99/99/99", "n/a", "", "11/31/2024 at noon or so"])
def test_what_is_no_date_decides_nothing(said):
    assert seen(said, "13/04/2024").way().order == DMY


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        *((("45322", "45323.5", "n/a"), Numbers.DAYS_SINCE_1900), (("1706670300", "1706670301"), Numbers.SECONDS)),
        *((("1706670300123",), Numbers.MILLISECONDS), (("45322", "2024-01-31"), None), (("45322", "1706670300"), None)),
        *((("45322", "20"), None), (("2024", "2023"), None), (("20240131",), None), (("-45322",), None)),
    ],
)
def test_numbers_count_only_where_all_of_the_column_do(values, numbers):
    assert seen(*values).way().numbers == numbers


def test_a_column_that_a_spreadsheet_half_understood_is_not_guessed():
    way = seen("45322", "31/01/2024").way()
    with pytest.raises(ValueError, match="“45322” is a plain number"):
        read("45322", way)
    assert days(way, "31/01/2024") == ["2024-01-31"]


def test_in_a_column_of_buddhist_years_the_short_ones_are_buddhist_as_well():
    assert days(seen("31/01/2567", "05/01/24").way(), "31/01/2567", "05/01/24") == ["2024-01-31", "1981-01-05"]
    assert days(seen("31 ธ.ค. 66", "5 ม.ค. 24").way(), "31 ธ.ค. 66", "5 ม.ค. 24") == ["2023-12-31", "1981-01-05"]
    assert days(seen("5 ม.ค. 24").way(), "5 ม.ค. 24") == ["2024-01-05"]
    assert days(seen("พ.ศ. 2567 31/1", "31 ธ.ค. พ.ศ. 2566", "1/2/66").way(DMY), "1/2/66") == ["2023-02-01"]


def test_short_years_of_long_ago_are_not_taken_for_buddhist_ones():
    assert not seen("31/01/67", "15/03/66").way(DMY).is_buddhist
    assert not seen("31 ก.พ. 66").way().is_buddhist


@pytest.mark.parametrize(
    ("values", "are_days"),
    [
        *(
            (("2024-01-31 00:00:00", "2024-02-01 00:00"), True),
            (("1/31/2024 12:00:00 AM", "2/1/2024 12:00:00 AM"), True),
        ),
        *((("2024-01-31T00:00:00.000Z",), True), (("2024-01-31T00:00:00+07:00", "2024-02-01"), True)),
        *(
            (("2024-01-31 00:00", "2024-02-01 09:00"), False),
            (("1/31/2024 12:00 PM",), False),
            (("2024-01-31 00:00:01",), False),
        ),
    ],
)
def test_a_column_of_midnights_is_one_of_days(values, are_days):
    way = seen(*values).way()
    assert read(values[0], way).is_day is are_days
    assert days(way, values[0]) == ["2024-01-31"]


def test_a_day_is_the_one_of_the_zone_that_it_is_written_in():
    way = seen("2024-01-31T00:00:00+14:00").way()
    assert days(way, "2024-01-31T00:00:00+14:00") == [date(2024, 1, 31).isoformat()]
