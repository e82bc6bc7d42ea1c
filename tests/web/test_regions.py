"""A page's dates follow the region of the browser, its language what the person chose; files stay as they are."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from tests.makers import an_idea
from tests.recognition.giving import person, thanked

MARCH, MAY = datetime(2026, 3, 5, 14, 5, tzinfo=UTC), datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
BRITISH, AMERICAN = "en-GB,en;q=0.9", "en-US,en;q=0.9"


@pytest.fixture
def in_may(store, cast, work):
    """What was written in March is looked at two months later."""
    with time_machine.travel(MARCH, tick=False):
        an_idea(store, by=cast.ana)
        thanked(store, cast.ana, person(cast.ben))
        work()
    with time_machine.travel(MAY, tick=False):
        yield


def told(response):
    """Each time on the page, with what is said when it is pointed at."""
    assert response.status_code == 200
    found = re.findall(r'<time datetime="2026-03-05[^"]*" title="([^"]+)">([^<]+)</time>', response.text)
    return {(title.replace("\u202f", " "), said) for title, said in found}


@pytest.mark.parametrize(
    ("accepted", "title", "day"),
    [
        (BRITISH, "5 March 2026 14:05", "5 Mar 2026"),
        (AMERICAN, "March 5, 2026 2:05 PM", "Mar 5, 2026"),
        ("th-TH,th;q=0.9", "5 March 2026 2:05 pm", "5 Mar 2026"),
    ],
)
def test_a_person_who_chose_english_reads_the_dates_of_their_region(in_may, cast, as_, accepted, title, day):
    visitor = as_(cast.lea)
    visitor.cookies.set("byline-language", "en")
    for path in ("/ideas/1-plant-trees", "/recognition"):
        response = visitor.get(path, headers={"Accept-Language": accepted})
        assert '<html lang="en"' in response.text
        assert told(response) == {(title, day)}


@pytest.mark.parametrize(
    ("accepted", "day"), [(BRITISH, "5 March 2026"), (AMERICAN, "March 5, 2026"), ("", "March 5, 2026")]
)
def test_notices_stand_under_days_of_the_readers_region(in_may, cast, as_, accepted, day):
    page = as_(cast.ben).get("/notices", headers={"Accept-Language": accepted}).text
    assert re.search(rf">\s*{day}\s*<", page)


def test_one_readers_region_is_not_the_next_ones(in_may, cast, as_):
    """What is kept between pages is kept for each region."""
    visitor = as_(cast.lea)
    for _turn in range(2):
        for accepted, day in ((BRITISH, "5 Mar 2026"), (AMERICAN, "Mar 5, 2026")):
            response = visitor.get("/ideas/1-plant-trees", headers={"Accept-Language": accepted})
            assert {said for _title, said in told(response)} == {day}
            assert "Accept-Language" in response.headers["vary"]


def test_a_file_is_the_same_for_every_region(in_may, cast, as_):
    files = {as_(cast.ana).get("/me/record.csv", headers={"Accept-Language": one}).text for one in (BRITISH, AMERICAN)}
    [file] = files
    assert ",2026-03-05," in file
