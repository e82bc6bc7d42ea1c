from datetime import date

import pytest

from app.core.english import in_full, so_many


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 ideas"), (1, "1 idea"), (2, "2 ideas"), (11, "11 ideas"), (21, "21 ideas")]
)
def test_one_is_said_differently_from_all_others(number, said):
    assert so_many(number, "idea") == said


def test_what_changes_more_than_its_end_is_said_in_full():
    assert [so_many(number, "person is", "people are") for number in (1, 2)] == ["1 person is", "2 people are"]


def test_a_day_in_full_has_its_month_by_name():
    assert in_full(date(2024, 4, 3)) == "3 April 2024"
