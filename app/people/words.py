"""What somebody is signed in with, in words they know it by."""

from functools import lru_cache
from typing import NotRequired, TypedDict

from httpagentparser import detect

from app.core.i18n import _

NAMES = {"ChromiumEdge": "Edge", "Microsoft Internet Explorer": "Internet Explorer"}


class _Called(TypedDict):
    name: str | None


class _Detected(TypedDict):
    platform: _Called
    browser: NotRequired[_Called]


def browser_words(user_agent: str) -> str:
    """`Firefox on Linux`; as it called itself where that is nothing known."""
    browser, system = _recognised(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or user_agent or _("An unknown browser")


@lru_cache(maxsize=1_000)
def _recognised(user_agent: str) -> tuple[str, str]:
    found: _Detected = detect(user_agent)
    browser = (found["browser"]["name"] if "browser" in found else "") or ""
    return NAMES.get(browser, browser), (found["platform"]["name"] or "").strip()
