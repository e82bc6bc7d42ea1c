"""One browser and one served demo for all journeys; every journey has browsers' windows of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import chromium
from tests.journeys.company import Site, served
from tests.journeys.visiting import PATIENCE_MS, Windows

Visit = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as running:
        yield running


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with served() as running:
        yield running


@pytest.fixture(scope="session")
def windows(browser: Browser, site: Site) -> Windows:
    return Windows(browser, site)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Visit]:
    """Opens a window that somebody is signed in with; in the end no console may have complained."""
    windows.complaints.clear()
    with ExitStack() as opened:

        def begin(name: str = "", **options: Any) -> Page:
            return opened.enter_context(windows.opened(name, **options))

        yield begin
    assert not windows.complaints
