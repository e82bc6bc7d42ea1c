"""What somebody is signed in with, in words they know it by."""

from functools import lru_cache
from typing import Any

from httpagentparser import detect

from app.core.i18n import _

NAMES = {"ChromiumEdge": "Edge", "Microsoft Internet Explorer": "Internet Explorer"}


def browser_words(user_agent: str) -> str:
    """`Firefox on Linux`; as it called itself where that is nothing known."""
    browser, system = _recognised(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or user_agent or _("An unknown browser")


@lru_cache(maxsize=1_000)
def _recognised(user_agent: str) -> tuple[str, str]:
    found: dict[str, Any] = detect(user_agent)
    browser = (found.get("browser") or {}).get("name") or ""
    return NAMES.get(browser, browser), (found["platform"]["name"] or "").strip()
