"""Nothing typed is lost: a form that was left, in whatever way, comes back as it was, for whoever typed it alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import ADMIN, DISPATCHER, DRIVER, LEADER, PICKER, Site
from tests.journeys.visiting import open_menu, ready

pytestmark = pytest.mark.journey

BACK = "What you typed here earlier is back."
TITLE, WHOLE = "Hooks beside the scanner", "Gloves **fall** down.\n\nEvery day."


def said(page: Page, label: str):
    return page.get_by_label(label, exact=True)


def write_idea(page: Page, title: str = TITLE) -> None:
    page.goto("/ideas/new")
    said(page, "Title").fill(title)
    said(page, "The idea in detail").fill(WHOLE)
    page.get_by_label("Who would carry it out?").select_option("Dispatch")


def expect_idea(page: Page, title: str = TITLE) -> None:
    expect(said(page, "Title")).to_have_value(title)
    expect(said(page, "The idea in detail")).to_have_value(WHOLE)
    expect(page.get_by_label("Who would carry it out?")).to_have_value("dispatch")


def expect_nothing(page: Page, address: str, label: str) -> None:
    page.goto(address)
    ready(page)
    # By then what is kept would be back.
    page.wait_for_timeout(300)
    expect(said(page, label)).to_have_value("")
    expect(page.get_by_text(BACK)).to_have_count(0)


def kept(page: Page) -> list[str]:
    """The names of all that this browser keeps of it."""
    return page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('draft '))")


def an_idea(site: Site, by: str = DRIVER) -> str:
    with site.as_(by) as client:
        typed = {"title": "Grit for the ramp", "department": "dispatch", "body": "It is ice."}
        return str(client.post("/ideas", data=typed).headers["location"])


def test_an_idea_that_was_left_by_a_link_is_back_and_gone_once_it_is_posted(visit) -> None:
    page = visit(DRIVER)
    write_idea(page)
    page.get_by_role("link", name="Topics").first.click()
    expect(page.get_by_role("heading", name="Topics", level=1)).to_be_visible()
    page.goto("/ideas/new")
    expect(page.get_by_text(BACK)).to_be_visible()
    expect_idea(page)
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_text("Your idea is posted.")).to_be_visible()
    ready(page)
    expect_nothing(page, "/ideas/new", "Title")
    assert kept(page) == []


def test_another_language_keeps_what_is_typed(visit) -> None:
    page = visit(PICKER)
    write_idea(page, "แขวนถุงมือ手套")
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    expect(page.locator("#f-title")).to_have_value("แขวนถุงมือ手套")
    expect(page.locator("#f-body")).to_have_value(WHOLE)
    expect(page.locator("#f-department")).to_have_value("dispatch")
    page.get_by_role("button", name="English").click()
    expect_idea(page, "แขวนถุงมือ手套")
    page.get_by_role("button", name="Begin afresh").click()
    expect(page.get_by_text(BACK)).to_have_count(0)
    expect(said(page, "Title")).to_have_value("")
    expect(said(page, "Title")).to_be_focused()
    expect_nothing(page, "/ideas/new", "Title")


def test_a_refused_form_keeps_its_text_wherever_one_goes_then(visit) -> None:
    page = visit(DRIVER)
    page.goto("/ideas/new")
    said(page, "The idea in detail").fill("No title yet.")
    page.get_by_role("button", name="Share it").evaluate("button => { button.form.noValidate = true; }")
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("alert").filter(has_text="need another look")).to_be_visible()
    expect(said(page, "The idea in detail")).to_have_value("No title yet.")
    expect(page.get_by_text(BACK)).to_have_count(0)
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    page.get_by_role("button", name="English").click()
    expect(said(page, "The idea in detail")).to_have_value("No title yet.")
    page.goto("/")
    page.goto("/ideas/new")
    expect(said(page, "The idea in detail")).to_have_value("No title yet.")
    page.get_by_role("button", name="Begin afresh").click()
    assert kept(page) == []


def test_browser_back_finds_what_was_typed(visit) -> None:
    page = visit(DRIVER)
    write_idea(page)
    page.goto("/topics")
    page.go_back()
    expect_idea(page)
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_text("Your idea is posted.")).to_be_visible()
    ready(page)
    assert kept(page) == []


def test_two_windows_keep_what_was_typed_in_each(visit) -> None:
    one = visit(DRIVER)
    write_idea(one, "From the first window")
    other = one.context.new_page()
    expect_nothing(other, "/ideas/new", "Title")
    write_idea(other, "From the second window")
    one.goto("/topics")
    one.goto("/ideas/new")
    expect_idea(one, "From the first window")
    other.close()
    one.get_by_role("button", name="Share it").click()
    expect(one.get_by_text("Your idea is posted.")).to_be_visible()
    ready(one)
    one.goto("/ideas/new")
    expect_idea(one, "From the second window")
    one.get_by_role("button", name="Begin afresh").click()


@pytest.mark.parametrize("leaves_by", ["signing out", "another session"])
def test_somebody_else_in_the_same_browser_sees_nothing_of_it(visit, site: Site, leaves_by) -> None:
    page = visit(DRIVER)
    write_idea(page)
    page.goto("/recognition")
    assert len(kept(page)) == 1
    if leaves_by == "signing out":
        open_menu(page).get_by_role("button", name="Sign out").click()
        expect(page.get_by_text("You are signed out.")).to_be_visible()
        assert kept(page) == []
    page.context.add_cookies([{"name": "byline", "value": site.token_of(DISPATCHER), "url": site.address}])
    expect_nothing(page, "/ideas/new", "Title")
    assert kept(page) == []
    page.context.add_cookies([{"name": "byline", "value": site.token_of(DRIVER), "url": site.address}])
    expect_nothing(page, "/ideas/new", "Title")


def test_what_is_typed_in_a_window_after_signing_out_in_another_is_not_kept(visit) -> None:
    page = visit(DRIVER)
    write_idea(page)
    other = page.context.new_page()
    other.goto("/")
    open_menu(other).get_by_role("button", name="Sign out").click()
    expect(other.get_by_text("You are signed out.")).to_be_visible()
    said(page, "Title").fill("Too late")
    page.goto("/sign-in")
    assert kept(page) == []
    other.close()


def test_a_comment_and_a_reply_on_one_page_come_back_each_at_its_place(visit, site: Site) -> None:
    address = an_idea(site)
    page = visit(DISPATCHER)
    page.goto(address)
    said(page, "Your comment").fill("There is grit in the shed.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment")).to_contain_text("There is grit in the shed.")
    ready(page)
    page.get_by_text("Reply to Bao Dinh").click()
    said(page, "Your reply").fill("Which shed?")
    said(page, "Your comment").fill("And salt")
    page.goto("/topics")
    page.goto(address)
    expect(said(page, "Your reply")).to_have_value("Which shed?")
    expect(said(page, "Your comment")).to_have_value("And salt")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".comment--reply")).to_contain_text("Which shed?")
    # What was not sent stays.
    expect(said(page, "Your comment")).to_have_value("And salt")
    assert len(kept(page)) == 1


def test_thanks_come_back_with_whom_they_are_for_and_to_nobody_else(visit, site: Site) -> None:
    page = visit(LEADER)
    page.goto("/recognition/new")
    ready(page)
    page.get_by_role("combobox", name="Who is it for?").fill("Bao Dinh")
    page.get_by_role("option", name="Bao Dinh").click()
    page.get_by_label("What they did").fill("He found the grit.")
    page.goto("/")
    page.goto("/recognition/new")
    expect(page.get_by_role("listitem").filter(has_text="Bao Dinh")).to_be_visible()
    expect(page.get_by_label("What they did")).to_have_value("He found the grit.")
    page.goto(f"/recognition/new?to=person:{site.people[PICKER]}")
    ready(page)
    page.wait_for_timeout(300)
    expect(page.get_by_label("What they did")).to_have_value("")
    page.goto("/recognition/new")
    page.get_by_role("button", name="Send thanks").click()
    expect(page.locator("article").filter(has_text="He found the grit.")).to_contain_text("Bao Dinh")
    ready(page)
    assert kept(page) == []


def test_a_change_comes_back_and_undoes_nothing_that_was_stored_meanwhile(visit, site: Site) -> None:
    address = an_idea(site)
    number = address.split("/")[2].split("-")[0]
    page = visit(DRIVER)
    page.goto(f"/ideas/{number}/edit")
    said(page, "The idea in detail").fill("It is ice, and at six nobody is there.")
    page.goto("/")
    page.goto(f"/ideas/{number}/edit")
    expect(said(page, "The idea in detail")).to_have_value("It is ice, and at six nobody is there.")
    page.goto("/")
    with site.as_(DRIVER) as client:
        client.post(f"/ideas/{number}", data={"title": "Grit", "department": "dispatch", "body": "Stored meanwhile."})
    page.goto(f"/ideas/{number}/edit")
    expect(said(page, "The idea in detail")).to_have_value("It is ice, and at six nobody is there.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="This was changed while you were writing")).to_be_visible()
    expect(page.get_by_text("Stored meanwhile.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your idea is changed.")).to_be_visible()
    ready(page)
    assert kept(page) == []


def test_texts_of_the_setup_and_reasons_come_back_and_passwords_never(visit, site: Site) -> None:
    admin = visit(ADMIN)
    admin.goto("/setup/departments/new")
    ready(admin)
    admin.get_by_label("Purpose").fill("Feeds everybody.")
    admin.goto(an_idea(site))
    admin.get_by_role("link", name="Hide this idea").click()
    admin.get_by_label("Why do you hide it?").fill("It names a customer.")
    reasoned = admin.url
    admin.goto("/me")
    for label in ("New password", "The same once more"):
        if admin.get_by_label(label).count():
            admin.get_by_label(label).first.fill("correct horse battery staple")
    admin.goto("/setup/departments/new")
    expect(admin.get_by_label("Purpose")).to_have_value("Feeds everybody.")
    admin.goto(reasoned)
    expect(admin.get_by_label("Why do you hide it?")).to_have_value("It names a customer.")
    assert "correct horse" not in admin.evaluate("() => JSON.stringify(localStorage)")
    assert len(kept(admin)) == 2


def test_what_was_sent_after_signing_in_again_is_not_offered_once_more(visit, site: Site) -> None:
    page = visit(PICKER)
    write_idea(page, "Sent after all")
    page.context.clear_cookies()
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_text("What you typed is kept: sign in, and you can send it.")).to_be_visible()
    assert len(kept(page)) == 1
    page.get_by_role("button", name=PICKER).click()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Sent after all", level=1)).to_be_visible()
    ready(page)
    expect_nothing(page, "/ideas/new", "Title")


def test_words_that_an_input_method_is_composing_are_kept_as_they_are(visit) -> None:
    page = visit(DRIVER)
    page.goto("/topics/new")
    ready(page)
    box = page.get_by_label("What is it about?")
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "手套", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(600)
    expect(box).to_have_value("手套")
    keyboard.send("Input.insertText", {"text": "手套呢"})
    page.goto("/")
    page.goto("/topics/new")
    expect(box).to_have_value("手套呢")


def test_no_more_than_fifty_are_kept_and_none_for_longer_than_a_week(visit, site: Site) -> None:
    page = visit(DRIVER)
    page.goto("/")
    old, fifty = 8, 50
    me = site.people[DRIVER]
    page.evaluate(
        """([me, old, fifty]) => {
            const day = 24 * 3600 * 1000;
            const draft = (n, days) => JSON.stringify({ form: `/x/${n}`, address: `/x/${n}`, typed: {}, carried: {},
                                                        isLeft: true, at: Date.now() - days * day - n });
            for (let n = 0; n < fifty; n += 1) localStorage.setItem(`draft ${me} ${n}`, draft(n, 0));
            localStorage.setItem(`draft ${me} old`, draft(99, old));
            localStorage.setItem(`draft ${me} broken`, "{");
        }""",
        [me, old, fifty],
    )
    write_idea(page)
    page.goto("/topics")
    names = kept(page)
    assert len(names) == fifty
    assert f"draft {me} 49" not in names
    assert f"draft {me} old" not in names
    assert f"draft {me} broken" not in names


def test_a_form_that_htmx_sends_and_swaps_in_is_kept_as_well(visit, site: Site) -> None:
    page = visit(DISPATCHER)
    page.goto(an_idea(site))
    ready(page)
    said(page, "Your comment").fill("Sent in place.")
    page.wait_for_timeout(600)
    # As a part that was swapped in would be: another element for the same form.
    page.evaluate(
        """() => {
            const form = document.querySelector(".composer");
            const markup = form.outerHTML;
            form.remove();
            const drafts = Object.keys(localStorage).filter((name) => name.startsWith("draft "));
            for (const name of drafts) {
                localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage[name]), isLeft: true }));
            }
            document.getElementById("discussion").insertAdjacentHTML("beforeend", markup);
            document.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true }));
        }"""
    )
    expect(said(page, "Your comment")).to_have_value("Sent in place.")
    page.evaluate(
        """() => {
            const form = document.querySelector(".composer");
            form.setAttribute("hx-post", form.getAttribute("action"));
            htmx.process(form);
        }"""
    )
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment")).to_contain_text("Sent in place.")
    ready(page)
    assert kept(page) == []
