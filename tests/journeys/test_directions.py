"""What is written from the right, among what is written from the left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import visiting
from tests.journeys.company import ADMIN, DISPATCHER, DRIVER, PICKER
from tests.journeys.look import TOO_WIDE
from tests.journeys.test_ideas import comment_on, share_idea
from tests.journeys.test_recognition import pick

pytestmark = pytest.mark.journey

TITLE = "نحتاج إلى مظلة فوق باب المستودع."
ARABIC = "ينتظر السائقون تحت المطر حتى يفتح Bao الباب في الساعة 7:30."
ENGLISH = "The drivers (and the boxes) get wet every morning."
BODY = f"{ARABIC}\n\n{ENGLISH}\n\n- مظلة صغيرة.\n- a small roof.\n\n> {ARABIC}"
# From which side it runs, where its first letter stands in its box, and on which side of that its last sign.
RUNS = """element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
  const at = (node, index) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getBoundingClientRect();
  };
  const [from, to] = [nodes.at(0), nodes.at(-1)];
  const first = at(from, from.data.search(/\\S/)), last = at(to, to.data.trimEnd().length - 1);
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const [left, right] = [box.left + parseFloat(style.paddingLeft), box.right - parseFloat(style.paddingRight)];
  return {
    direction: style.direction,
    begins: Math.abs(first.right - right) < 3 ? "right" : Math.abs(first.left - left) < 3 ? "left" : "between",
    ends: last.left < first.left ? "left" : "right",
  };
}"""
FROM_RIGHT = {"direction": "rtl", "begins": "right", "ends": "left"}
FROM_LEFT = {"direction": "ltr", "begins": "left", "ends": "right"}


def runs(place: Locator) -> dict[str, str]:
    found: dict[str, str] = place.evaluate(RUNS)
    return found


def begins(place: Locator) -> str:
    """Of what may fill several lines, whose last one can end anywhere."""
    return runs(place)["begins"]


def on_both_sizes(page: Page) -> Iterator[str]:
    """Goes through them; the page is at each in turn."""
    sizes = {"wide": visiting.WIDE, "phone": visiting.PHONE}
    for name, size in sizes.items():
        page.set_viewport_size(size)
        yield name
        assert not page.evaluate(TOO_WIDE), name


def test_an_idea_in_two_directions_is_read_as_it_was_written(visit) -> None:
    page = visit(DRIVER)
    address = share_idea(page, TITLE, whole=BODY)
    comment_on(visit_at(visit, DISPATCHER, address), f"{ARABIC}\n\n{ENGLISH}")
    page.goto(address)
    whole, comment = page.locator(".measure .prose"), page.locator(".comment .prose")
    for _size in on_both_sizes(page):
        assert begins(page.get_by_role("heading", level=1)) == "right"
        for text in (whole, comment):
            paragraphs = text.locator("> p")
            assert (begins(paragraphs.nth(0)), begins(paragraphs.nth(1))) == ("right", "left")
            assert [one.evaluate("p => getComputedStyle(p).direction") for one in paragraphs.all()] == ["rtl", "ltr"]
        items = whole.locator("li")
        assert runs(items.nth(0)) == FROM_RIGHT
        # At the side of its mark, but read from the left.
        assert runs(items.nth(1)) == {"direction": "rtl", "begins": "between", "ends": "right"}
        assert whole.locator("ul").evaluate("list => getComputedStyle(list).direction") == "rtl"
        assert begins(whole.locator("blockquote p")) == "right"
    page.set_viewport_size(visiting.WIDE)
    assert runs(whole.locator("> p").nth(0)) == FROM_RIGHT
    assert runs(whole.locator("> p").nth(1)) == FROM_LEFT
    assert runs(page.get_by_role("heading", level=1)) == FROM_RIGHT


def visit_at(visit, name: str, address: str) -> Page:
    page = visit(name)
    page.goto(address)
    return page


def test_lists_search_thanks_and_departments_run_their_own_way(visit) -> None:
    page = visit(ADMIN)
    page.goto("/setup/departments/new")
    page.get_by_label("Name").fill("مستودع الشرق.")
    page.get_by_label("Purpose").fill("نحفظ الأدوية باردة.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="مستودع الشرق.")).to_be_visible()
    share_idea(page, "ضوء جديد عند البوابة.", department="مستودع الشرق.", whole="الضوء القديم ضعيف.")
    page.goto("/recognition/new")
    pick(page, "Mali Saetang")
    page.get_by_label("What they did").fill("ساعدتنا في ترتيب الرفوف.")
    page.get_by_role("button", name="Send thanks").click()
    for path, selector in (
        ("/ideas?sort=newest", ".idea h2"),
        ("/search?q=الضوء", ".hit h3"),
        ("/search?q=الضوء", ".hit p:first-of-type"),
        ("/recognition", ".cite blockquote p"),
        ("/departments", ".department h2"),
        ("/departments", ".department__purpose"),
    ):
        page.goto(path)
        written = page.locator(selector).filter(has_text="ا").filter(has_not_text="Bao").first
        for _size in on_both_sizes(page):
            assert (path, selector, begins(written)) == (path, selector, "right")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/ideas/new", "#f-title"),
        ("/ideas/new", "#f-body"),
        ("/recognition/new", "#f-receivers"),
        ("/recognition/new", "#f-message"),
        ("/search", "#search-words"),
        ("/", "#masthead-search"),
    ],
)
def test_a_field_follows_what_is_typed(visit, path: str, field: str) -> None:
    page = visit(PICKER)
    page.goto(path)
    box = page.locator(field)
    for typed, direction in (("باب", "rtl"), ("gate", "ltr")):
        box.fill(typed)
        assert box.evaluate("box => getComputedStyle(box).direction") == direction
