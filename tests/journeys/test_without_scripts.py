"""Every act without a line of JavaScript."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import ADMIN, DISPATCH_LEAD, DISPATCHER, DRIVER, HR
from tests.journeys.visiting import open_menu, reload_until

pytestmark = pytest.mark.journey

TITLE = "Hang a clock where the vans turn"


@pytest.fixture
def enter(visit):
    """Somebody comes in by the sign-in page."""

    def come(name: str) -> Page:
        page = visit(scripts=False)
        page.goto("/ideas?sort=newest")
        page.get_by_role("button", name=name).click()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("heading", name="Ideas", level=1)).to_be_visible()
        return page

    return come


def test_an_idea_goes_its_way_without_scripts(enter) -> None:
    author, colleague, lead, admin = enter(DRIVER), enter(DISPATCHER), enter(DISPATCH_LEAD), enter(ADMIN)
    _share(author)
    colleague.goto(author.url)
    _back_and_take_back(colleague)
    _talk(colleague)
    lead.goto(author.url)
    _respond(lead)
    _move_and_take_back(lead)
    author.reload()
    expect(author.get_by_role("region", name="Response")).to_contain_text("One clock, at the north gate.")
    admin.goto(author.url)
    _hide(admin)
    colleague.reload()
    expect(colleague.get_by_role("heading", name="An administrator hid this.", level=1)).to_be_visible()
    _sign_out(author)


def _share(page: Page) -> None:
    page.get_by_role("link", name="Share an idea").first.click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("The idea in detail").fill("Nobody has a *watch*.")
    page.get_by_label("Who would carry it out?").select_option("Dispatch")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview em")).to_have_text("watch")
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def _back_and_take_back(page: Page) -> None:
    page.get_by_role("button", name=f"Back this idea: {TITLE}").click()
    taking_back = page.get_by_role("button", name=f"Take back your support for this idea: {TITLE}")
    expect(taking_back.locator("strong")).to_have_text("1")
    taking_back.click()
    expect(page.get_by_role("button", name=f"Back this idea: {TITLE}").locator("strong")).to_have_text("0")


def _talk(page: Page) -> None:
    page.get_by_label("Your comment").fill("There is one in the canteen.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment")).to_contain_text("There is one in the canteen.")
    page.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment").fill("There is one in the canteen, and it is slow.")
    page.get_by_role("button", name="Save").click()
    page.locator("summary").filter(has_text="Reply").click()
    page.get_by_label("Your reply").fill("By four minutes.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".comment--reply")).to_contain_text("By four minutes.")


def _respond(page: Page) -> None:
    page.locator("summary").filter(has_text="Write the response").click()
    page.get_by_label("What I heard").fill("You want to see the time.")
    page.get_by_label("Decision").fill("One clock, at the north gate.")
    page.get_by_label("Reasons").fill("Everybody passes it twice a day.")
    page.get_by_role("button", name="Publish the response").click()
    expect(page.get_by_text("Your response is published.")).to_be_visible()
    expect(page.locator('[aria-current="step"]')).to_contain_text("Answered")


def _move_and_take_back(page: Page) -> None:
    page.get_by_label("Move it without a response").select_option("Live")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator('[aria-current="step"]')).to_contain_text("Live")
    page.locator("summary").filter(has_text="Take back the last move").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("The move is taken back.")).to_be_visible()
    expect(page.locator('[aria-current="step"]')).to_contain_text("Answered")


def _hide(page: Page) -> None:
    page.get_by_role("link", name="Hide this idea").click()
    page.get_by_label("Why do you hide it?").fill("It shows the plan of the gate.")
    page.get_by_role("button", name="Hide this").click()
    expect(page.get_by_text("The reason: It shows the plan of the gate.")).to_be_visible()


def _sign_out(page: Page) -> None:
    open_menu(page).get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_thanks_and_search_and_a_removal_work_without_scripts(enter) -> None:
    page = enter(DRIVER)
    page.get_by_role("link", name="Recognition").click()
    page.get_by_role("link", name="Thank someone").click()
    page.get_by_label("What they did").fill("You kept the desk open through the quiz night.")
    for name in ("Bao Dinh", "Quality lab"):
        page.get_by_label("Who is it for?", exact=True).fill(name)
        page.get_by_role("button", name="Find").first.click()
        page.get_by_role("group", name="Found: 1").get_by_label(name).check()
    expect(page.get_by_role("list", name="Chosen").get_by_role("checkbox", checked=True)).to_have_count(1)
    page.get_by_role("button", name="Send thanks").click()
    thanks = page.get_by_role("article").filter(has_text="You kept the desk open through the quiz night.")
    expect(thanks).to_contain_text("Ratchanon Petcharat, Dispatch, thanked Bao Dinh and Quality lab")

    page.get_by_role("searchbox", name="Search").fill("drivers")
    page.keyboard.press("Enter")
    reload_until(page, page.locator("h3 mark").filter(has_text="drivers"))

    page.goto("/recognition")
    thanks.get_by_role("link", name="just now").click()
    page.locator("summary").filter(has_text="Withdraw").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("It is withdrawn, and so is the credit for it.")).to_be_visible()
    expect(thanks).to_have_count(0)


def test_a_lead_is_chosen_and_taken_away_without_scripts(enter) -> None:
    page = enter(ADMIN)
    page.goto("/setup/departments")
    page.get_by_role("link", name="People and Payroll").click()
    lead = page.get_by_role("list", name="Chosen: Lead").get_by_role("radio", checked=True)
    before = lead.locator("xpath=..").inner_text().split("\n")[0]
    page.get_by_label("Lead", exact=True).fill("bao")
    page.keyboard.press("Enter")
    page.get_by_label("Bao Dinh").check()
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="People and Payroll")
    expect(row).to_contain_text("Bao Dinh")
    row.get_by_role("link").click()
    page.get_by_label("No lead yet").check()
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("No lead yet")
    assert before not in row.inner_text()


def test_the_department_above_is_found_and_chosen_without_scripts(enter) -> None:
    page = enter(ADMIN)
    page.goto("/setup/departments")
    page.get_by_role("link", name="Dispatch").click()
    page.get_by_label("Part of", exact=True).fill("quality")
    page.keyboard.press("Enter")
    page.get_by_label("Quality lab").check()
    page.get_by_role("button", name="Save").click()
    page.goto("/departments/dispatch")
    expect(page.get_by_role("navigation", name="Part of").get_by_role("link")).to_have_text("Quality lab")
    page.get_by_role("navigation", name="Part of").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Its departments")).to_be_visible()


def test_records_are_exported_without_scripts(enter, tmp_path: Path) -> None:
    page = enter(HR)
    open_menu(page).get_by_role("link", name="Contribution records").click()
    page.get_by_label("First day").fill("2020-01-01")
    page.get_by_label("Last day").fill("2099-12-31")
    page.get_by_label("What is this for?").fill("The yearly review of the drivers.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("The file will have")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").click()
    waiting.value.save_as(tmp_path / "records.csv")
    lines = (tmp_path / "records.csv").read_text("utf-8-sig").splitlines()
    assert DRIVER in {row["name"] for row in csv.DictReader(lines)}
