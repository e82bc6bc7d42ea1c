"""From an idea to its response, as the people in it see it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import DISPATCH_LEAD, DISPATCHER, DRIVER, PICKER, Site
from tests.journeys.visiting import ready, reload_until

pytestmark = pytest.mark.journey


def share_idea(page: Page, title: str, *, department: str = "Dispatch", whole: str = "") -> str:
    """Leaves the page at the new idea; its address."""
    page.goto("/ideas/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("The idea in detail").fill(whole)
    page.get_by_label("Who would carry it out?").select_option(department)
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return page.url


def comment_on(page: Page, text: str) -> None:
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment").filter(has_text=text)).to_be_visible()


def test_an_idea_is_written_with_a_preview_and_edited(visit) -> None:
    author = visit(DRIVER)
    author.goto("/")
    author.get_by_role("banner").get_by_role("link", name="Share an idea").click()
    author.get_by_label("Title").fill("Leave a key at the gate of Depot 2")
    author.get_by_label("The idea in detail").fill("We wait **nine minutes** for a key.")
    author.get_by_label("Who would carry it out?").select_option("Dispatch")
    author.get_by_role("button", name="Preview").click()
    expect(author.get_by_role("heading", name="Preview")).to_be_visible()
    expect(author.locator("#preview strong")).to_have_text("nine minutes")
    author.get_by_role("button", name="Share it").click()
    expect(author.get_by_text("Your idea is posted.")).to_be_visible()
    expect(author.get_by_role("heading", name="Leave a key at the gate of Depot 2", level=1)).to_be_visible()

    author.get_by_role("link", name="Edit").click()
    author.get_by_label("Title").fill("Leave a key at the gate of every depot")
    author.get_by_role("button", name="Save").click()
    expect(author.get_by_text("Your idea is changed.")).to_be_visible()
    expect(author.get_by_role("heading", name="Leave a key at the gate of every depot", level=1)).to_be_visible()
    expect(author.locator(".post-head")).to_contain_text("edited")


def test_a_colleague_backs_an_idea_in_place_and_takes_it_back(visit) -> None:
    title = "Write the gate code on the delivery slip"
    share_idea(visit(DRIVER), title)
    colleague = visit(DISPATCHER)
    colleague.goto("/ideas?sort=newest")
    board = colleague.url
    colleague.get_by_role("button", name=f"Back this idea: {title}").click()
    backed = colleague.get_by_role("button", name=f"Take back your support for this idea: {title}")
    expect(backed.locator("strong")).to_have_text("1")
    expect(colleague.locator("#announcer")).to_have_text("1 person backs it.")
    expect(backed).to_be_focused()
    backed.click()
    expect(colleague.get_by_role("button", name=f"Back this idea: {title}").locator("strong")).to_have_text("0")
    expect(colleague.locator("#announcer")).to_have_text("0 people back it.")
    assert colleague.url == board


def test_people_talk_an_idea_over_and_its_author_hears_of_it(visit) -> None:
    title = "Put the ramp lights on a timer"
    author, colleague, third = visit(DRIVER), visit(DISPATCHER), visit(PICKER)
    address = share_idea(author, title)
    colleague.goto(address)
    colleague.get_by_role("button", name="Follow").click()
    expect(colleague.get_by_role("button", name="Stop following")).to_be_visible()
    comment_on(colleague, "The timer is already there, in the stock room.")

    reload_until(author, author.get_by_text("The timer is already there, in the stock room."))
    author.get_by_text("Reply to Bao Dinh").click()
    author.get_by_label("Your reply").fill("Then it needs an hour of somebody.")
    author.get_by_role("button", name="Post reply").click()
    expect(author.locator(".comment--reply")).to_contain_text("Then it needs an hour of somebody.")

    author.goto("/notices")
    reload_until(author, author.get_by_text(f"Bao Dinh commented on {title}"))
    colleague.goto("/notices")
    reload_until(colleague, colleague.get_by_text(f"Ratchanon Petcharat replied to you on {title}"))
    third.goto(address)
    comment_on(third, "I can be that somebody.")
    colleague.goto("/notices")
    reload_until(colleague, colleague.get_by_text(f"Mali Saetang commented on {title}"))
    colleague.get_by_role("link", name=title).first.click()
    expect(colleague.get_by_text("I can be that somebody.")).to_be_in_viewport()


def test_a_lead_responds_and_the_author_gets_the_credit(visit) -> None:
    title = "Print the route on yellow paper"
    author, lead = visit(DRIVER), visit(DISPATCH_LEAD)
    share_idea(author, title)

    lead.goto("/")
    lead.get_by_role("link", name="See what is waiting").click()
    lead.get_by_role("article").filter(has_text=title).get_by_role("link", name="Write the response").click()
    lead.get_by_label("What I heard").fill("White paper gets lost among the white papers.")
    lead.get_by_label("Decision").fill("Yes, from Monday.")
    lead.get_by_label("Reasons").fill("Yellow is what nobody else prints on.")
    lead.get_by_label("Next step").fill("Kanya orders yellow paper.")
    lead.get_by_label("New stage").select_option("Planned")
    lead.get_by_role("button", name="Publish the response").click()
    expect(lead.get_by_text("Your response is published.")).to_be_visible()
    expect(lead.get_by_role("listitem").filter(has_text="Planned")).to_have_attribute("aria-current", "step")

    author.goto("/notices")
    reload_until(author, author.get_by_text(f"Kanya Wongsa responded to {title}"))
    author.get_by_role("link", name=title).first.click()
    response = author.get_by_role("region", name="Response")
    expect(response).to_contain_text("White paper gets lost among the white papers.")
    expect(response).to_contain_text("Yes, from Monday.")

    author.goto("/me/record")
    rows = author.get_by_role("row").filter(has_text=title)
    expect(rows.filter(has_text="Posted")).to_have_count(1)
    expect(rows.filter(has_text="Accepted")).to_have_count(1)
    lead.goto("/me/record")
    expect(lead.get_by_role("row").filter(has_text=title)).to_contain_text("Responded")


def test_a_vote_that_fails_says_so(visit) -> None:
    title = "Sweep the ramp before the first van"
    author, colleague = visit(DRIVER), visit(DISPATCHER)
    address = share_idea(author, title)
    colleague.goto("/ideas?sort=newest")
    button = colleague.get_by_role("button", name=f"Back this idea: {title}")
    colleague.context.set_offline(True)
    button.click()
    expect(colleague.get_by_role("alert")).to_contain_text("Byline did not answer, so this may not have been saved.")
    expect(button.locator("strong")).to_have_text("0")
    colleague.context.set_offline(False)
    colleague.get_by_role("alert").get_by_role("button", name="Close").click()
    expect(colleague.get_by_role("alert")).to_be_empty()

    author.goto(address)
    author.get_by_role("link", name="Edit").click()
    ready(author)
    author.get_by_text("Remove this idea").click()
    author.get_by_role("dialog").get_by_role("button", name="Remove my idea").click()
    expect(author.get_by_text("Your idea is removed.")).to_be_visible()
    button.click()
    expect(colleague.get_by_role("alert")).to_contain_text(
        "This has been removed in the meantime, so nothing was changed."
    )
    expect(button.locator("strong")).to_have_text("0")


def test_a_topic_is_opened_and_backed(visit, site: Site) -> None:
    author, colleague = visit(PICKER), visit(DISPATCHER)
    author.goto("/topics")
    author.get_by_role("link", name="Start a topic").click()
    author.get_by_label("What is it about?").fill("Which shift starts too early?")
    author.get_by_role("button", name="Post the topic").click()
    colleague.goto(author.url)
    colleague.get_by_role("button", name="Back this topic: Which shift starts too early?").click()
    expect(colleague.get_by_role("button", name="Take back your support").locator("strong")).to_have_text("1")
    colleague.get_by_role("link", name="Say thanks for this").click()
    expect(colleague.get_by_role("list", name="Chosen: About")).to_contain_text("Which shift starts too early?")
