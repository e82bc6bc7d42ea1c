"""Somebody's browser: signed in, watched for what a person would not see but a developer should."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from tests.journeys.company import Site

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PATIENCE_MS = 20_000
# Of a page that is refused, and of a network that a journey took away, the browser says so itself, in its console.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "htmx: htmx:error: Failed to fetch",
)


@contextmanager
def visit(
    browser: Browser,
    site: Site,
    name: str = "",
    *,
    language: str = "en",
    phone: bool = False,
    complaints: list[str],
    **options: Any,
) -> Iterator[Page]:
    """A page of a fresh browser in which `name` is signed in, nobody without one; complaints gather what went wrong."""
    size = PHONE if phone else WIDE
    context = browser.new_context(
        base_url=site.address,
        viewport=size,
        has_touch=phone,
        is_mobile=phone,
        locale=language,
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE_MS)
    _watch(context, complaints)
    _sign_in(context, site, name, language)
    try:
        yield context.new_page()
    finally:
        context.close()


def ready(page: Page) -> None:
    """The page's scripts are at work, which a person does not notice and a test may outrun."""
    page.wait_for_load_state()
    expect(page.locator("main :not(:defined)")).to_have_count(0)


def open_menu(page: Page) -> Locator:
    """What is behind one's own initials."""
    page.locator("summary").filter(has_text="My menu").click()
    return page.locator(".menu__sheet")


def reload_until(page: Page, shown: Locator) -> None:
    """Some things follow a moment later, when the worker comes to them."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not shown.count() and time.monotonic() < until:
        page.wait_for_timeout(200)
        page.reload()
    expect(shown.first).to_be_visible()


def _sign_in(context: BrowserContext, site: Site, name: str, language: str) -> None:
    cookies = {"byline-language": language} | ({"byline": site.token_of(name)} if name else {})
    context.add_cookies([{"name": key, "value": value, "url": site.address} for key, value in cookies.items()])


def _watch(context: BrowserContext, complaints: list[str]) -> None:
    """Errors and warnings in the console, such as a breach of the content security policy, and failed answers."""

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def look(response: Response) -> None:
        asked_for = response.request.resource_type in {"document", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not asked_for):
            complaints.append(f"{response.url}: {response.status}")

    context.on("console", hear)
    context.on("response", look)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
