"""Pictures of every page in every size, theme and language, and what axe and the browser's console hold against them.

`python -m tests.journeys.look --out DIR` leaves DIR/PAGE-SIZE-THEME-LANGUAGE.png; `--only idea` takes the pages whose
name holds that word, and `--languages en --sizes wide --themes light` narrow it down.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

from tests.journeys import axe, chromium
from tests.journeys.company import held_port, served
from tests.journeys.places import Place, places
from tests.journeys.visiting import Windows

LANGUAGES = ("en", "zh-Hans", "th")
SIZES = ("wide", "phone")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


def main(arguments: argparse.Namespace) -> int:
    arguments.out.mkdir(parents=True, exist_ok=True)
    faults = 0
    with held_port() as port, served(port) as site, chromium.browser() as browser:
        windows = Windows(browser).at(site)
        for place in places(site):
            if any(word in place.name for word in arguments.only or [place.name]):
                for fault in _faults(windows, place, arguments):
                    faults += 1
                    print(fault, flush=True)
    print(f"{faults} faults")
    return 1 if faults else 0


def _faults(windows: Windows, place: Place, chosen: argparse.Namespace) -> Iterator[str]:
    for language in chosen.languages:
        for size in chosen.sizes:
            where = f"{place.name}-{size}"
            windows.complaints.clear()
            with windows.opened(place.who, language=language, phone=size == "phone") as page:
                arrive(page, place)
                for theme in chosen.themes:
                    page.emulate_media(color_scheme=theme)
                    page.screenshot(path=chosen.out / f"{where}-{theme}-{language}.png", full_page=True)
                    yield from (f"{where}-{theme}-{language}: {one}" for one in axe.violations(page))
                if page.evaluate(TOO_WIDE):
                    yield f"{where}-{language}: scrolls sideways"
            yield from (f"{where}-{language}: {one}" for one in windows.complaints)


def arrive(page: Page, place: Place) -> None:
    page.goto(place.path)
    if place.act:
        place.act(page)
        page.wait_for_load_state()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.look", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", action="append", metavar="WORD")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=SIZES)
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_asked()))
