"""What an administrator does, and how it looks to whom it happens."""

import pytest
from playwright.sync_api import expect

from tests.journeys.company import ADMIN, DISPATCHER, DRIVER, PICKER
from tests.journeys.test_ideas import comment_on, share_idea
from tests.journeys.visiting import open_menu, ready, reload_until

pytestmark = pytest.mark.journey

PASSWORD = "a van full of violets"


def test_an_administrator_hides_a_comment_and_its_author_reads_why(visit) -> None:
    author, writer, other, admin = visit(DRIVER), visit(DISPATCHER), visit(PICKER), visit(ADMIN)
    address = share_idea(author, "Name the vans after rivers")
    writer.goto(address)
    comment_on(writer, "Only a fool would.")

    admin.goto(address)
    admin.get_by_role("link", name="Hide the comment by Bao Dinh").click()
    admin.get_by_label("Why do you hide it?").fill("Call an idea foolish, not a colleague.")
    admin.get_by_role("button", name="Hide this").click()
    expect(admin.get_by_text("It is hidden.")).to_be_visible()

    other.goto(address)
    expect(other.get_by_text("An administrator hid this.")).to_be_visible()
    expect(other.get_by_text("Only a fool would.")).to_have_count(0)
    writer.goto("/notices")
    reload_until(writer, writer.get_by_text("for this reason: Call an idea foolish, not a colleague."))
    writer.get_by_role("link", name="Name the vans after rivers").first.click()
    expect(writer.get_by_text("The reason: Call an idea foolish, not a colleague.")).to_be_visible()
    expect(writer.get_by_text("Only a fool would.")).to_be_visible()

    admin.goto("/setup/audit")
    expect(admin.get_by_role("row").filter(has_text="Call an idea foolish, not a colleague.")).to_contain_text(ADMIN)


def test_a_new_person_is_invited_and_comes_in(visit) -> None:
    admin, person = visit(ADMIN), visit()
    admin.goto("/setup/people")
    admin.get_by_role("link", name="Add a person").click()
    admin.get_by_label("Name", exact=True).fill("Inés Vidal")
    admin.get_by_label("E-mail address").fill("ines.vidal@example.com")
    admin.get_by_label("Department", exact=True).select_option("Dispatch")
    admin.get_by_role("button", name="Add this person").click()
    admin.get_by_role("button", name="Make an invitation link").click()
    link = admin.get_by_label("Invitation link").input_value()
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"])
    admin.get_by_role("button", name="Copy").click()
    expect(admin.get_by_role("button", name="Copied")).to_be_focused()
    expect(admin.locator("#announcer")).to_have_text("Copied")
    assert admin.evaluate("navigator.clipboard.readText()") == link

    person.goto(link)
    expect(person.get_by_role("heading", name="Welcome, Inés Vidal")).to_be_visible()
    person.get_by_label("New password").fill(PASSWORD)
    person.get_by_label("Repeat the password").fill(PASSWORD)
    person.get_by_role("button", name="Set the password and sign in").click()
    expect(person.get_by_role("heading", name="What Byline keeps about you, and who sees it")).to_be_visible()
    person.get_by_role("button", name="I have read this").click()
    open_menu(person)
    person.get_by_role("button", name="Sign out").click()
    expect(person.get_by_text("You are signed out.")).to_be_visible()

    person.get_by_label("E-mail address").fill("ines.vidal@example.com")
    person.get_by_label("Password").fill(PASSWORD)
    person.get_by_role("button", name="Sign in", exact=True).click()
    expect(person.get_by_text("My menu: Inés Vidal")).to_have_count(1)
    person.goto(link)
    expect(person.get_by_text("This link has been used already or has expired.")).to_be_visible()


def test_a_lead_is_found_by_name_and_takes_the_place_of_the_last(visit) -> None:
    admin = visit(ADMIN)
    admin.goto("/setup/departments")
    row = admin.get_by_role("row").filter(has_text="Dispatch")
    before = row.get_by_role("cell").nth(1).inner_text()
    for name in (DISPATCHER, before):
        row.get_by_role("link").click()
        ready(admin)
        admin.get_by_role("combobox", name="Lead").fill(name)
        admin.get_by_role("option", name=name).click()
        expect(admin.get_by_role("list", name="Chosen").get_by_role("listitem")).to_have_text([name])
        admin.get_by_role("button", name="Save").click()
        expect(row).to_contain_text(name)


def test_a_department_with_people_in_it_stays_open(visit) -> None:
    admin = visit(ADMIN)
    admin.goto("/setup/departments")
    admin.get_by_role("row").filter(has_text="Dispatch").get_by_role("link").click()
    admin.get_by_label("This department is active").uncheck()
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_role("alert").filter(has_text="people still belong to this department.")).to_be_focused()
    expect(admin.get_by_label("This department is active")).to_have_attribute("aria-invalid", "true")


def test_a_stage_gets_another_name_in_every_language(visit) -> None:
    admin, colleague = visit(ADMIN), visit(DRIVER, language="th")
    admin.goto("/setup/stages")
    admin.get_by_role("link", name="Trial").click()
    admin.get_by_label("Name in ไทย").fill("ลองใช้จริง")
    admin.get_by_role("button", name="Save").click()
    colleague.goto("/ideas")
    expect(colleague.locator("#filter-stage")).to_contain_text("ลองใช้จริง")


def test_somebody_who_leaves_is_signed_out_and_keeps_the_credit(visit) -> None:
    admin, leaver = visit(ADMIN), visit("Tom Ferreira")
    leaver.goto("/")
    admin.goto("/setup/people?q=Ferreira")
    admin.get_by_role("link", name="Tom Ferreira").click()
    ready(admin)
    admin.get_by_text("Deactivate this person").click()
    admin.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(admin.get_by_text("The person is deactivated and signed out everywhere.")).to_be_visible()
    leaver.reload()
    expect(leaver.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    admin.get_by_role("button", name="Activate this person again").click()
    expect(admin.get_by_text("The person is active again.")).to_be_visible()
