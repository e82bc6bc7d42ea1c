"""Every page before axe: each once in one of the languages, wide and on a phone, light and dark.

`python -m tests.journeys.look` tries every page in every language.
"""

from itertools import cycle

import pytest

from tests.journeys import axe, visiting
from tests.journeys.company import Site
from tests.journeys.look import TOO_WIDE, arrive
from tests.journeys.places import Place, places

pytestmark = pytest.mark.journey

LANGUAGES = ("en", "zh-Hans", "th")
# Of what axe looks at, the theme and the size change only this.
OF_THEME, OF_SIZE = ["color-contrast"], ["target-size", "scrollable-region-focusable"]


@pytest.fixture(scope="module")
def everywhere(site: Site) -> list[Place]:
    return places(site)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(visit, everywhere: list[Place], language: str) -> None:
    turn = dict(zip((place.name for place in everywhere), cycle(LANGUAGES), strict=False))
    found = []
    for who in sorted({place.who for place in everywhere}):
        page = visit(who, language=language)
        for place in everywhere:
            if (place.who, turn[place.name]) == (who, language):
                arrive(page, place)
                found += [f"{place.name}: {one}" for one in seen_every_way(page)]
    assert not found


def seen_every_way(page) -> list[str]:
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in axe.violations(page, *OF_THEME)]
    page.set_viewport_size(visiting.PHONE)
    found += [f"phone: {one}" for one in axe.violations(page, *OF_SIZE)]
    found += ["phone: scrolls sideways"] if page.evaluate(TOO_WIDE) else []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(visiting.WIDE)
    return found
