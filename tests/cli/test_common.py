"""What every verb shares: where the data is, and how a refusal is said."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.common import err, out, refusing
from app.core import whereabouts
from app.core.errors import Conflict, NotFound, TooMany, Unusable
from app.core.settings import version
from tests.cli import terminal

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder of its own, for the launcher as well, and no settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(whereabouts, "LAUNCHER", tmp_path)
    for name in ("BYLINE_DATABASE_URL", "BYLINE_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("option", "environment", "file", "used"),
    [
        ("option", "environment", "file", "option"),
        ("", "environment", "file", "environment"),
        ("", "", "file", "file"),
        ("", "", "", "data"),
    ],
)
def test_the_data_is_where_the_strongest_word_says(byline, tmp_path, monkeypatch, option, environment, file, used):
    if environment:
        monkeypatch.setenv("BYLINE_DATA", environment)
    if file:
        (tmp_path / "byline.toml").write_text(f'data = "{file}"\n')
    assert byline("migrate", *(["--data", option] if option else []))[0] == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [used]


@pytest.mark.parametrize("verb", ["serve", "check", "backup"])
def test_help_says_where_the_data_is_without_a_word(byline, verb):
    said = " ".join(byline(verb, "--help")[1].split())
    assert "else BYLINE_DATA, else what byline.toml says. [default: (data beside the launcher)]" in said


def test_a_demo_is_not_made_in_the_company_that_the_file_names(byline, tmp_path):
    (tmp_path / "company").mkdir()
    (tmp_path / "company" / "letter").write_text("Dear colleagues")
    (tmp_path / "byline.toml").write_text('data = "company"\n')
    code, _said, complaint = byline("demo")
    assert (code, complaint.startswith(f"The folder {tmp_path / 'company'} holds something that is not a demo.")) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (Unusable("The folder is full."), "The folder is full."),
        (Conflict("This is the last administrator."), "This is the last administrator."),
        (TooMany("Wait a little.", seconds=2), "Wait a little."),
        (NotFound(), "There is no such thing."),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_two(capsys, refusal, said):
    with pytest.raises(SystemExit) as ended, refusing():
        raise refusal
    assert (ended.value.code, capsys.readouterr().err) == (2, f"{said}\n")


def test_a_name_tells_the_terminal_nothing(capsys):
    out.print("An\x1b]0;Ben\x07\x1b[2Jn [bold]\u202eeb\x9b31m")
    err.print("\x1b[2J", style="bold")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("An]0;Ben[2Jn [bold]eb31m\n", "[2J\n")


def test_what_is_ours_is_closed_to_others_whatever_the_folder_was(byline, tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    monkeypatch.setenv("BYLINE_DATA", str(data))
    monkeypatch.setenv("BYLINE_DATABASE_URL", "")
    assert byline("admin", "ana@x.example")[0] == 0
    index = data / "index"
    index.mkdir(exist_ok=True)
    for path in (data / "byline.db", index):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (data / "elsewhere.txt").write_text("not ours")
    (data / "elsewhere.txt").chmod(0o644)
    assert byline("check")[0] == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in data.iterdir()}
    assert modes.pop("elsewhere.txt") == 0o044
    assert set(modes.values()) == {0}


def test_which_byline_it_is_is_said_without_a_folder(byline, tmp_path):
    code, said, _complaint = byline("--version")
    assert (code, said) == (0, f"Byline {version()}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["admin", "ana@x.example"],
        ["check"],
        ["migrate"],
        ["invite", "--all"],
        ["import", "departments", "new.csv"],
        ["export", "people", "out.csv"],
        ["reindex"],
    ],
)
def test_every_verb_says_on_standard_error_where_it_worked(byline, tmp_path, words):
    (tmp_path / "byline.toml").write_text('data = "company"\n')
    (tmp_path / "new.csv").write_text("code,name\nOPS,Operations\n")
    assert byline("migrate")[0] == 0
    _code, said, complaint = byline(*words, whole=True)
    where = f"Database {tmp_path}/company/byline.db, settings {tmp_path}/byline.toml.\n"
    assert (complaint.count(where), where in said) == (1, False)


def test_from_another_folder_no_empty_company_is_begun(byline, tmp_path, monkeypatch):
    assert byline("admin", "ana@x.example")[0] == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert byline("check")[0] == 0
    assert byline("admin", "ben@x.example")[0] == 0
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("words", [["admin", "ana@x.example"], ["migrate"], ["serve"]])
def test_without_the_address_of_its_database_no_other_company_is_begun_beside(byline, tmp_path, words):
    (tmp_path / "data" / "index").mkdir(parents=True)
    if words[0] == "serve":
        words = ["serve", "--port", terminal.free_port()]
    code, _said, complaint = byline(*words)
    assert (code, "belongs to a database elsewhere" in complaint) == (2, True)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["index"]


def ended(words, how):
    """The exit code, and what stands on standard error and output, of the program with output that may not be."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    command = f'"$0" -m app.cli {words} {how}'
    ran = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable],
        cwd=terminal.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nowhere is always full")
@pytest.mark.parametrize("words", ["roles", "--help"])
def test_what_cannot_be_said_is_one_sentence(words):
    said = "What this verb says cannot be read or written: No space left on device.\n"
    assert ended(words, "> /dev/full") == (2, "", said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nowhere is always full")
def test_a_verb_does_its_work_when_nobody_hears_where(tmp_path):
    assert ended(f"migrate --data {tmp_path}/new", "2> /dev/full") == (0, "The database is up to date.\n", "")
    assert ended(f"check --data {tmp_path}/new", "2>&-") == (0, "Everything adds up.\n", "")


def test_whoever_stops_reading_hears_no_complaint():
    assert ended("roles", "| true") == (0, "", "")
