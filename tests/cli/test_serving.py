"""demo, serve, worker and migrate: what they refuse before anything is changed, and that they end when told."""

import hashlib
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from app import wiring
from app.core.db import Database
from app.core.settings import DEMO_MARK, Settings
from app.demo.company import told
from app.people.models import Person
from app.search.models import SearchIndex
from tests.cli import terminal
from tests.makers import rows

pytestmark = pytest.mark.sqlite
SERVING = pytest.mark.parametrize("verb", ["serve", "demo"])


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    monkeypatch.delenv("BYLINE_DATA", raising=False)


@pytest.fixture
def taken():
    """A port somebody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def contents(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def one_sentence(complaint):
    lines = complaint.strip().splitlines()
    return len(lines) == 1 and lines[0].endswith(".") and "Traceback" not in complaint


@SERVING
@pytest.mark.parametrize("words", [["--prot", "1"], ["--port", "x"], ["--port", "0"], ["--port", "65536"], ["here"]])
def test_a_wrong_option_is_named_and_nothing_is_made(byline, tmp_path, verb, words):
    code, said, complaint = byline(verb, "--data", tmp_path / "new", *words)
    assert (code, said, (tmp_path / "new").exists()) == (2, "", False)
    assert words[0].lstrip("-") in complaint
    assert "Traceback" not in complaint


@SERVING
def test_a_port_in_use_is_said_and_nothing_is_made(byline, tmp_path, taken, verb):
    code, said, complaint = byline(verb, "--data", tmp_path / "new", "--port", taken)
    assert (code, said, (tmp_path / "new").exists()) == (2, "", False)
    assert one_sentence(complaint.replace(": Address already in use. Choose", " choose"))
    assert f"Port {taken} on 127.0.0.1 cannot be used" in complaint


@SERVING
def test_an_address_of_another_machine_is_said(byline, tmp_path, verb):
    code, _said, complaint = byline(verb, "--data", tmp_path / "new", "--host", "203.0.113.7", "--port", 8765)
    assert (code, "203.0.113.7 cannot be used" in complaint, (tmp_path / "new").exists()) == (2, True, False)


@pytest.mark.parametrize("words", [["serve"], ["demo"], ["migrate"], ["worker"], ["check"], ["admin", "a@example.com"]])
def test_a_folder_that_cannot_be_made_is_said(byline, tmp_path, words):
    (tmp_path / "file").write_text("not a folder")
    port = ["--port", terminal.free_port()] if words[0] in ("serve", "demo") else []
    code, said, complaint = byline(*words, "--data", tmp_path / "file", *port)
    assert (code, said, one_sentence(complaint)) == (2, "", True)
    assert "cannot be made" in complaint
    assert (tmp_path / "file").read_text() == "not a folder"


@pytest.mark.parametrize(
    "words", [["serve"], ["migrate"], ["worker"], ["check"], ["invite", "--all"], ["backup", "all.zip"]]
)
def test_a_database_that_is_newer_is_left_as_it_is(byline, settings, words):
    newer = Database(settings.url, threads=2)
    with newer.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    newer.dispose()
    before = contents(settings.data)
    port = ["--port", terminal.free_port()] if words[0] == "serve" else []
    code, said, complaint = byline(*words, "--data", settings.data, *port)
    assert (code, said) == (2, "")
    assert complaint.strip() == "The database was made by a newer Byline. Update the program, nothing was changed."
    assert contents(settings.data) == before


NEVER_MADE = [["worker"], ["check"], ["reindex"], ["invite", "--all"], ["backup", "all.zip"]]


@pytest.mark.parametrize("words", NEVER_MADE)
def test_where_no_byline_is_none_is_made_by_looking(byline, tmp_path, words, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said, complaint = byline(*words, "--data", tmp_path / "new")
    assert (code, said) == (2, "")
    assert re.match(f"There is no (Byline|database of Byline) in {tmp_path / 'new'}\\.", complaint)
    assert list(tmp_path.iterdir()) == []


PEOPLE = "employee_id,name,email\n1,Ana Ruiz,ana@example.com\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "departments", "file.csv"], "1 new"),
        (["import", "people", "file.csv"], "1 new"),
        (["import", "ideas", "file.csv"], "1 is new"),
        (["admin", "a@example.com"], "is administrator"),
    ],
)
def test_a_new_company_begins_with_what_is_brought_in(byline, tmp_path, words, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    texts = {
        "people": PEOPLE,
        "departments": "code,name\nOPS,Operations\n",
        "ideas": "title,date\nPlant trees,2024-01-31\n",
    }
    Path("file.csv").write_text(texts.get(words[1], ""), encoding="utf-8")
    code, answer, complaint = byline(*words, "--data", "new")
    assert (code, said in answer) == (0, True), answer + complaint
    assert byline("check", "--data", "new")[0] == 0
    assert byline("migrate", "--data", "new")[0] == 0


def test_a_demo_is_not_made_in_a_company(byline, settings):
    before = contents(settings.data)
    code, said, complaint = byline("demo", "--data", settings.data, "--port", terminal.free_port())
    assert (code, said, one_sentence(complaint.replace("demo. Name", "demo, name"))) == (2, "", True)
    assert "holds something that is not a demo" in complaint
    assert (contents(settings.data), settings.is_demo) == (before, False)


def test_a_wrong_setting_is_said(byline, tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_LANGUAGE", "fr")
    code, _said, complaint = byline("serve", "--data", tmp_path / "new", "--port", terminal.free_port())
    assert (code, complaint.startswith("A setting is wrong: language")) == (2, True)
    assert not (tmp_path / "new").exists()


def test_migrating_makes_what_is_missing_and_then_nothing(byline, tmp_path):
    for _n in range(2):
        assert byline("migrate", "--data", tmp_path / "new") == (0, "The database is up to date.\n", "")
    assert (tmp_path / "new" / "byline.db").exists()
    assert byline("check", "--data", tmp_path / "new")[0] == 0


def test_a_new_folder_is_for_its_owner_alone(byline, tmp_path):
    byline("migrate", "--data", tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_the_program_lists_its_verbs_each_with_a_sentence(byline):
    code, said, _complaint = byline("--help")
    assert code == 0
    for verb in ("demo", "serve", "worker", "migrate", "admin", "invite", "roles", "check", "reindex", "routes"):
        assert f"  {verb} " in said
    assert byline("sing")[0] == 2


def stopped(process, number=signal.SIGTERM):
    """The exit code after the polite signal, and how many seconds it took."""
    begun = time.monotonic()
    process.send_signal(number)
    code = process.wait(30)
    return code, time.monotonic() - begun


def test_a_demo_fills_itself_once_serves_and_ends_when_told(tmp_path):
    data, port = tmp_path / "demo", terminal.free_port()
    address, said = f"http://127.0.0.1:{port}", tmp_path / "said"
    for _n in range(2):
        with said.open("w") as out, terminal.program("demo", "--data", data, "--port", port, said=out) as process:
            assert terminal.answering(process, f"{address}/healthz").text == "ok\n"
            assert terminal.answering(process, f"{address}/readyz").json()["status"] in ("ready", "degraded")
            assert "/sign-in/demo" in terminal.answering(process, f"{address}/sign-in").text
            assert stopped(process)[1] < 10
    assert (data / DEMO_MARK).exists()
    for expected in (f"Byline is at {address}", "Ratchanon Petcharat", "administrator", "Stop it with Ctrl+C."):
        assert expected in said.read_text()
    store = Database(Settings(data=data).url, threads=2)
    assert len(rows(store, Person)) == len(told("people")["people"])
    with store.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []
    store.dispose()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_server_that_was_told_to_end_ends_well(settings, tmp_path, number):
    port = terminal.free_port()
    words = ("serve", "--data", settings.data, "--port", port)
    with (tmp_path / "said").open("w") as out, terminal.program(*words, said=out) as process:
        terminal.answering(process, f"http://127.0.0.1:{port}/healthz")
        assert stopped(process, number)[0] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_worker_apart_ends_when_told(settings, tmp_path, number):
    with (tmp_path / "said").open("w") as out, terminal.program("worker", "--data", settings.data, said=out) as process:
        store = Database(settings.url, threads=2)
        while process.poll() is None and not rows(store, SearchIndex):
            time.sleep(0.05)
        store.dispose()
        code, seconds = stopped(process, number)
    assert (code, seconds < 10) == (0, True)


def test_a_demo_never_takes_a_database_that_was_named(byline, tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", "postgresql://somebody@db.example/company")
    code, _said, complaint = byline("demo", "--data", tmp_path / "new", "--port", terminal.free_port())
    assert (code, one_sentence(complaint.replace("folder. Unset", "folder, unset"))) == (2, True)
    assert not (tmp_path / "new" / DEMO_MARK).exists()


@pytest.mark.parametrize("verb", ["serve", "check", "migrate"])
def test_a_damaged_database_is_said(byline, tmp_path, verb):
    (tmp_path / "byline.db").write_bytes(b"not a database" * 1000)
    port = ["--port", terminal.free_port()] if verb == "serve" else []
    code, _said, complaint = byline(verb, "--data", tmp_path, *port)
    assert (code, one_sentence(complaint), "cannot be used" in complaint) == (2, True, True)


def test_a_server_loads_no_library_before_it_is_needed():
    """Each costs ten megabytes or more, which a server on SQLite without metrics has no use for."""
    asked = (
        "import sys, app.cli.verbs, app.main; print({'psycopg', 'prometheus_client', 'py3langid'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", asked], cwd=terminal.ROOT, capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"
