"""A company's first day, in an empty folder: from the link of the first administrator to the first idea and thanks."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.company import PATIENCE_SECONDS, Site

pytestmark = pytest.mark.journey

PASSWORD = "a van full of violets"
BYLINE = (sys.executable, "-m", "app.cli")


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("company") / "data"


@pytest.fixture(scope="module")
def link(data: Path, port: int) -> str:
    """Of the first administrator, as the terminal prints it."""
    address = f"http://127.0.0.1:{port}"
    told = subprocess.check_output(
        [*BYLINE, "admin", "uma@example.com", "--name", "Uma Reyes", "--base-url", address, "--data", data],
        env=_without_settings(),
        text=True,
    )
    return "".join(re.findall(r"http\S+", told))


@pytest.fixture(scope="module")
def site(data: Path, link: str, port: int) -> Iterator[Site]:
    """As people would start it, where nothing is but the administrator."""
    address = f"http://127.0.0.1:{port}"
    serving = subprocess.Popen([*BYLINE, "serve", "--port", str(port), "--data", data], env=_without_settings())
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/healthz", timeout=5)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield Site(address, {})
    serving.terminate()
    serving.wait()


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()
    page.get_by_role("button", name="I have read this").click()


def step(page: Page, act: str) -> None:
    """From the front page, by the list of what is to be done."""
    page.goto("/")
    page.get_by_role("region", name="How to begin").get_by_role("link", name=act).click()


def test_an_administrator_is_led_from_an_empty_company_to_the_first_thanks(visit, link: str) -> None:
    admin, person = visit(), visit(phone=True)
    come_in(admin, link)

    # Whoever begins with the idea is led to what it needs.
    step(admin, "Share an idea")
    expect(admin.get_by_text("Ideas are addressed to a department, and there is none yet.")).to_be_visible()
    expect(admin.get_by_role("button", name="Share it")).to_have_count(0)
    admin.get_by_role("main").get_by_role("link", name="Add a department").click()
    admin.get_by_label("Name", exact=True).fill("Greenhouse")
    admin.get_by_role("main").get_by_role("button", name="Save").click()

    step(admin, "Add a person")
    admin.get_by_label("Name", exact=True).fill("Vic Lund")
    admin.get_by_label("E-mail address").fill("vic@example.com")
    admin.get_by_label("Department", exact=True).select_option("Greenhouse")
    admin.get_by_role("button", name="Add this person").click()

    step(admin, "Choose who to invite")
    admin.get_by_role("link", name="Vic Lund").click()
    admin.get_by_role("button", name="Make an invitation link").click()
    come_in(person, admin.get_by_label("Invitation link").input_value())

    person.goto("/")
    expect(person.get_by_role("region", name="How to begin")).to_have_count(0)
    person.get_by_role("link", name="Share an idea").first.click()
    person.get_by_label("Title").fill("Water the ferns at dawn")
    person.get_by_label("Who would carry it out?").select_option("Greenhouse")
    person.get_by_role("button", name="Share it").click()
    expect(person.get_by_text("Your idea is posted.")).to_be_visible()

    admin.goto("/")
    expect(admin.get_by_role("region", name="How to begin")).to_have_count(0)
    admin.get_by_role("link", name="Water the ferns at dawn").click()
    admin.get_by_role("link", name="Say thanks for this").click()
    expect(admin.get_by_text("There is nobody else here yet")).to_have_count(0)
    admin.get_by_label("What they did, what it changed, and for whom").fill("He came early, and the ferns stand.")
    admin.get_by_role("button", name="Send thanks").click()
    expect(admin.get_by_text("Your thanks are sent. Everyone you named is told.")).to_have_count(1)


def test_pages_with_little_on_them_still_lead_on(visit, link: str) -> None:
    admin = visit()
    admin.goto("/sign-in")
    admin.get_by_label("E-mail address").fill("uma@example.com")
    admin.get_by_label("Password").fill(PASSWORD)
    admin.get_by_role("button", name="Sign in", exact=True).click()
    expect(admin.get_by_text("My menu: Uma Reyes")).to_have_count(1)
    for path in ("/topics", "/recognition", "/me/record", "/setup/audit", "/search?q=ferns"):
        admin.goto(path)
        expect(admin.get_by_role("main").locator("a, button").first).to_be_visible()
