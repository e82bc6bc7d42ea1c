"""A form that is refused comes back as it was, and says where to look."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import axe
from tests.journeys.company import DRIVER

pytestmark = pytest.mark.journey


def send(page: Page, button: str) -> None:
    """As from a browser that does not look first. Waits for the button, so that its form is the one of the page
    that is coming and not of the one that is being left."""
    pressed = page.get_by_role("button", name=button)
    pressed.evaluate("button => { button.form.noValidate = true; }")
    pressed.click()


def expect_described(field: Locator, message: str) -> None:
    """What a screen reader says at the field."""
    expect(field).to_have_attribute("aria-invalid", "true")
    about = (field.get_attribute("aria-describedby") or "").split()
    assert any(message in field.page.locator(f"[id='{one}']").inner_text() for one in about)


def test_an_idea_that_lacks_something_keeps_what_was_typed(visit) -> None:
    page = visit(DRIVER)
    page.goto("/ideas/new")
    page.get_by_label("The idea in detail").fill("It began with a *bucket*.")
    send(page, "Share it")
    summary = page.get_by_role("alert").filter(has_text="2 things need another look.")
    expect(summary).to_be_focused()
    expect(page.get_by_label("The idea in detail")).to_have_value("It began with a *bucket*.")
    expect_described(page.get_by_label("Title"), "This is needed.")
    expect_described(page.get_by_label("Who would carry it out?"), "This is needed.")
    assert axe.violations(page) == []
    summary.get_by_role("link", name="Title: This is needed.").click()
    expect(page.get_by_label("Title")).to_be_focused()


def test_thanks_without_a_receiver_keep_their_words(visit) -> None:
    page = visit(DRIVER)
    page.goto("/recognition/new")
    page.get_by_label("What they did").fill("For the ladder.")
    send(page, "Send thanks")
    expect(page.get_by_role("alert").filter(has_text="One thing needs another look.")).to_be_focused()
    expect(page.get_by_label("What they did")).to_have_value("For the ladder.")
    expect_described(page.get_by_role("combobox", name="Who is it for?"), "Choose at least one person or department.")
    page.get_by_role("link", name="Who is it for: Choose at least one person or department.").click()
    expect(page.get_by_role("combobox", name="Who is it for?")).to_be_focused()


def test_an_empty_comment_is_refused_at_its_place(visit) -> None:
    page = visit(DRIVER)
    page.goto("/topics")
    page.get_by_role("article").first.get_by_role("link").first.click()
    send(page, "Post comment")
    field = page.get_by_label("Your comment")
    expect_described(field, "This is needed.")
    expect(field).to_be_in_viewport()


def test_a_wrong_password_says_so_and_keeps_the_address(visit) -> None:
    page = visit()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("nobody@example.com")
    page.get_by_label("Password").fill("a guess of fifteen")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="is not right.")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody@example.com")
    expect(page.get_by_label("Password")).to_have_value("")
    expect_described(page.get_by_label("Password"), "The e-mail address, the employee ID or the password is not right.")


def test_a_long_title_is_counted_as_it_is_typed(visit) -> None:
    page = visit(DRIVER)
    page.goto("/ideas/new")
    page.get_by_label("Title").fill("o" * 145)
    expect(page.get_by_text("Characters too many: 5")).to_be_visible()
    send(page, "Share it")
    expect_described(page.get_by_label("Title"), "It can have up to 140 characters.")
    expect(page.get_by_label("Title")).to_have_value("o" * 145)
