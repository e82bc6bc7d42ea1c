"""What was done is said where the eye is, on a desk and on a phone, and what was taken away can be undone there."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import axe
from tests.journeys.company import DISPATCH_LEAD, DISPATCHER, DRIVER, PICKER, Site
from tests.journeys.visiting import ready

pytestmark = pytest.mark.journey

WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])


def an_idea(site: Site, title: str = "Straw on the ramp", comments: int = 12) -> str:
    """One that is longer than a screen."""
    with site.as_(PICKER) as client:
        address = str(client.post("/ideas", data={"title": title, "department": "dispatch"}).headers["location"])
        number = address.split("/")[2].split("-")[0]
        for n in range(comments):
            client.post(f"/ideas/{number}/comments", data={"body": f"Thought {n}."})
    return address


def expect_said(page: Page, words: str) -> Locator:
    """In view as it is, with nobody scrolling, and in the way of nothing that has the focus."""
    said = page.get_by_role("dialog", name="Message").filter(has_text=words)
    expect(said).to_be_visible()
    box, size = said.bounding_box(), page.viewport_size
    assert box and size
    assert box["x"] >= 0 and box["y"] >= 0, box
    assert box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"], box
    return said


def take_away(page: Page, opens: Locator, button: str) -> None:
    ready(page)
    opens.click()
    page.get_by_role("dialog").get_by_role("button", name=button).click()


@WIDTHS
def test_after_each_act_in_a_discussion(visit, site: Site, phone) -> None:
    page = visit(DISPATCHER, phone=phone)
    page.goto(an_idea(site))
    ready(page)
    page.get_by_role("button", name="Follow").click()
    expect_said(page, "You follow this now")
    expect(page.get_by_role("button", name="Stop following")).to_be_focused()
    page.get_by_label("Your comment").fill("Sand would do.")
    page.get_by_role("button", name="Post comment").click()
    expect_said(page, "Your comment is posted.")
    mine = page.locator(".comment").filter(has_text="Sand would do.")
    expect(mine).to_be_in_viewport()
    ready(page)

    mine.locator("summary").filter(has_text="Reply").click()
    mine.get_by_label("Your reply").fill("Or gravel.")
    mine.get_by_role("button", name="Post reply").click()
    expect_said(page, "Your reply is posted.")
    expect(page.locator(".comment--reply")).to_be_in_viewport()

    mine.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment").fill("Sand would do, dry.")
    page.get_by_role("button", name="Save").click()
    expect_said(page, "Your comment is changed.")

    take_away(
        page,
        page.locator(".comment:not(.comment--reply)")
        .filter(has_text="dry")
        .locator("summary")
        .filter(has_text="Remove"),
        "Remove my comment",
    )
    said = expect_said(page, "Your comment is removed.")
    gone = page.locator(".comment--gone")
    expect(gone).to_be_in_viewport()
    expect(gone.get_by_role("button", name="Undo")).to_be_visible()
    assert axe.violations(page) == []
    said.get_by_role("button", name="Undo").click()
    expect_said(page, "It is back, as it was.")
    expect(page.locator(".comment").filter(has_text="Sand would do, dry.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


@WIDTHS
def test_after_a_response_thanks_and_an_idea_that_is_taken_away(visit, site: Site, phone) -> None:
    lead = visit(DISPATCH_LEAD, phone=phone)
    lead.goto(an_idea(site, f"Ladders by the door, {phone}"))
    ready(lead)
    lead.get_by_text("Write the response", exact=True).click()
    lead.get_by_label("What I heard").fill("They are far.")
    lead.get_by_label("Decision").fill("By the door.")
    lead.get_by_label("Reasons").fill("It is near.")
    lead.get_by_role("button", name="Publish the response").click()
    expect_said(lead, "Your response is published.")
    expect(lead.get_by_role("region", name="Response", exact=True)).to_be_in_viewport()

    giver = visit(DRIVER, phone=phone)
    giver.goto(f"/recognition/new?to=person:{site.people[DISPATCHER]}")
    giver.get_by_label("What they did").fill(f"Carried the ladder, {phone}.")
    giver.get_by_role("button", name="Send thanks").click()
    expect_said(giver, "Everyone you named is told.")
    given = giver.get_by_role("article").filter(has_text=f"Carried the ladder, {phone}.")
    expect(given).to_be_in_viewport()
    given.get_by_role("link").filter(has=giver.locator("time")).click()
    take_away(giver, giver.locator("summary").filter(has_text="Withdraw"), "Withdraw it")
    expect_said(giver, "It is withdrawn").get_by_role("button", name="Undo").click()
    expect_said(giver, "It is back, as it was.")
    expect(giver.get_by_role("article")).to_contain_text(f"Carried the ladder, {phone}.")

    author = visit(PICKER, phone=phone)
    author.goto(an_idea(site, f"Nets over the bins, {phone}", comments=0))
    mine = author.url
    author.get_by_role("link", name="Edit").click()
    author.get_by_label("What would be better?").fill("No gulls.")
    author.get_by_role("button", name="Save").click()
    expect_said(author, "Your idea is changed.")
    author.get_by_role("link", name="Edit").click()
    take_away(author, author.locator("summary").filter(has_text="Remove this idea"), "Remove my idea")
    expect_said(author, "Your idea is removed.")
    author.goto(mine)
    author.get_by_role("button", name="Undo").click()
    expect_said(author, "It is back, as it was.")
    expect(author.get_by_role("heading", name=f"Nets over the bins, {phone}", level=1)).to_be_visible()


def test_a_message_stays_until_it_is_closed(visit, site: Site) -> None:
    page = visit(DISPATCHER)
    page.goto(an_idea(site, "Chalk for the board", comments=0))
    page.get_by_label("Your comment").fill("Two boxes.")
    page.get_by_role("button", name="Post comment").click()
    said = expect_said(page, "Your comment is posted.")
    page.wait_for_timeout(1500)
    said.get_by_role("button", name="Close").click()
    expect(said).to_be_hidden()


@WIDTHS
def test_without_scripts_the_message_is_in_view_and_can_be_closed(visit, site: Site, phone) -> None:
    page = visit(DISPATCHER, phone=phone, scripts=False)
    page.goto(an_idea(site, f"Lids, {phone}"))
    page.get_by_label("Your comment").fill("Blue ones.")
    page.get_by_role("button", name="Post comment").click()
    expect_said(page, "Your comment is posted.")
    page.locator("summary").filter(has_text="Remove").click()
    page.get_by_role("button", name="Remove my comment").click()
    expect_said(page, "Your comment is removed.").get_by_role("button", name="Undo").click()
    said = expect_said(page, "It is back, as it was.")
    expect(page.locator(".comment").filter(has_text="Blue ones.")).to_be_in_viewport()
    said.get_by_role("button", name="Close").click()
    expect(said).to_be_hidden()
    page.get_by_role("button", name="Follow").click()
    expect_said(page, "You no longer follow this.")


@WIDTHS
def test_the_box_for_a_reply_is_as_wide_as_the_column_and_has_the_focus(visit, site: Site, phone) -> None:
    page = visit(DISPATCHER, phone=phone)
    page.goto(an_idea(site, f"Bells, {phone}", comments=2))
    ready(page)
    one = page.locator(".comment").first
    opens = one.locator("summary").filter(has_text="Reply")
    opens.click()
    box = one.get_by_label("Your reply")
    expect(box).to_be_focused()
    column, wide = one.locator("> div").bounding_box(), box.bounding_box()
    assert column and wide
    assert wide["width"] >= column["width"] - 2
    assert wide["width"] > (300 if phone else 700)
    page.keyboard.type("Small ones")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opens).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value("Small ones")
    one.get_by_role("button", name="Cancel").click()
    expect(box).to_be_hidden()
    expect(opens).to_be_focused()


def test_an_escape_that_belongs_to_an_input_method_leaves_the_reply_open(visit, site: Site) -> None:
    page = visit(DISPATCHER)
    page.goto(an_idea(site, "Ropes", comments=1))
    ready(page)
    page.locator("summary").filter(has_text="Reply").click()
    box = page.get_by_label("Your reply")
    box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true}))"
    )
    expect(box).to_be_visible()


def test_to_cancel_does_not_look_like_what_it_cancels(visit, site: Site) -> None:
    page = visit(DISPATCHER)
    page.goto(an_idea(site, "Gloves", comments=0))
    page.get_by_label("Your comment").fill("Wool.")
    page.get_by_role("button", name="Post comment").click()
    ready(page)
    page.locator("summary").filter(has_text="Remove").click()
    dialog = page.get_by_role("dialog", name="Remove your comment?")
    expect(dialog.get_by_role("heading", name="Remove your comment?")).to_be_visible()
    look = "one => { const { color, backgroundColor, borderColor } = getComputedStyle(one); return [color, backgroundColor, borderColor]; }"
    removes, cancels = (
        dialog.get_by_role("button", name=name).evaluate(look) for name in ("Remove my comment", "Cancel")
    )
    assert all(one != other for one, other in zip(removes, cancels, strict=True))
    assert "rgba(0, 0, 0, 0)" not in (cancels[2], removes[1], removes[2])
    assert axe.violations(page) == []
