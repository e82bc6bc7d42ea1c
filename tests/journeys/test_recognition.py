"""Thanks and awards, from the form to every page they show on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import DRIVER, LEADER, PICKER, Site
from tests.journeys.places import ANSWERED
from tests.journeys.visiting import ready, reload_until

pytestmark = pytest.mark.journey


def pick(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Who is it for?").fill(name)
    page.get_by_role("option", name=name).first.click()
    expect(page.get_by_role("list", name="Chosen").first).to_contain_text(name)


def test_two_people_and_a_department_are_thanked_for_an_idea(visit, site: Site) -> None:
    giver = visit(PICKER)
    giver.goto(site.posts[ANSWERED])
    giver.get_by_role("link", name="Say thanks for this").click()
    expect(giver.get_by_role("list", name="Chosen").first).to_have_text(DRIVER)
    pick(giver, "Bao Dinh")
    pick(giver, "Quality lab")
    giver.get_by_label("What they did").fill("My first closed gate took one press. The clinic had its box by six.")
    expect(giver.get_by_role("list", name="Chosen: About")).to_contain_text(ANSWERED)
    giver.get_by_role("button", name="Send thanks").click()

    expect(giver.get_by_text("Your thanks are sent.")).to_be_visible()
    thanks = giver.get_by_role("article").filter(has_text="My first closed gate took one press.")
    expect(thanks).to_contain_text("Mali Saetang, คลังสินค้า, thanked")
    for name in (DRIVER, "Bao Dinh", "Quality lab", ANSWERED):
        expect(thanks.get_by_role("link", name=name)).to_be_visible()
    thanks.get_by_role("link", name="Quality lab").click()
    expect(giver.get_by_role("heading", name="Quality lab", level=1)).to_be_visible()
    expect(giver.get_by_role("article").filter(has_text="My first closed gate took one press.")).to_be_visible()

    thanked = visit(DRIVER)
    thanked.goto("/notices")
    reload_until(thanked, thanked.get_by_text("Mali Saetang thanked you: My first closed gate took one press."))


def test_a_leader_gives_an_award(visit) -> None:
    leader, receiver = visit(LEADER), visit(PICKER)
    leader.goto("/recognition")
    leader.get_by_role("link", name="Give an award").click()
    leader.get_by_label("Good Question").check()
    pick(leader, PICKER)
    leader.get_by_label("What they did").fill("Who said that a list has to be in that order?")
    leader.get_by_role("button", name="Give the award").click()
    award = leader.get_by_role("article").filter(has_text="Who said that a list has to be in that order?")
    expect(award.get_by_role("heading", name="Good Question")).to_be_visible()
    expect(award).to_contain_text("Owen Dale, Dispatch, gave Mali Saetang an award")

    receiver.goto("/notices")
    reload_until(receiver, receiver.get_by_text("Owen Dale gave you an award: Who said that a list"))
    receiver.goto("/me/record")
    row = receiver.get_by_role("row").filter(has_text="Who said that a list")
    expect(row).to_contain_text("Received an award")
    receiver.goto("/recognition")
    expect(receiver.get_by_role("link", name="Give an award")).to_have_count(0)


def test_names_are_chosen_by_keyboard_and_stand_in_the_order_of_choosing(visit) -> None:
    page = visit(DRIVER)
    page.goto("/recognition/new")
    ready(page)
    box, option = page.get_by_role("combobox", name="Who is it for?"), page.get_by_role("option")
    box.focus()
    for typed, name in (("qual", "Quality lab"), ("mali", PICKER), ("ana ru", "Ana Ruiz")):
        page.keyboard.type(typed)
        expect(option.filter(has_text=name)).to_have_attribute("aria-selected", "true")
        expect(page.locator("#announcer")).to_contain_text("Found: 1")
        page.keyboard.press("Enter")
    chips = page.get_by_role("list", name="Chosen").first.get_by_role("listitem")
    expect(chips).to_have_text(["Quality lab", PICKER, "Ana Ruiz"])
    page.keyboard.type("b")
    expect(option.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Backspace")
    expect(box).to_have_value("")
    page.keyboard.press("Backspace")
    expect(chips).to_have_text(["Quality lab", PICKER])


PRESS = """([keys, more]) => keys.filter((key) => !document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })))"""


@pytest.mark.parametrize("composing", [{"isComposing": True}, {"keyCode": 229}], ids=["composing", "its last key"])
def test_keys_of_an_input_method_choose_nobody_and_close_nothing(visit, composing) -> None:
    page = visit(DRIVER)
    page.goto("/recognition/new")
    ready(page)
    box, option = page.get_by_role("combobox", name="Who is it for?"), page.get_by_role("option")
    chips = page.get_by_role("list", name="Chosen").first.get_by_role("listitem")
    box.focus()
    for typed, name in (("ana ru", "Ana Ruiz"), ("mali", PICKER)):
        page.keyboard.type(typed)
        expect(option.filter(has_text=name)).to_have_attribute("aria-selected", "true")
        if typed == "ana ru":
            page.keyboard.press("Enter")
    assert page.evaluate(PRESS, [["Enter", "ArrowDown", "ArrowUp", "Escape", "Backspace"], composing]) == []
    expect(box).to_have_value("mali")
    expect(option.first).to_be_visible()
    expect(chips).to_have_text(["Ana Ruiz"])
    box.fill("")
    page.evaluate(PRESS, [["Backspace"], composing])
    expect(chips).to_have_text(["Ana Ruiz"])


def test_arrow_up_begins_at_the_end_of_what_is_offered(visit) -> None:
    page = visit(DRIVER)
    page.goto("/recognition/new")
    ready(page)
    page.get_by_role("combobox", name="Who is it for?").click()
    option = page.get_by_role("option")
    expect(option).to_have_count(20)
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(option.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(option.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(option.last).to_have_attribute("aria-selected", "true")


def test_a_name_nobody_has_is_said_and_sends_nothing(visit) -> None:
    page = visit(DRIVER)
    page.goto("/recognition/new")
    ready(page)
    box = page.get_by_role("combobox", name="Who is it for?")
    box.focus()
    page.keyboard.type("zeppelin")
    page.keyboard.press("Enter")
    expect(page.locator(".picker__list").first).to_have_text("Nobody found with this name.")
    expect(page.locator("#announcer")).to_have_text("Nobody found with this name.")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".picker__list").first).to_be_hidden()
    expect(page).to_have_url(re.compile("/recognition/new$"))
    expect(box).to_have_value("zeppelin")


def test_a_refusal_keeps_the_chips_in_their_order(visit, site: Site) -> None:
    page = visit(DRIVER)
    page.goto(f"/recognition/new?to=department:quality-lab&to=person:{site.people[PICKER]}")
    ready(page)
    pick(page, "Bao Dinh")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Send thanks").click()
    expect(page.get_by_role("alert").filter(has_text="One thing needs another look.")).to_be_focused()
    chips = page.get_by_role("list", name="Chosen").first.get_by_role("listitem")
    expect(chips).to_have_text(["Quality lab", PICKER, "Bao Dinh"])
