"""The windows that the journeys go through."""

import pytest

from app.demo.company import told
from tests.journeys.company import DRIVER, Site
from tests.journeys.visiting import Windows

pytestmark = pytest.mark.journey

FOREIGN_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "1";
  document.head.append(script);
}"""


def test_a_breach_of_the_security_policy_is_heard(windows: Windows) -> None:
    windows.complaints.clear()
    with windows.opened() as page:
        page.goto("/sign-in")
        page.evaluate(FOREIGN_SCRIPT)
    assert "Content Security Policy" in windows.complaints[0]


def test_whoever_comes_next_finds_no_trace(windows: Windows) -> None:
    with windows.opened(DRIVER) as page:
        page.goto("/")
        page.get_by_role("button", name="Dark").click()
    with windows.opened() as page:
        page.goto("/")
        assert page.url.endswith("/sign-in")
        assert page.evaluate("() => localStorage.length") == 0


def test_a_file_of_journeys_begins_with_the_demo_alone(site: Site) -> None:
    """Whatever other files have left in theirs."""
    assert site.posts.keys() == {post["title"] for kind in ("ideas", "topics") for post in told(kind)[kind]}
