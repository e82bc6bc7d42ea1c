"""Everything by keyboard alone: what has the focus is always to be seen, and it is never lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import DISPATCHER, DRIVER
from tests.journeys.test_ideas import share_idea
from tests.journeys.visiting import ready

pytestmark = pytest.mark.journey

# The ring may be drawn by the box around a field, and what is clipped to nothing is not there.
RING = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "nothing has the focus";
  const box = focused.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const ringed = [focused, focused.parentElement, focused.parentElement.parentElement].some(one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  return inside && ringed && box.width > 1 ? "" : `${focused.outerHTML.slice(0, 200)}: not to be seen`;
}"""
SPOKEN = """() => {
  const focused = document.activeElement.cloneNode(true);
  for (const silent of focused.querySelectorAll("[aria-hidden=true]")) silent.remove();
  return focused.ariaLabel || focused.textContent.trim() || focused.id;
}"""
MOST_STOPS = 120


def walk_to(page: Page, words: str) -> None:
    """Tab after tab, looking at every stop, until one whose words begin like this."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) == ""
        if page.evaluate(SPOKEN).startswith(words):
            return
    pytest.fail(f"The focus never came to {words}.")


def test_the_first_stop_skips_to_the_content(visit) -> None:
    page = visit(DRIVER)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_every_stop_of_the_front_page_is_seen_and_the_last_leads_out(visit) -> None:
    page = visit(DRIVER)
    page.goto("/")
    walk_to(page, "Front page")
    walk_to(page, "Share an idea")
    walk_to(page, "Privacy notice")
    expect(page.get_by_role("link", name="Privacy notice")).to_be_focused()
    page.keyboard.press("Tab")
    # Out of the page again: nothing holds the focus.
    assert page.evaluate("() => !document.activeElement || document.activeElement === document.body")


def test_a_vote_keeps_the_focus(visit) -> None:
    title = "Paint the stairs where they end"
    share_idea(visit(DRIVER), title)
    page = visit(DISPATCHER)
    page.goto("/ideas?sort=newest")
    walk_to(page, f"Back this idea: {title}")
    for key, label in (("Space", "Take back your support for this idea"), ("Enter", "Back this idea")):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=f"{label}: {title}")).to_be_focused()
        assert page.evaluate(RING) == ""


def test_a_comment_is_written_and_answered_by_keyboard(visit) -> None:
    page = visit(DRIVER)
    share_idea(page, "Count the trolleys on Friday")
    walk_to(page, "comment")
    page.keyboard.type("Two were missing.")
    walk_to(page, "Post comment")
    page.keyboard.press("Enter")
    expect(page.locator(".comment")).to_contain_text("Two were missing.")
    ready(page)
    walk_to(page, "Reply")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("Three by now.")
    walk_to(page, "Post reply")
    page.keyboard.press("Enter")
    expect(page.locator(".comment--reply")).to_contain_text("Three by now.")


def test_the_picker_works_by_arrows_and_backspace(visit) -> None:
    page = visit(DRIVER)
    page.goto("/recognition/new")
    ready(page)
    walk_to(page, "f-receivers")
    box, chosen = page.get_by_role("combobox", name="Who is it for?"), page.get_by_role("list", name="Chosen").first
    page.keyboard.type("ana r")
    expect(page.get_by_role("option", name="Ana Ruiz")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(chosen).to_have_text("Ana Ruiz")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(second.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(chosen.get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Backspace")
    expect(chosen.get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    expect(chosen.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(0)
    expect(box).to_be_focused()


def test_a_dialog_holds_the_focus_and_gives_it_back(visit) -> None:
    page = visit(DRIVER)
    share_idea(page, "Close the side door at night")
    page.get_by_role("link", name="Edit").click()
    expect(page.get_by_role("heading", name="Edit your idea")).to_be_visible()
    ready(page)
    walk_to(page, "Remove this idea")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate(SPOKEN).startswith("Remove this idea")


def test_the_menu_closes_with_escape_and_leads_out(visit) -> None:
    page = visit(DRIVER)
    page.goto("/")
    walk_to(page, "My menu: Ratchanon Petcharat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My record")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My record")).to_be_hidden()
    assert page.evaluate(SPOKEN).startswith("My menu")
    page.keyboard.press("Enter")
    walk_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
