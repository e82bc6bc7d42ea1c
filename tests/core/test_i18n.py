from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from app.core import i18n
from app.core.clock import on_day
from app.core.i18n import (
    LANGUAGES,
    accepted_language,
    ago,
    clock_text,
    date_text,
    either,
    full_date,
    gettext,
    known_language,
    listed,
    month_text,
    name_in,
    number,
    own_name,
    speaking,
    stamp,
)

DAY = date(2026, 11, 5)
EVERYWHERE = ["America/New_York", "Asia/Bangkok", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wished", "tag"),
    [
        *(("en", "en"), ("EN-us", "en"), ("th-TH", "th"), ("th_TH", "th"), (" th ", "th")),
        *(
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh_SG", "zh-Hans"),
            ("zh-Hans", "zh-Hans"),
            ("zh-Hans-CN", "zh-Hans"),
        ),
        *(("zh-TW", None), ("fr", None), ("", None), ("*", None), ("thai", None)),
    ],
)
def test_a_language_is_known_by_its_many_names(wished, tag):
    assert known_language(wished) == tag


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("th,en;q=0.8", "th"),
        ("fr;q=0.9,zh-CN;q=0.5,en;q=0.7", "en"),
        ("de, zh-Hans;q=.5", "zh-Hans"),
        ("en;q=0.3, th;q=0.3", "en"),
        ("th;q=nonsense,en;q=0.1", "en"),
        ("fr", None),
        ("", None),
        (";;;,,,=", None),
        ("x," * 5000 + "th", None),
    ],
)
def test_a_browser_is_answered_in_the_first_language_we_speak(header, tag):
    assert accepted_language(header) == tag


def test_a_language_is_spoken_only_inside_its_block():
    with speaking("th", "Asia/Bangkok"):
        with speaking("zh-Hans"):
            assert (i18n.locale.get(), i18n.zone.get().key) == ("zh-Hans", "Asia/Bangkok")
        assert i18n.locale.get() == "th"
    assert (i18n.locale.get(), i18n.zone.get().key) == ("en", "UTC")


def test_a_language_ends_even_when_its_block_fails():
    with pytest.raises(ZeroDivisionError), speaking("th", "Asia/Bangkok"):
        raise ZeroDivisionError
    assert (i18n.locale.get(), i18n.zone.get().key) == ("en", "UTC")


def test_a_language_we_do_not_speak_is_english():
    with speaking("xx"):
        assert i18n.locale.get() == "en"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_sentence_without_translation_is_itself(tag):
    with speaking(tag):
        assert gettext("No catalogue will ever hold this sentence.") == "No catalogue will ever hold this sentence."


@pytest.mark.parametrize(
    ("tag", "medium", "long"),
    [
        ("en", "Nov 5, 2026", "November 5, 2026"),
        ("zh-Hans", "2026年11月5日", "2026年11月5日"),
        ("th", "5 พ.ย. 2569", "5 พฤศจิกายน 2569"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(tag, medium, long):
    with speaking(tag):
        assert (date_text(DAY), date_text(DAY, "long")) == (medium, long)


def test_a_month_of_a_thai_page_has_the_buddhist_year():
    with speaking("th"):
        assert month_text(DAY).endswith(" 2569")


def test_an_instant_is_told_in_the_readers_zone():
    late = datetime(2026, 12, 31, 20, 5, tzinfo=UTC)
    with speaking("th", "Asia/Bangkok"):
        assert full_date(late) == "1 มกราคม 2570 03:05"
        assert clock_text(late) == "03:05"
    with speaking("zh-Hans", "UTC"):
        assert full_date(late) == "2026年12月31日 20:05"


@pytest.mark.parametrize(
    ("tag", "passed", "told"),
    [
        ("en", timedelta(hours=2), "2 hours ago"),
        ("zh-Hans", timedelta(minutes=5), "5分钟前"),
        ("th", timedelta(days=1), "1 วันที่ผ่านมา"),
        ("en", timedelta(days=-2), "in 2 days"),
        ("en", timedelta(days=8), "Oct 28, 2026"),
        ("th", timedelta(days=400), "1 ต.ค. 2568"),
    ],
)
def test_what_is_near_is_told_by_distance_and_what_is_far_by_date(tag, passed, told):
    with time_machine.travel(NOON, tick=False), speaking(tag):
        assert ago(NOON - passed) == told


def test_a_moment_ago_is_just_now():
    with time_machine.travel(NOON, tick=False), speaking("en"):
        assert ago(NOON - timedelta(seconds=59)) == "just now"


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "English"), ("zh-Hans", "简体中文"), ("th", "ไทย"), ("es", "español"), ("pt-BR", "português (Brasil)")],
)
def test_a_language_is_called_what_it_calls_itself(tag, name):
    assert own_name(tag) == name


@pytest.mark.parametrize("tag", ["xx", "", "not a tag", "../etc"])
def test_a_language_nobody_knows_is_called_by_its_tag(tag):
    assert own_name(tag) == tag


@pytest.mark.parametrize(("tag", "joined"), [("en", "a, b, and c"), ("zh-Hans", "a、b和c"), ("th", "a b และ c")])
def test_a_list_is_joined_as_the_language_joins(tag, joined):
    with speaking(tag):
        assert listed(["a", "b", "c"]) == joined
        assert (listed(["a"]), listed([])) == ("a", "")


@pytest.mark.parametrize(("tag", "joined"), [("en", "a, b, or c"), ("zh-Hans", "a、b或c"), ("th", "a b หรือ c")])
def test_a_choice_is_joined_as_the_language_joins(tag, joined):
    with speaking(tag):
        assert (either(["a", "b", "c"]), either(["a"])) == (joined, "a")


def test_a_number_is_grouped():
    with speaking("zh-Hans"):
        assert number(1_234_567.5) == "1,234,567.5"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"en": "Open", "zh-Hans": "开放", "th": "เปิด"}, "เปิด"),
        ({"en": "Open", "zh-Hans": "开放"}, "Open"),
        ({"zh-Hans": "开放", "th": ""}, "开放"),
        ({}, ""),
    ],
)
def test_what_has_names_is_called_by_the_readers_else_the_english_else_any(names, shown):
    with speaking("th"):
        assert name_in(names) == shown


@pytest.mark.parametrize("zone", EVERYWHERE)
@pytest.mark.parametrize(
    ("tag", "medium", "long"),
    [
        ("en", "Nov 5, 2026", "November 5, 2026"),
        ("zh-Hans", "2026年11月5日", "2026年11月5日"),
        ("th", "5 พ.ย. 2569", "5 พฤศจิกายน 2569"),
    ],
)
def test_a_day_without_a_time_is_told_as_a_date_in_every_zone(zone, tag, medium, long):
    for passed in (timedelta(0), timedelta(hours=3), timedelta(days=-1), timedelta(days=400)):
        with time_machine.travel(NOON + passed, tick=False), speaking(tag, zone):
            found = on_day(DAY)
            assert (ago(found), clock_text(found), full_date(found)) == (medium, medium, long)
            assert stamp(found) == "2026-11-05"


def test_an_instant_is_stamped_with_its_time():
    assert stamp(NOON) == "2026-11-05T12:00:00+00:00"
