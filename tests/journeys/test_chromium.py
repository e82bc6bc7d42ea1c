"""The browser that the journeys go through."""

import pytest
from playwright.sync_api import Browser

from tests.journeys import chromium

pytestmark = pytest.mark.journey

# A letter without a glyph is drawn as the same empty box, whichever letter it is.
PAGE = """<canvas id=c width=60 height=60></canvas>"""
DRAW = """letter => {
  const pen = document.querySelector("#c").getContext("2d");
  pen.clearRect(0, 0, 60, 60);
  pen.font = "40px sans-serif";
  pen.fillText(letter, 5, 45);
  return document.querySelector("#c").toDataURL();
}"""


@pytest.mark.parametrize(
    ("language", "letters"), [("en", "ab"), ("zh-cn", "谢建"), ("th", "ขค")], ids=["English", "Chinese", "Thai"]
)
def test_the_browser_has_letters_of_every_language_that_the_machine_has(
    browser: Browser, language: str, letters: str
) -> None:
    page = browser.new_page()
    page.set_content(PAGE)
    first, second = (page.evaluate(DRAW, letter) for letter in letters)
    page.close()
    assert (first != second) is chromium.has_letters(language)
