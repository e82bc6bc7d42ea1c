"""What docs/operating.md tells an operator to type works, in its order, on PostgreSQL.

What would change the machine is stood in for: accounts, `systemctl`, and the making of databases. Two blocks that
install packages say in their head that they are for root, and are not run.
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress

import httpx2 as httpx
import pytest

from app.core.settings import Settings
from tests.cli import terminal
from tests.deploy import systemctl
from tests.rules.sources import ROOT
from tests.servers import programs, worker_database

DOCUMENT = (ROOT / "docs" / "operating.md").read_text("utf-8")
BLOCKS = re.compile(r"^```(\w+)( as root, changes the machine)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
UNITS = ("byline-server.service", "byline-worker.service")
PROGRAM = ("app", "migrations", "static", "templates", "pyproject.toml")


@pytest.fixture
def root(tmp_path):
    """The program, as links to it, and the folders that the document names, in a place of their own."""
    for name in ("opt/byline", "lib", "backups", "units", "bin"):
        (tmp_path / name).mkdir(parents=True)
    opt = tmp_path / "opt" / "byline"
    for name in PROGRAM:
        (opt / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "deploy", opt / "deploy")
    script(opt / "byline", f'PYTHONPATH=$(dirname "$0") exec {sys.executable} -P -m app.cli "$@"')
    script(tmp_path / "bin" / "runuser", 'shift 3; exec "$@"')
    script(tmp_path / "bin" / "systemctl", f'exec {sys.executable} {systemctl.__file__} {tmp_path} "$@"')
    for name in ("chown", "createdb"):
        script(tmp_path / "bin" / name, "exit 0")
    yield tmp_path
    for unit in UNITS:
        with suppress(FileNotFoundError):
            systemctl.stop(tmp_path, unit)


@pytest.fixture
def port():
    return terminal.free_port()


@pytest.fixture
def type_(root, port, worker_id):
    """Types a block, in the program's folder, with names and addresses of this test's own."""
    server = os.environ["BYLINE_TEST_DATABASE_URL"]
    changes = {
        "postgresql://byline:choose-a-long-one@127.0.0.1/byline_drill": worker_database(server, f"drill_{worker_id}"),
        "postgresql://byline:choose-a-long-one@127.0.0.1/byline": worker_database(server, f"operated_{worker_id}"),
        "/etc/systemd/system": str(root / "units"),
        "/opt/byline": str(root / "opt" / "byline"),
        "/var/lib/byline": str(root / "lib"),
        "/var/backups/byline": str(root / "backups"),
        "127.0.0.1:8000": f"127.0.0.1:{port}",
        "--port 8000": f"--port {port}",
    }

    def changed(text):
        for old, new in changes.items():
            text = text.replace(old, new)
        return text

    for unit in (root / "opt" / "byline" / "deploy" / "systemd").glob("*.*"):
        if unit.is_file():
            unit.write_text(changed(unit.read_text()))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    path = f"{root / 'bin'}:{programs()}:{os.environ['PATH']}"

    def typed(block):
        command = ["bash", "-euo", "pipefail", "-c", changed(block)]
        with (root / "said").open("w+") as said:
            ended = subprocess.run(
                command, cwd=root / "opt" / "byline", env=kept | {"PATH": path}, stdout=said, stderr=said, check=False
            )
            said.seek(0)
            told = said.read()
        assert ended.returncode == 0, f"{block}\n{told}\n{logs(root)}"
        return told

    return typed


def script(file, body):
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def logs(root):
    return "\n".join(path.read_text()[-2000:] for path in root.glob("*.log"))


@pytest.mark.postgres
def test_every_command_works_in_the_order_it_stands_in(type_, root, port):
    typed = [body for language, apart, body in BLOCKS.findall(DOCUMENT) if language == "sh" and not apart]
    said = "".join(map(type_, typed))
    assert len(typed) == 9
    assert said.count("Everything adds up.") == 3
    assert "Byline 0" in said
    assert len(list((root / "backups").iterdir())) == 2
    answer = httpx.Client(transport=httpx.HTTPTransport(retries=8)).get(f"http://127.0.0.1:{port}/readyz", timeout=60)
    assert answer.status_code == 200, logs(root)


@pytest.mark.sqlite
def test_two_blocks_alone_are_not_run():
    assert [bool(apart) for language, apart, _body in BLOCKS.findall(DOCUMENT) if language == "sh"].count(True) == 2


@pytest.mark.sqlite
def test_every_file_it_names_is_there():
    named = set(re.findall(r"`((?:deploy|docs)/[\w./-]+)`", DOCUMENT))
    links = {f"docs/{one}" for one in re.findall(r"\]\(([\w./]+)\)", DOCUMENT)}
    assert len(named) >= 3
    assert [one for one in sorted(named | links) if not (ROOT / one).exists()] == []


@pytest.mark.sqlite
def test_every_verb_in_it_is_one(byline):
    helped = byline("--help")[1]
    named = set(re.findall(r"\./byline ([a-z]+)", DOCUMENT))
    assert [one for one in sorted(named) if not re.search(rf"^  {one}\b", helped, re.MULTILINE)] == []


@pytest.mark.sqlite
def test_every_setting_in_it_is_one():
    [block] = re.findall(r"<<'END'\n(.*?)END", DOCUMENT, re.DOTALL)
    named = set(re.findall(r"^(\w+) =", block, re.MULTILINE))
    assert named
    assert named <= set(Settings.model_fields)


@pytest.mark.sqlite
def test_it_finds_a_refused_try_to_sign_in_in_the_log():
    [rule] = re.findall(r"^failregex = (.*)$", DOCUMENT, re.MULTILINE)
    rule = re.compile(rule.replace("<ADDR>", r"(\d+\.\d+\.\d+\.\d+)"))
    line = (
        '{"result": "%s", "way": "password", "event": "%s", "request_id": "5b1f", "address": "203.0.113.9", '
        '"level": "warning", "timestamp": "2026-11-27T01:23:06.931596Z"}'
    )
    found = rule.search(line % ("refused", "sign_in"))
    assert found
    assert found[1] == "203.0.113.9"
    assert not rule.search(line % ("accepted", "sign_in"))
    assert not rule.search(line % ("refused", "request"))
