"""Somebody's browser: signed in, watched for what a person would not see but a developer should."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.journeys.company import Site

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Of a page that is refused the browser says so itself, in its console.
EXPECTED = "Failed to load resource: the server responded with a status of 4"


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
        base_url=site.address, viewport=size, has_touch=phone, is_mobile=phone, locale=language, **options
    )
    context.set_default_timeout(20_000)
    _watch(context, complaints)
    _sign_in(context, site, name, language)
    try:
        yield context.new_page()
    finally:
        context.close()


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
