"""Records for HR, and the same rows for the person they are about."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import DRIVER, HR
from tests.journeys.visiting import open_menu, ready

pytestmark = pytest.mark.journey


def downloaded(page: Page, button: str, folder: Path) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.locator("a, button").filter(has_text=button).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def by_line(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Without the day: it is a day where the reader is, and those two sit far apart."""
    return {row.pop("line"): {name: cell for name, cell in row.items() if name != "date"} for row in rows}


def test_hr_exports_records_and_everyone_sees_their_own_rows(visit, tmp_path: Path) -> None:
    hr, person = visit(HR), visit(DRIVER)
    hr.goto("/")
    open_menu(hr)
    hr.get_by_role("link", name="Contribution records").click()
    ready(hr)
    hr.get_by_label("First day").fill("2020-01-01")
    hr.get_by_label("Last day").fill("2099-12-31")
    promised = hr.get_by_text(re.compile(r"The file will have [\d,]+ rows"))
    expect(promised).to_be_visible()
    number = "".join(re.findall(r"\d", promised.inner_text()))
    hr.get_by_label("What is this for?").fill("The yearly review of November.")
    rows = downloaded(hr, "Download as CSV", tmp_path)
    assert len(rows) == int(number)

    person.goto("/me/record")
    own = downloaded(person, "Download as CSV", tmp_path)
    assert own
    assert by_line(own) == by_line([row for row in rows if row["name"] == DRIVER])


def test_the_page_shows_an_export_at_once_and_keeps_what_was_typed(visit, tmp_path: Path) -> None:
    hr = visit(HR)
    hr.goto("/records?since=2020-01-01&until=2099-12-31")
    ready(hr)
    for purpose in ("A look at all of it.", "And a second one."):
        hr.get_by_label("What is this for?").fill(purpose)
        assert downloaded(hr, "Download as CSV", tmp_path)
        first = hr.get_by_role("table", name="Latest exports").get_by_role("row").nth(1)
        expect(first).to_contain_text(purpose)
        expect(first).to_contain_text(HR)
        expect(hr.get_by_label("What is this for?")).to_have_value(purpose)
    # The fresh list works as the one before it.
    first.get_by_role("link", name="Fill in again").click()
    expect(hr.get_by_label("As of")).not_to_have_value("")


def test_without_scripts_an_export_is_there_on_the_next_visit(visit, tmp_path: Path) -> None:
    hr = visit(HR, scripts=False)
    hr.goto("/records?since=2020-01-01&until=2099-12-31")
    hr.get_by_label("What is this for?").fill("Without any scripts.")
    assert downloaded(hr, "Download as CSV", tmp_path)
    hr.goto("/records")
    expect(hr.get_by_role("row").filter(has_text="Without any scripts.")).to_contain_text(HR)


def test_nobody_else_finds_the_door_to_the_records(visit) -> None:
    page = visit(DRIVER)
    page.goto("/")
    open_menu(page)
    expect(page.get_by_role("link", name="My record")).to_be_visible()
    expect(page.get_by_role("link", name="Contribution records")).to_have_count(0)
    page.goto("/records")
    expect(page.get_by_role("heading", name="That is not yours to do")).to_be_visible()


def test_without_a_purpose_there_is_no_file(visit) -> None:
    page = visit(HR)
    page.goto("/records?since=2026-01-01&until=2026-12-31")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Download as CSV").click()
    expect(page.get_by_role("alert").get_by_role("link", name="What is this for: This is needed.")).to_be_visible()
    expect(page.get_by_label("First day")).to_have_value("2026-01-01")
