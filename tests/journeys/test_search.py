"""One box, everything in it, in every language the company writes in."""

import pytest
from playwright.sync_api import expect

from tests.journeys.company import DRIVER
from tests.journeys.test_ideas import share_idea
from tests.journeys.visiting import reload_until

pytestmark = pytest.mark.journey

ASKED = {
    "English": ("mark gates", "Let drivers mark “gate closed” without phoning the desk", "gate"),
    "Chinese": ("退货原因", "把退货原因做成选项，而不是自由填写", "退货"),
    "Thai": ("เวลานัดส่ง", "ให้คลังเห็นเวลานัดส่งของคลินิกล่วงหน้า", "เวลา"),
    "Spanish": ("camara fria", "Que la alarma de la cámara fría diga qué puerta es", "cámara"),
}


@pytest.mark.parametrize(("words", "title", "marked"), ASKED.values(), ids=ASKED)
def test_search_finds_an_idea_in_its_language_and_marks_the_words(visit, words: str, title: str, marked: str) -> None:
    page = visit(DRIVER)
    page.goto("/")
    page.get_by_role("searchbox", name="Search").fill(words)
    page.keyboard.press("Enter")
    hit = page.get_by_role("article").filter(has=page.get_by_role("link", name=title))
    reload_until(page, hit)
    expect(hit.locator("h3 mark").filter(has_text=marked).first).to_be_visible()


def test_what_was_just_shared_is_found_and_leads_there(visit) -> None:
    page = visit(DRIVER)
    share_idea(page, "Zinc buckets for the dripping dock", whole="The **rain** comes through at door four.")
    page.goto("/search?q=dripping+buckets")
    reload_until(page, page.get_by_role("link", name="Zinc buckets for the dripping dock"))
    expect(page.get_by_role("status").filter(has_text="1 result")).to_be_visible()
    page.get_by_role("link", name="Zinc buckets for the dripping dock").click()
    expect(page.get_by_role("heading", name="Zinc buckets for the dripping dock", level=1)).to_be_visible()


def test_a_search_without_a_hit_offers_to_share_the_words(visit) -> None:
    page = visit(DRIVER)
    page.goto("/search?q=zeppelin")
    page.get_by_role("link", name="Share it as an idea").click()
    expect(page.get_by_label("Title")).to_have_value("zeppelin")
