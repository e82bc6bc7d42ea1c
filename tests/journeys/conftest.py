"""One browser for all journeys, a demo for every file of them, and windows in which nobody was before.

So a journey never finds what one of another file has left.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import chromium
from tests.journeys.company import Site, begun_once, held_port, served
from tests.journeys.visiting import PATIENCE_MS, Windows

Visit = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as running:
        yield running


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The same for one demo after another, so that windows need not be made anew for each."""
    with held_port() as port:
        yield port


@pytest.fixture(scope="session")
def demo(tmp_path_factory, worker_id, port: int) -> Path:
    """As it begins, to be copied: made once for all processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    return begun_once((folder if worker_id == "main" else folder.parent) / "demo", port)


@pytest.fixture(scope="module")
def site(port: int, demo: Path) -> Iterator[Site]:
    with served(port, demo) as running:
        yield running


@pytest.fixture(scope="session")
def all_windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture(scope="module")
def windows(all_windows: Windows, site: Site) -> Windows:
    return all_windows.at(site)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Visit]:
    """Opens a window that somebody is signed in with; in the end no console may have complained."""
    windows.complaints.clear()
    with ExitStack() as opened:

        def begin(name: str = "", **options: Any) -> Page:
            return opened.enter_context(windows.opened(name, **options))

        yield begin
    assert not windows.complaints
