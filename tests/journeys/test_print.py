"""What comes out on paper is what is read: nothing to press, nothing folded away or cut."""

import pytest
from playwright.sync_api import expect

from tests.journeys.company import ADMIN, DRIVER, HR, PICKER, Site
from tests.journeys.places import ANSWERED
from tests.journeys.test_ideas import comment_on

pytestmark = pytest.mark.journey

PRESSED = (
    "a.button, button:not(.vote), input:not([type=hidden]), select, textarea, .menu, .bell, .tabs, .filters, .back-link"
)
SEEN = (
    "all => all.filter(one => one.checkVisibility({ visibilityProperty: true })).map(one => one.outerHTML.slice(0, 90))"
)
CUT = """() => [...document.querySelectorAll("main p, main td, main pre, main h1, main h2, main h3")].filter(one => {
  if (one.matches(".visually-hidden")) return false;
  const style = getComputedStyle(one);
  return style.overflow !== "visible" && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
}).map(one => one.textContent.slice(0, 60))"""


def test_a_printed_idea_holds_what_is_read(visit, site: Site) -> None:
    page = visit(ADMIN)
    page.goto(site.posts[ANSWERED])
    comment_on(page, "Where is the plan? https://plans.example/gate")
    page.emulate_media(media="print")
    assert page.locator(PRESSED).evaluate_all(SEEN) == []
    assert page.evaluate(CUT) == []
    words = page.locator("body").inner_text()
    for said in ("gate closed", "Ratchanon Petcharat", "Held by", "Where is the plan?", "Credit"):
        assert said in words
    for said in (
        "Reply",
        "Edit",
        "Follow",
        "Hide",
        "Post comment",
        "Markdown works here",
        "Press to add",
        "You back",
        "Remove",
    ):
        assert said not in words
    address = page.locator(".comment a[rel]").evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://plans.example/gate" in address
    assert len(page.pdf(format="A4")) > 10_000


def test_what_is_folded_is_printed(visit) -> None:
    page = visit(HR)
    page.goto("/records")
    page.emulate_media(media="print")
    expect(page.locator(".terms").first).to_be_visible()
    assert page.locator(PRESSED).evaluate_all(SEEN) == []


@pytest.mark.parametrize(
    "path",
    ["/", "/ideas", "/topics", "/recognition", "/departments/dispatch", "/notices", "/me/record", "/search?q=gate"],
)
def test_lists_are_printed_whole(visit, path: str) -> None:
    page = visit(DRIVER)
    page.goto(path)
    page.emulate_media(media="print")
    assert page.locator(PRESSED).evaluate_all(SEEN) == []
    assert page.evaluate(CUT) == []


def test_darkness_is_not_printed(visit, site: Site) -> None:
    page = visit(PICKER)
    page.goto(site.posts[ANSWERED])
    page.get_by_role("button", name="Dark").click()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
