"""Every page before axe: each in one of the languages and one of the themes, wide and on a phone.

`python -m tests.journeys.look` tries every page in everything.
"""

from itertools import cycle
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.journeys import axe, visiting
from tests.journeys.company import Site
from tests.journeys.look import LANGUAGES, THEMES, TOO_WIDE, arrive
from tests.journeys.places import Place, places

pytestmark = pytest.mark.journey

Turn = tuple[Place, str, Literal["light", "dark"]]
# Of what axe looks at, the size changes only this.
OF_SIZE = ["target-size", "scrollable-region-focusable"]


@pytest.fixture(scope="module")
def turns(site: Site) -> list[Turn]:
    return list(zip(places(site), cycle(LANGUAGES), cycle(THEMES), strict=False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(visit, turns: list[Turn], language: str) -> None:
    found = []
    for who in sorted({place.who for place, _language, _theme in turns}):
        page = visit(who, language=language)
        for place, in_language, theme in turns:
            if (place.who, in_language) == (who, language):
                page.emulate_media(color_scheme=theme)
                arrive(page, place)
                found += [f"{place.name}, {theme}: {one}" for one in seen_wide_and_narrow(page)]
    assert not found


def seen_wide_and_narrow(page: Page) -> list[str]:
    found = axe.violations(page)
    page.set_viewport_size(visiting.PHONE)
    found += [f"phone: {one}" for one in axe.violations(page, *OF_SIZE)]
    found += ["phone: scrolls sideways"] if page.evaluate(TOO_WIDE) else []
    page.set_viewport_size(visiting.WIDE)
    return found


def test_axe_sees_what_is_wrong(visit) -> None:
    page = visit()
    page.goto("/sign-in")
    page.evaluate("() => { document.querySelector('h1').outerHTML = '<img src=data:,>'; }")
    assert {line.partition(":")[0] for line in axe.violations(page)} == {"image-alt", "page-has-heading-one"}
