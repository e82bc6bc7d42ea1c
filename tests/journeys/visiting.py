"""Somebody's browser: signed in, watched for what a person would not see but a developer should."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, ViewportSize, expect

from tests.journeys.company import Site

WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
PATIENCE_MS = 20_000
# Of a page that is refused, and of a network that a journey took away, the browser says so itself, in its console.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "htmx: htmx:error: Failed to fetch",
)
Kind = tuple[str, bool, bool]


class Windows:
    """Of one browser, for as many people as a journey has. `complaints` gathers what went wrong in any of them.

    Whoever comes next finds no trace of who was there, but what was fetched need not be fetched again.
    """

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._free: dict[Kind, list[BrowserContext]] = {}

    def at(self, site: Site) -> Self:
        """From now on they open there. The next site's address has to be the same."""
        self._site = site
        return self

    @contextmanager
    def opened(
        self, name: str = "", *, language: str = "en", phone: bool = False, scripts: bool = True
    ) -> Iterator[Page]:
        """A window in which `name` is signed in, nobody without one."""
        kind = (language, phone, scripts)
        free = self._free.setdefault(kind, [])
        context = free.pop() if free else self._made(kind)
        _sign_in(context, self._site, name, language)
        page = context.new_page()
        yield page
        # Only of a journey that went well: after another one nobody knows what is left.
        self._tidy(context, page, scripts)
        free.append(context)

    def _made(self, kind: Kind) -> BrowserContext:
        language, phone, scripts = kind
        context = self._browser.new_context(
            base_url=self._site.address,
            viewport=PHONE if phone else WIDE,
            has_touch=phone,
            is_mobile=phone,
            locale=language,
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE_MS)
        self._watch(context)
        return context

    def _tidy(self, context: BrowserContext, page: Page, scripts: bool) -> None:
        if scripts and page.url.startswith(self._site.address):
            # What was typed is kept in the moment when a page is left.
            page.evaluate("() => { localStorage.clear(); addEventListener('pagehide', () => localStorage.clear()); }")
        page.close()
        context.clear_cookies()

    def _watch(self, context: BrowserContext) -> None:
        """Errors and warnings in the console, such as a breach of the content security policy, and failed answers."""

        def hear(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
                self.complaints.append(f"{message.location.get('url')}: {message.text}")

        def look(response: Response) -> None:
            asked_for = response.request.resource_type in {"document", "fetch"}
            if response.status >= 500 or (response.status >= 400 and not asked_for):
                self.complaints.append(f"{response.url}: {response.status}")

        context.on("console", hear)
        context.on("response", look)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))


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
