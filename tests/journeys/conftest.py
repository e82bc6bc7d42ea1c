"""One browser and one served demo for all journeys; every journey has browsers' windows of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import chromium, visiting
from tests.journeys.company import Site, served

Visit = Callable[..., Page]
expect.set_options(timeout=visiting.PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as running:
        yield running


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with served() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Opens a window that somebody is signed in with; in the end no console may have complained."""
    complaints: list[str] = []
    with ExitStack() as windows:

        def begin(name: str = "", **options: Any) -> Page:
            return windows.enter_context(visiting.visit(browser, site, name, complaints=complaints, **options))

        yield begin
    assert not complaints
