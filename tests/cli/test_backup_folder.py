"""./byline backup --to FOLDER: a dated file each time, and what is too old goes; and standard output."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core.clock import now
from app.core.runs import BACKUP, last_done
from app.keeping import backups, places
from app.keeping.pruning import Keep, dated, prune
from tests.cli import kept, terminal

pytestmark = pytest.mark.sqlite


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "copies"
    made.mkdir()
    return made


def in_(folder):
    return sorted(path.name for path in folder.iterdir())


def ages(folder, today, days):
    """A file for each of so many days before `today`."""
    for ago in days:
        (folder / dated(today - timedelta(days=ago), sealed=False)).write_text("a copy")


def test_each_run_writes_a_file_named_by_its_moment(byline, data, folder, tmp_path):
    code, said, _ = byline("backup", "--to", folder, "--data", data)
    [made] = folder.iterdir()
    assert (code, made.stat().st_mode & 0o077) == (0, 0)
    assert re.fullmatch(r"byline-\d{4}-\d\d-\d\d-\d{6}\.zip", made.name)
    assert (str(made) in said, "1 backup is in" in said) == (True, True)
    assert byline("restore", made, "--data", tmp_path / "new")[0] == 0
    assert kept.names(f"sqlite:///{tmp_path / 'new' / 'byline.db'}") == ["Ana"]


def test_a_year_of_nights_leaves_days_weeks_and_months(byline, data, folder):
    with time_machine.travel(datetime(2027, 3, 17, 2, 30, tzinfo=UTC), tick=False):
        ages(folder, now(), range(1, 366))
        code, said, _ = byline("backup", "--to", folder, "--data", data)
    days = [name[len("byline-") :][:10] for name in in_(folder)]
    assert code == 0
    # The last of each month, of each week (Sundays), and the last seven days; the last of this week is of today.
    assert days == [
        *("2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"),
        *("2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-07"),
        *(f"2027-03-{day}" for day in range(11, 18)),
    ]
    assert ("19 backups are in" in said, said.count("byline-2026-05-30-023000.zip")) == (True, 1)


def test_nothing_is_removed_that_is_not_a_backup_by_its_name(byline, data, folder, tmp_path):
    (folder / "byline-2020-01-01-020000.zip").symlink_to(tmp_path / "elsewhere.zip")
    (folder / "byline-2020-01-02-020000.zip").mkdir()
    for name in ("byline-2020-99-01-020000.zip", "byline-2020-01-03.zip", "my-byline-2020-01-03-020000.zip", "a.zip"):
        (folder / name).write_text("mine")
    before = in_(folder)
    (folder / "byline-2020-01-03-020000.zip").write_text("an old one")
    (folder / "byline-2020-01-04-020000.zip.age").write_text("an old one")
    none = ("--keep-days", "0", "--keep-weeks", "0", "--keep-months", "0")
    assert byline("backup", "--to", folder, "--data", data, *none)[0] == 0
    assert set(in_(folder)) >= set(before)
    assert len(in_(folder)) == len(before) + 1


def test_the_newest_stays_where_a_clock_was_ahead(folder):
    today = datetime(2027, 3, 17, 2, 30, tzinfo=UTC)
    ages(folder, today, [0, -400, -401])
    newest = folder / dated(today, sealed=False)
    stayed, gone = prune(folder, Keep(1, 1, 1), newest)
    assert newest in stayed
    assert len(gone) == 1


def test_a_backup_that_fails_removes_nothing(byline, data, folder, monkeypatch):
    ages(folder, now(), range(300, 310))
    before = in_(folder)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "pack", full)
    code, _, complaint = byline("backup", "--to", folder, "--data", data)
    assert (code, in_(folder), complaint.count("No space left")) == (2, before, 1)


def test_what_cannot_be_removed_is_told_and_the_backup_is_kept(byline, data, folder, monkeypatch):
    ages(folder, now(), [400, 401])

    def refused(self, **_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(type(folder), "unlink", refused)
    none = ("--keep-days", "0", "--keep-weeks", "0", "--keep-months", "0")
    code, _, complaint = byline("backup", "--to", folder, "--data", data, *none)
    assert (code, len(in_(folder))) == (1, 3)
    assert ("The backup is whole" in complaint, "Permission denied" in complaint) == (True, True)


@pytest.mark.parametrize("words", [(), ("kept.zip", "--to", "."), ("-", "--to", ".")])
def test_a_file_or_a_folder_has_to_be_named(byline, data, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    before = in_(tmp_path)
    code, _, complaint = byline("backup", *words, "--data", data)
    assert (code, len(complaint.strip().splitlines()), in_(tmp_path)) == (2, 1, before)


def test_a_folder_that_is_not_mounted_is_not_made(byline, data, tmp_path):
    code, _, complaint = byline("backup", "--to", tmp_path / "mnt", "--data", data)
    assert (code, "mount" in complaint, (tmp_path / "mnt").exists()) == (2, True, False)


def test_the_database_remembers_when_the_last_one_was(byline, data, folder):
    store = kept.opened(f"sqlite:///{data / 'byline.db'}")
    with store.reading() as db:
        assert last_done(db, BACKUP) is None
    before = now()
    for moment in (before + timedelta(days=1), before + timedelta(days=2)):
        with time_machine.travel(moment, tick=False):
            byline("backup", "--to", folder, "--data", data)
        with store.reading() as db:
            assert last_done(db, BACKUP) == moment
    with time_machine.travel(before + timedelta(days=3)):
        byline("backup", "--to", folder / "nowhere", "--data", data)
    with store.reading() as db:
        assert last_done(db, BACKUP) == before + timedelta(days=2)
    store.dispose()


def test_a_backup_to_standard_output_is_the_same_file_and_nothing_more(data, tmp_path):
    command = [sys.executable, "-m", "app.cli", "backup", "-", "--data", str(data)]
    made = subprocess.run(command, cwd=terminal.ROOT, capture_output=True, check=True)
    assert b"standard output" in made.stderr
    assert not (terminal.ROOT / "-").exists()
    again = [sys.executable, "-m", "app.cli", "restore", "-", "--data", str(tmp_path / "new")]
    subprocess.run(again, cwd=terminal.ROOT, input=made.stdout, capture_output=True, check=True)
    assert kept.names(f"sqlite:///{tmp_path / 'new' / 'byline.db'}") == ["Ana"]
    assert (tmp_path / "new" / "files" / "a" / "plan.txt").read_text() == "a plan"


def test_a_terminal_gets_no_backup(byline, data, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, said, complaint = byline("backup", "-", "--data", data)
    assert (code, said, "> FILE" in complaint) == (2, "", True)


def test_whoever_stops_reading_is_one_sentence(data):
    command = [sys.executable, "-m", "app.cli", "backup", "-", "--data", str(data)]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(command, cwd=terminal.ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, len(ended.stderr.strip().splitlines())) == (2, 1)
    assert "Broken pipe" in ended.stderr


def test_a_table_is_never_written_into_a_file_called_minus(byline, data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in (("export", "people", "-"), ("invite", "--all", "--out", "-")):
        code, _, complaint = byline(*words, "--data", data)
        assert (code, (tmp_path / "-").exists(), len(complaint.strip().splitlines())) == (2, False, 1)


def test_what_a_killed_one_left_is_taken_away_and_what_is_at_work_is_not(folder):
    old = time.time() - places.LEFT_AFTER_SECONDS - 60
    with places.working_folder(folder, ".backup-") as at_work:
        left, fresh = folder / ".backup-left", folder / ".backup-fresh"
        for one in (left, fresh):
            one.mkdir()
            (one / "byline.db").write_text("everything")
        for one in (left, at_work):
            os.utime(one, (old, old))
        with places.working_folder(folder, ".backup-"):
            assert (left.exists(), fresh.exists(), at_work.exists()) == (False, True, True)


def test_told_to_end_it_leaves_nothing(data, folder):
    """A timer's patience is over, or the machine goes down: the copy of the database must not stay."""
    slow = (
        "import sys, time, app.keeping.backups as b; b.pack = lambda *a: (print('packing', flush=True), time.sleep(60));"
        f"sys.argv = ['byline', 'backup', '--to', {str(folder)!r}, '--data', {str(data)!r}];"
        "from app.cli.verbs import run; run()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", slow], cwd=terminal.ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout and running.stdout.readline() == "packing\n"
        assert any(name.startswith(".backup-") for name in in_(folder))
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 128 + signal.SIGTERM
    assert in_(folder) == []
