"""What is of a day alone is of that day in every company's records, wherever the company is."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from app.core.clock import on_day
from app.core.subjects import Subject
from app.core.tabular import CSV_BOM
from app.credits import commands as credits
from app.credits.commands import Share
from app.credits.models import Act, Party, Role

EVERYWHERE = ["America/New_York", "Asia/Bangkok", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
FEBRUARY = {"since": "2024-02-01", "until": "2024-02-29", "purpose": "The yearly review of contributions."}
DAYS = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 15), date(2024, 2, 29), date(2024, 3, 1)]


@pytest.fixture(params=EVERYWHERE)
def settings(settings, request):
    return settings.model_copy(update={"time_zone": request.param})


@pytest.fixture
def credited(store, company):
    def write(ref: int, at: datetime) -> None:
        share = Share(Party.PERSON, company.ana, Role.IDEA)
        subject, label = Subject("idea", ref), f"Idea {ref}"
        with store.writing() as db:
            credits.credit(db, parties=[share], act=Act.POSTED, subject=subject, label=label, at=at)

    return write


def rows(response):
    return list(csv.DictReader(StringIO(response.text.removeprefix(CSV_BOM))))


def test_a_period_has_its_days_and_no_others(as_, company, credited):
    for ref, day in enumerate(DAYS, 1):
        credited(ref, on_day(day))
    found = rows(as_(company.hana).post("/records.csv", data=FEBRUARY))
    assert [(row["subject"], row["date"]) for row in found] == [
        ("Idea 2", "2024-02-01"),
        ("Idea 3", "2024-02-15"),
        ("Idea 4", "2024-02-29"),
    ]
    assert "The file will have 3 rows." in " ".join(as_(company.hana).get("/records", params=FEBRUARY).text.split())


def test_each_day_alone_is_the_file_of_that_day(as_, company, credited):
    for ref, day in enumerate(DAYS, 1):
        credited(ref, on_day(day))
    for ref, day in enumerate(DAYS, 1):
        period = FEBRUARY | {"since": day.isoformat(), "until": day.isoformat()}
        found = rows(as_(company.hana).post("/records.csv", data=period))
        assert [(row["subject"], row["date"]) for row in found] == [(f"Idea {ref}", day.isoformat())]


def test_what_has_a_time_is_of_the_day_where_the_company_is(as_, company, credited, settings):
    for ref in range(72):
        credited(ref + 1, datetime(2024, 1, 31, tzinfo=UTC) + timedelta(hours=ref))
    period = FEBRUARY | {"until": "2024-02-01"}
    found = rows(as_(company.hana).post("/records.csv", data=period))
    assert {row["date"] for row in found} == {"2024-02-01"}
    assert len(found) == 24


def test_my_record_has_each_month_once_and_each_day_as_it_is(as_, company, credited):
    credited(1, on_day(date(2024, 1, 31)))
    credited(2, on_day(date(2024, 1, 31)) + timedelta(minutes=1))
    credited(3, on_day(date(2024, 1, 31)) - timedelta(minutes=1))
    credited(4, on_day(date(2024, 2, 1)))
    for tag, months, days in (
        ("en", ["February 2024", "January 2024"], ("Jan 31, 2024", "Feb 1, 2024")),
        ("zh-Hans", ["2024年2月", "2024年1月"], ("2024年1月31日", "2024年2月1日")),
        ("th", ["กุมภาพันธ์ 2567", "มกราคม 2567"], ("31 ม.ค. 2567", "1 ก.พ. 2567")),
    ):
        page = as_(company.ana).get(f"/me/record?lang={tag}").text
        assert re.findall(r'colspan="7" class="serif">([^<]+)<', page) == months
        shown = dict(re.findall(r'(Idea \d).*?<time datetime="[^"]+">([^<]+)</time>', page, re.DOTALL))
        assert (shown["Idea 1"], shown["Idea 4"]) == days
