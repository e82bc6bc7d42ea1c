"""The image and what stands beside it: read, and what can be tried without an engine for containers is tried."""

import json
import os
import pwd
import re
import shlex
import shutil
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.core.settings import Settings, version
from tests.cli import terminal
from tests.rules.sources import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"].startswith("byline:")}

pytestmark = pytest.mark.sqlite


def instructions(name):
    """What follows each of this name, with lines that go on put together."""
    whole = re.sub(r"\\\n", "", DOCKERFILE)
    return re.findall(rf"^{name} (.*)$", whole, re.MULTILINE)


def image(folder):
    """What the build makes of the sources, in a folder that nobody may write to."""
    made = folder / "byline"
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line.startswith("!"):
            source, target = ROOT / line[1:], made / line[1:]
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
            else:
                shutil.copy2(source, target)
    for script in (made / "deploy" / "container").iterdir():
        script.replace(made / script.name)
    shutil.rmtree(made / "deploy")
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("image")
    made = image(folder)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "app", "migrations"], cwd=made, check=True)
    subprocess.run(["chmod", "-R", "a+rX,a-w", str(made)], check=True)
    yield made
    subprocess.run(["chmod", "-R", "u+w", str(made)], check=True)


@pytest.fixture
def run(built, tmp_path):
    """The image's command as a container runs it, as somebody who may write nowhere but in the data."""
    data = tmp_path / "volume"
    data.mkdir(mode=0o700)
    somebody: Any = nobody_who_can_run(built)
    if somebody:
        os.chown(data, somebody["user"], somebody["group"])
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "BYLINE_DATA": str(data)}
    return lambda program, *words: subprocess.run(
        [built / program, *words], cwd="/", env=environment, capture_output=True, text=True, check=False, **somebody
    )


def nobody_who_can_run(folder: Path) -> dict[str, Any]:
    """Root stands for somebody without rights, if such a one can get at the program here at all."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    somebody: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", ""], cwd=folder, check=True, capture_output=True, **somebody)
    except (OSError, subprocess.CalledProcessError):
        return {}
    return somebody


def test_everything_the_image_takes_is_there_and_is_all_it_needs(built):
    assert {path.name for path in built.iterdir()} == {
        *("app", "migrations", "static", "templates", "pyproject.toml", "requirements.lock", "LICENSE"),
        *("byline", "healthy"),
    }


def test_the_image_calls_itself_what_the_program_does():
    assert re.search(r'image\.version="([^"]+)"', DOCKERFILE)[1] == version()  # type: ignore[index]
    assert {one["image"] for one in OURS.values()} == {f"byline:{version()}"}


def test_the_default_command_is_a_verb_with_its_options(byline):
    [words] = map(json.loads, instructions("CMD"))
    helped = byline(words[0], "--help")[1]
    assert [word for word in words if word.startswith("--") and word not in helped] == []


def test_any_verb_can_be_said_behind_the_images_name(run):
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["/byline/byline"]
    assert run("byline", "--version").stdout == f"Byline {version()}\n"
    # As sentences name it, and as people repeat them.
    assert run("byline", "./byline", "--version").stdout == f"Byline {version()}\n"
    refused = run("byline", "check")
    assert (refused.returncode, "There is no Byline in" in refused.stderr) == (2, True)


def test_migrating_and_packing_work_with_sources_that_nobody_may_write_to(run):
    assert run("byline", "migrate").returncode == 0
    assert run("byline", "check").stdout.strip() == "Everything adds up."


def test_a_server_is_healthy_when_it_can_do_its_work(run, tmp_path):
    port = terminal.free_port()
    with (
        (tmp_path / "said").open("w") as said,
        terminal.program("serve", "--data", tmp_path / "data", "--port", port, said=said) as process,
    ):
        terminal.answering(process, f"http://127.0.0.1:{port}/healthz")
        healthy = run("healthy", str(process.pid))
        assert (healthy.returncode, '"status":"ready"' in healthy.stdout) == (0, True), healthy.stderr
        process.kill()
        process.wait()
    alone = run("healthy", str(os.getpid()))
    assert (alone.returncode, "refused" in alone.stderr) == (1, True)


def test_no_pip_stays_and_nothing_runs_as_root():
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "pip uninstall" in final
    assert "--without-pip" in DOCKERFILE
    assert re.search(r"^USER byline$", final, re.MULTILINE)
    assert "postgresql-client" in final


def test_the_services_are_told_only_settings_that_there_are():
    named = {name for one in OURS.values() for name in one["environment"]}
    assert {name.removeprefix("BYLINE_").lower() for name in named} <= set(Settings.model_fields)


def test_each_service_of_ours_says_a_verb_and_nothing_of_it_can_be_written(byline):
    assert set(OURS) == {"server", "worker", "backup"}
    for one in OURS.values():
        assert (one["read_only"], one["cap_drop"], one["tmpfs"]) == (True, ["ALL"], ["/tmp"])
    [verb] = OURS["worker"]["command"]
    assert byline(verb, "--help")[0] == 0
    [script] = OURS["backup"]["entrypoint"][2:]
    words = re.search(r"\./byline (.*?) &&", script)
    assert words
    verb, *words_of = shlex.split(words[1])
    helped = byline(verb, "--help")[1]
    assert [word for word in words_of if word.startswith("--") and word not in helped] == []


def test_only_the_network_of_the_proxy_is_believed():
    [network] = COMPOSE["networks"]["outside"]["ipam"]["config"]
    trusted = ip_network(OURS["server"]["environment"]["BYLINE_TRUSTED_PROXIES"])
    assert trusted == ip_network(network["subnet"])
    assert "ports" not in OURS["server"]
    assert set(COMPOSE["services"]["database"]["networks"]) == {"inside"}
    assert set(COMPOSE["services"]["proxy"]["networks"]) == {"outside"}


def test_every_volume_and_network_that_is_used_is_made():
    services = COMPOSE["services"].values()
    volumes = {one.split(":")[0] for service in services for one in service["volumes"]}
    assert {one for one in volumes if not one.startswith(".")} == set(COMPOSE["volumes"])
    assert {one for service in services for one in service["networks"]} == set(COMPOSE["networks"])
    assert all((ROOT / "deploy" / one).exists() for one in volumes if one.startswith("."))


def test_a_service_waits_for_those_that_can_say_they_are_well():
    for service in COMPOSE["services"].values():
        for name, how in service.get("depends_on", {}).items():
            other = COMPOSE["services"][name]
            assert how == {"condition": "service_healthy"}
            # Ours say so by the image's own check.
            assert "healthcheck" in other or name in OURS
