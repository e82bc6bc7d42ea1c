"""The units of systemd: they are ones, they let a process do little, and they call verbs that there are."""

import configparser
import os
import re
import shlex
import shutil
import subprocess

import pytest

from tests.rules.sources import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
SHARED = UNITS / "byline-.service.d" / "shared.conf"
MOST_EXPOSED = 20
"""Tenths of what systemd itself calls the exposure of a service; an ordinary one has 96."""

pytestmark = pytest.mark.sqlite
analyzed = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze here")


def analyze(folder, *words):
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:", "SYSTEMD_LOG_LEVEL": "warning"}
    return subprocess.run(["systemd-analyze", *words], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def here(tmp_path):
    """The same units for the program where it stands now."""
    made = shutil.copytree(UNITS, tmp_path / "units")
    for unit in made.rglob("*.*"):
        if unit.is_file():
            unit.write_text(unit.read_text().replace("/opt/byline", str(ROOT)))
    return made


def options(unit):
    read = configparser.RawConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(unit.read_text())
    return read


@analyzed
def test_systemd_finds_nothing_wrong_in_them(here):
    ended = analyze(here, "verify", *map(str, [*here.glob("*.service"), *here.glob("*.timer")]))
    assert (ended.returncode, ended.stderr) == (0, "")


@analyzed
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_process_may_do_little(here, unit):
    ended = analyze(here, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit.name)
    assert ended.returncode == 0, ended.stdout[-400:]


def test_what_all_have_in_common_is_meant_for_each_of_them():
    assert all(unit.name.startswith("byline-") for unit in SERVICES)
    assert len(SERVICES) == 3
    shared = options(SHARED)["Service"]
    assert (shared["StateDirectoryMode"], shared["UMask"], shared["ProtectSystem"]) == ("0700", "0077", "strict")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_unit_calls_a_verb_with_options_that_it_has(byline, unit):
    program, verb, *words = shlex.split(options(unit)["Service"]["ExecStart"])
    code, helped, _ = byline(verb, "--help")
    assert (program, code) == ("/opt/byline/byline", 0)
    assert [word for word in words if word.startswith("--") and word not in helped] == []


def test_a_backup_may_write_where_it_writes_to():
    service = options(UNITS / "byline-backup.service")["Service"]
    assert service["ReadWritePaths"] in re.findall(r"--to (\S+)", service["ExecStart"])
