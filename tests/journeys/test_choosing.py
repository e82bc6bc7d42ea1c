"""Filters that apply as they are chosen, forms that are sent by keys, and what a thanks is about, found while typing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import ADMIN, DISPATCH_LEAD, DRIVER, LEADER
from tests.journeys.test_ideas import share_idea
from tests.journeys.visiting import ready

pytestmark = pytest.mark.journey


def opened(visit, who: str, address: str) -> Page:
    page = visit(who)
    page.goto(address)
    ready(page)
    return page


def choose(page: Page, select: str, label: str) -> None:
    """As with a pointer: one choice, and no key was pressed."""
    page.locator(select).select_option(label=label)


@pytest.mark.parametrize(
    ("who", "address", "select", "label", "part"),
    [
        (DRIVER, "/ideas", "#filter-stage", "Planned", "stage="),
        (DRIVER, "/recognition", "#filter-department", "Dispatch", "department=dispatch"),
        (DRIVER, "/search?q=the", "#search-department", "Dispatch", "department=dispatch"),
        (ADMIN, "/setup/audit", "#audit-act", "", "act="),
    ],
)
def test_a_filter_applies_as_it_is_chosen(visit, who, address, select, label, part) -> None:
    if who == ADMIN:  # So that something stands on the list.
        kept = opened(visit, who, "/setup/direction")
        kept.locator("[name=text_en]").fill("Every clinic stocked by seven.")
        kept.get_by_role("button", name="Save").click()
        expect(kept.locator("[name=text_en]")).to_have_value("Every clinic stocked by seven.")
    page = opened(visit, who, address)
    label = label or page.locator(f"{select} option").nth(1).inner_text()
    choose(page, select, label)
    expect(page).to_have_url(re.compile(re.escape(part)))
    expect(page.locator(f"{select} option:checked")).to_have_text(label)
    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    expect(page.locator(f"{select} option").first).to_be_attached()
    expect(page.locator(select)).to_have_value("")


def test_going_through_the_choices_by_keys_waits_until_the_field_is_left(visit) -> None:
    page = opened(visit, DRIVER, "/ideas")
    page.locator("#filter-stage").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)
    expect(page).to_have_url(re.compile("/ideas$"))
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("stage=2"))
    expect(page.locator("#filter-department")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("stage=3"))
    expect(page.locator("#filter-stage")).to_be_focused()


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_a_comment_is_sent_without_leaving_the_keyboard(visit, keys) -> None:
    page = visit(DRIVER)
    page.goto(share_idea(page, f"Number the hooks, {keys}"))
    ready(page)
    page.locator("#comment").fill("From one to forty.")
    page.keyboard.press("Enter")
    page.keyboard.press(keys)
    expect(page).to_have_url(re.compile("#comment_"))
    expect(page.get_by_text("From one to forty.")).to_have_count(1)


def test_what_is_still_composed_or_missing_is_not_sent(visit) -> None:
    page = opened(visit, DRIVER, "/recognition/new")
    page.locator("#f-message").focus()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/recognition/new$"))
    page.goto(share_idea(page, "Hooks for wet gloves"))
    ready(page)
    page.locator("#comment").fill("未完")
    page.locator("#comment").evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(300)
    expect(page.locator("#comment")).to_have_value("未完")


def test_what_a_thanks_is_about_is_found_by_number_and_stands_as_a_chip(visit) -> None:
    page = visit(LEADER)
    number = re.findall(r"/ideas/(\d+)", share_idea(page, "A shelf for lost gloves"))[0]
    page.goto("/recognition/new")
    ready(page)
    page.locator("#f-subject").fill(f"#{number}")
    page.get_by_role("option", name="A shelf for lost gloves").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=subject]")).to_have_value(f"idea:{number}")
    page.locator("#f-subject").fill("zzzz")
    expect(page.get_by_text("Nothing found. Try another word of its title, or its number.").first).to_be_visible()


def test_the_form_for_a_response_waits_folded_until_it_is_asked_for(visit) -> None:
    author, lead = visit(DRIVER), visit(DISPATCH_LEAD)
    address = share_idea(author, "Mirrors at the ramp")
    lead.goto(address)
    expect(lead.get_by_label("What I heard")).to_be_hidden()
    expect(lead.locator("#discussion-title")).to_be_in_viewport()
    lead.goto("/ideas?sort=waiting")
    lead.get_by_role("article").filter(has_text="Mirrors at the ramp").get_by_text("Write the response").click()
    expect(lead.get_by_label("What I heard")).to_be_in_viewport()
