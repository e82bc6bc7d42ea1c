"""Finding, fetching and starting Chromium."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-thai-tlwg")
LANGUAGES = ("zh-cn", "th")
# Something else may be installing at the moment.
PATIENCE = ("-o", "DPkg::Lock::Timeout=300")
# Beside what is tested it should ask nobody anything, and root gets no sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def found() -> str | None:
    """Chromium as the environment names it, or as it stands on the path."""
    named = os.environ.get("BYLINE_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def found_or_fetched() -> str | None:
    """Chromium with letters for Chinese and Thai: Debian's packages are added where root may do that."""
    if not (found() and all(map(has_letters, LANGUAGES))) and os.geteuid() == 0 and shutil.which("apt-get"):
        install(*PACKAGES)
    return found()


def has_letters(language: str) -> bool:
    """Is there a font for this language?"""
    try:
        return bool(subprocess.run(["fc-list", f":lang={language}"], capture_output=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def browser() -> Iterator[Browser]:
    """A running, headless Chromium."""
    program = found_or_fetched()
    assert program, "There is no Chromium here; BYLINE_CHROMIUM can name one."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield running
        finally:
            running.close()


def install(*packages: str) -> None:
    """Debian's packages; what went wrong is said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            with log.open("a") as out:
                ended = subprocess.run(
                    ["apt-get", *PATIENCE, *command],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    check=False,
                )
            if ended.returncode:
                print(f"{packages[0]} could not be installed:\n{log.read_text()}", flush=True)
                return
