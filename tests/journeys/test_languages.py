"""The three languages, on a desk and in a hand."""

import pytest
from playwright.sync_api import expect

from tests.journeys.company import CHINESE, DISPATCHER, DRIVER, THAI, Site
from tests.journeys.places import ANSWERED, TOPIC
from tests.journeys.test_ideas import share_idea
from tests.journeys.test_recognition import pick
from tests.journeys.visiting import open_menu

pytestmark = pytest.mark.journey

TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.mark.parametrize(
    ("own_name", "tag", "ideas"), [("简体中文", "zh-Hans", "点子"), ("ไทย", "th", "ไอเดีย")], ids=["Chinese", "Thai"]
)
def test_the_whole_page_changes_its_language(visit, own_name: str, tag: str, ideas: str) -> None:
    page = visit(DISPATCHER)
    page.goto("/ideas")
    page.get_by_role("button", name=own_name).click()
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.get_by_role("heading", level=1)).to_have_text(ideas)
    expect(page.get_by_role("button", name=own_name)).to_have_attribute("aria-current", "true")
    assert page.url.endswith("/ideas")
    page.goto("/departments")
    expect(page.locator("html")).to_have_attribute("lang", tag)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Departments", level=1)).to_be_visible()


@pytest.mark.parametrize(("name", "tag"), [(CHINESE, "zh-Hans"), (THAI, "th")], ids=["Chinese", "Thai"])
def test_somebody_reads_byline_in_their_own_language_from_the_start(visit, name: str, tag: str) -> None:
    page = visit()
    page.goto("/sign-in")
    page.get_by_role("button", name=name).click()
    expect(page.locator("html")).to_have_attribute("lang", tag)


def test_the_darkness_that_was_chosen_stays(visit) -> None:
    page = visit(DRIVER)
    page.goto("/")
    before = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    page.goto("/ideas")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != before


def test_a_day_on_the_phone(visit) -> None:
    title = "Let the phone ring longer at noon"
    share_idea(visit(DRIVER), title)
    page = visit(DISPATCHER, phone=True)
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Ideas").tap()
    page.get_by_role("link", name="Newest").tap()
    page.get_by_role("button", name=f"Back this idea: {title}").tap()
    expect(page.get_by_role("button", name=f"Take back your support for this idea: {title}")).to_be_visible()
    page.get_by_role("link", name=title).tap()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_in_viewport()
    page.get_by_role("link", name="Say thanks for this").tap()
    pick(page, "Ana Ruiz")
    page.get_by_label("What they did").fill("The line was free when the lab called.")
    page.get_by_role("button", name="Send thanks").tap()
    expect(page.get_by_role("article").filter(has_text="The line was free when the lab called.")).to_be_visible()
    menu = open_menu(page)
    expect(menu).to_be_in_viewport(ratio=1)
    menu.get_by_role("link", name="My page").tap()
    expect(page.get_by_role("heading", name="Bao Dinh", level=1)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-Hans", "th"])
def test_no_page_scrolls_sideways_on_a_phone(visit, site: Site, language: str) -> None:
    page = visit(DRIVER, phone=True, language=language)
    person = f"/people/{site.people[DRIVER]}"
    lists = ["/", "/ideas", "/topics", "/recognition", "/departments", "/notices", "/search?q=drivers"]
    ones = [site.posts[ANSWERED], site.posts[TOPIC], "/departments/dispatch", person, "/me", "/me/record"]
    wide = []
    for path in [*lists, *ones, "/ideas/new", "/recognition/new"]:
        page.goto(path)
        if page.evaluate(TOO_WIDE):
            wide.append(path)
    assert not wide
