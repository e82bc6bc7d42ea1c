"""Days, hours and numbers as the browser's region writes them, in whichever language was chosen."""

from datetime import UTC, date, datetime

import pytest

from app.core import i18n
from app.core.i18n import clock_text, date_text, full_date, month_text, number, speaking, written_for

DAY = date(2026, 3, 5)
AFTERNOON = datetime(2026, 3, 5, 14, 5, tzinfo=UTC)


def plain(text):
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("header", "medium", "hour"),
    [
        *(("", "Mar 5, 2026", "2:05 PM"), ("en", "Mar 5, 2026", "2:05 PM"), ("en-US,en", "Mar 5, 2026", "2:05 PM")),
        *(("en-GB,en;q=0.9", "5 Mar 2026", "14:05"), ("en_ie", "5 Mar 2026", "14:05")),
        *(("en-AU", "5 Mar 2026", "2:05 pm"), ("en-NZ", "5 Mar 2026", "2:05 pm"), ("en-IN", "5 Mar 2026", "2:05 pm")),
        ("en-CA,fr-CA;q=0.8", "Mar 5, 2026", "2:05 p.m."),
        # Somewhere there is no English of: as the world writes it, not as one country does.
        *(("th-TH,th;q=0.9,en;q=0.8", "5 Mar 2026", "2:05 pm"), ("zh-CN,zh;q=0.9", "5 Mar 2026", "2:05 pm")),
        *(("en-TH,en-US;q=0.5", "5 Mar 2026", "2:05 pm"), ("es-419", "5 Mar 2026", "2:05 pm")),
        # The language's own region is nearer than another's, and what is refused counts for nothing.
        *(("zh-CN,zh,en;q=0.8,en-US;q=0.6", "Mar 5, 2026", "2:05 PM"), ("en-GB;q=0,en-US", "Mar 5, 2026", "2:05 PM")),
        *(("de-DE", "5 Mar 2026", "14:05"), ("en-MV", "5 Mar 2026", "14:05")),
        *(("en-../../x", "Mar 5, 2026", "2:05 PM"), ("-" * 9000, "Mar 5, 2026", "2:05 PM")),
    ],
)
def test_english_is_written_as_in_the_readers_region(header, medium, hour):
    with speaking("en"), written_for(header):
        assert (date_text(DAY), plain(clock_text(AFTERNOON))) == (medium, hour)


def test_the_month_is_always_a_word():
    for region in ("GB", "NZ", "ZA", "CA", "MV", "BZ", "PK", "SE", "SG"):
        with speaking("en"), written_for(f"en-{region}"):
            assert "Mar" in date_text(DAY)


@pytest.mark.parametrize("header", ["th-TH", "en-GB,th;q=0.5", "th", "zh-CN"])
def test_thai_has_the_buddhist_year_for_every_browser(header):
    with speaking("th"), written_for(header):
        assert (date_text(DAY), month_text(DAY)) == ("5 มี.ค. 2569", "มีนาคม 2569")
        assert full_date(AFTERNOON) == "5 มีนาคม 2569 14:05"


def test_chinese_of_singapore_has_its_own_hours():
    with speaking("zh-Hans"):
        for header, hour in (("zh-SG", "下午2:05"), ("zh-CN", "14:05"), ("zh-Hans", "14:05"), ("zh-TW", "14:05")):
            with written_for(header):
                assert (date_text(DAY), clock_text(AFTERNOON)) == ("2026年3月5日", hour)


def test_numbers_are_grouped_as_in_the_region():
    with speaking("en"):
        for header, said in (("en-IN", "12,34,567"), ("en-GB", "1,234,567"), ("", "1,234,567")):
            with written_for(header):
                assert number(1234567) == said


def test_the_region_stays_while_another_language_is_spoken_and_ends_with_its_block():
    with written_for("th-TH,en-GB"), speaking("th"), speaking("en"):
        assert date_text(DAY) == "5 Mar 2026"
    assert not i18n.regions.get()
