"""The runner behind `./byline test`: every check in order, then what came of them.

With arguments it is pytest on SQLite: `./byline test tests/ideas -k vote`. With `--long` among them what is drawn at
random goes on for long, and LibreOffice is fetched to open files in.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests import offices
from tests.journeys import chromium
from tests.servers import postgres

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
DATABASE = "BYLINE_TEST_DATABASE_URL"
LONG = "--long"
OWN = ("BYLINE_CHROMIUM", "BYLINE_TEST_LONG")
"""Settings that are meant for the tests."""
# A file of journeys shares a demo, so it stays in one process.
IN_TWO = ("-n", "2", "--dist", "loadfile")


@dataclass(frozen=True)
class Outcome:
    """What a step counted; `note` says why it counted nothing."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    note: str = ""

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


Step = tuple[str, Callable[[], Outcome]]


def main(arguments: Sequence[str]) -> int:
    os.chdir(ROOT)
    # Ended from outside, we still stop the server that we started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if LONG in arguments:
        os.environ["BYLINE_TEST_LONG"] = "yes"
        offices.found_or_fetched()
        arguments = [argument for argument in arguments if argument != LONG]
    if arguments:
        return _chosen(arguments)
    with ThreadPoolExecutor(1) as aside:
        outcomes = [(name, _timed(name, run)) for name, run in _steps(aside.submit(chromium.found_or_fetched))]
    return _closing(outcomes)


def _chosen(arguments: Sequence[str]) -> int:
    """Journeys need a browser and take their time: they run when they are asked for."""
    options = ["-m", "not postgres and not journey"]
    if any("journeys" in argument for argument in arguments):
        # Here rather than by each of the processes at once.
        chromium.found_or_fetched()
        options = ["-m", "not postgres"]
    if any(Path(argument).name == "journeys" for argument in arguments):
        options += IN_TWO
    return subprocess.run([PYTHON, "-m", "pytest", *options, *arguments], env=_environment(), check=False).returncode


def _steps(browser: "Future[str | None]") -> Iterable[Step]:
    yield "Format", lambda: _command(PYTHON, "-m", "ruff", "format", "--check", ".")
    yield "Lint", lambda: _command(PYTHON, "-m", "ruff", "check", ".")
    yield "Types", lambda: _command(PYTHON, "-m", "mypy")
    yield "Floors", lambda: _command(Path(PYTHON).with_name("lint-imports"))
    yield "Catalogues", lambda: _command(PYTHON, "-m", "app.core.catalogues", "--check")
    yield "Suite on SQLite", lambda: _pytest("-n", "2", "-m", "not journey and not postgres")
    yield "Suite on PostgreSQL", _on_postgres
    yield "Journeys", lambda: _journeys(browser)


def _on_postgres() -> Outcome:
    # The rules judge the sources, which are the same on both.
    with postgres() as url:
        return _pytest("-n", "2", "-m", "not journey and not sqlite", "--ignore=tests/rules", **{DATABASE: url})


def _journeys(browser: "Future[str | None]") -> Outcome:
    if browser.result():
        return _pytest(*IN_TWO, "-m", "journey", "tests/journeys")
    missed = "NOT RUN: there is no Chromium here; BYLINE_CHROMIUM can name one"
    return Outcome(failed=1, note=missed) if os.environ.get("CI") == "true" else Outcome(skipped=1, note=missed)


def _command(*command: str | Path) -> Outcome:
    ended = subprocess.run(command, env=_environment(), check=False)
    return Outcome(failed=1) if ended.returncode else Outcome(passed=1)


def _pytest(*arguments: str, **environment: str) -> Outcome:
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        ended = subprocess.run(command, env=_environment() | environment, check=False)
        counted = _counted(report) if report.exists() else Outcome()
    # A run that found no test, or broke outside of one, has failed as well.
    return replace(counted, failed=1) if ended.returncode and not counted.failed else counted


def _counted(report: Path) -> Outcome:
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    return Outcome(passed=total - failures - errors - skipped, failed=failures + errors, skipped=skipped)


def _environment() -> dict[str, str]:
    """Without somebody's own Byline settings, which are not what is tested."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_") or name in OWN}


def _timed(name: str, run: Callable[[], Outcome]) -> Outcome:
    print(f"\n── {name} {'─' * (75 - len(name))}", flush=True)
    started = time.monotonic()
    outcome = replace(run(), seconds=time.monotonic() - started)
    print(f"{outcome.note or outcome} in {outcome.seconds:.1f} s", flush=True)
    return outcome


def _closing(outcomes: Sequence[tuple[str, Outcome]]) -> int:
    print(f"\n{'═' * 79}")
    for name, outcome in outcomes:
        print(f"{'✗' if outcome.failed else '✓'} {name:<22}{outcome.seconds:>8.1f} s   {outcome.note or outcome}")
    passed, failed, skipped = (
        sum(getattr(outcome, kind) for _name, outcome in outcomes) for kind in ("passed", "failed", "skipped")
    )
    print(f"\n{Outcome(passed, failed, skipped)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
