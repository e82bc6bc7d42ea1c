"""doctor: what it finds, what it says to do, and that it changes nothing."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from app.cli.doctor import database, machine, places, upkeep
from app.cli.doctor.finding import Case
from app.core import clock
from app.core.runs import JobRun
from app.core.settings import Settings
from tests.cli import terminal


def said(check, settings, store=None):
    return [(finding.mark, finding.said) for finding in check(Case(settings, store))]


def marks(check, settings, store=None):
    return "".join(finding.mark for finding in check(Case(settings, store)))


@pytest.fixture
def own(settings):
    settings.data.chmod(0o700)
    for path in settings.data.iterdir():
        path.chmod(0o600)
    return settings


def test_a_sound_company_is_told_line_by_line(byline, here, own, monkeypatch):
    monkeypatch.setattr(database, "_version", lambda _program: 99)
    code, lines, complaint = byline("doctor")
    assert (code, complaint) == (0, ""), lines
    assert lines.endswith("Nothing is wrong.\n")
    assert {line[0] for line in lines.splitlines()[:-1]} <= {"✓", "!"}
    for words in ("The database is what this version expects.", "time zones are known", "ICU cuts Chinese and Thai"):
        assert words in lines


@pytest.mark.sqlite
def test_where_nothing_is_nothing_is_made(byline, tmp_path, monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    code, lines, _complaint = byline("doctor", "--data", tmp_path / "new")
    assert (code, "! There is no folder" in lines, "! There is no database" in lines) == (0, True, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_what_is_wrong_is_counted_and_is_the_exit_code(byline, own, monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    (own.data / "byline.db").chmod(0o644)
    code, lines, _complaint = byline("doctor", "--data", own.data)
    assert (code, lines.splitlines()[-1]) == (1, "1 thing is wrong.")
    assert f"✗ Others can read byline.db in {own.data}. Run chmod -R go= {own.data}." in lines
    assert (own.data / "byline.db").stat().st_mode & 0o777 == 0o644


def test_a_wrong_setting_is_all_that_can_be_told(byline, monkeypatch, tmp_path):
    monkeypatch.setenv("BYLINE_THREADS", "none")
    code, lines, _complaint = byline("doctor", "--data", tmp_path)
    assert (code, lines.startswith("✗ A setting is wrong: threads")) == (1, True)


@pytest.mark.sqlite
def test_a_damaged_database_is_said_once(byline, tmp_path, monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    (tmp_path / "byline.db").write_bytes(b"no database" * 999)
    code, lines, _complaint = byline("doctor", "--data", tmp_path)
    assert (code, lines.count("cannot be asked: file is not a database")) == (1, 1)


def test_a_server_that_does_not_answer_is_said_once_and_soon(tmp_path):
    file, said = tmp_path / "byline.toml", tmp_path / "said"
    file.write_text(f'database_url = "postgresql://ana:s3cret@127.0.0.1:{terminal.free_port()}/ideas"\n')
    file.chmod(0o644)
    with said.open("w") as out, terminal.program("doctor", "--data", tmp_path, said=out) as run:
        assert run.wait(terminal.PATIENCE_SECONDS) == 1
    lines = said.read_text()
    assert lines.count("ideas of PostgreSQL on 127.0.0.1 cannot be asked") == 1
    assert f"✗ Others can read {file}, and a password stands in it." in lines
    assert ("s3cret" in lines, "Traceback" in lines) == (False, False)


def test_settings_with_a_password_are_for_their_owner_alone(tmp_path):
    file = tmp_path / "byline.toml"
    file.touch()
    for address, mode, mark in [
        ("", 0o644, "✓"),
        ("postgresql://a:b@c/d", 0o640, "✗"),
        ("postgresql://a:b@c/d", 0o600, "✓"),
    ]:
        file.chmod(mode)
        settings = Settings(data=tmp_path, database_url=address)
        settings._file = file
        assert marks(places.settings_file, settings) == mark


@pytest.mark.parametrize(
    ("kind", "address", "mark"),
    [
        ("ext4", "", "✓"),
        ("nfs4", "", "✗"),
        ("fuse.sshfs", "", "✗"),
        ("nfs4", "postgresql://h/d", "!"),
        ("overlay", "", "!"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(tmp_path, monkeypatch, kind, address, mark):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / xfs rw 0 0\nold {tmp_path} vfat rw 0 0\nnew {tmp_path} {kind} rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)
    [(found, words)] = said(places.file_system, Settings(data=tmp_path / "not" / "yet", database_url=address))
    assert (found, kind in words) == (mark, True)


@pytest.mark.parametrize(("free", "mark"), [(50 << 20, "✗"), (500 << 20, "!"), (50 << 30, "✓")])
def test_room_is_told_before_it_ends(tmp_path, monkeypatch, free, mark):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=free))
    assert marks(places.room, Settings(data=tmp_path)) == mark


def test_a_disk_without_room_for_another_file_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=50 << 30))
    monkeypatch.setattr("os.statvfs", lambda _path: SimpleNamespace(f_files=100, f_favail=0))
    [(mark, words)] = said(places.room, Settings(data=tmp_path))
    assert (mark, "no more files can be made" in words) == ("✗", True)


def test_an_open_folder_and_a_strangers_file_are_told(own, monkeypatch):
    own.data.chmod(0o755)
    assert marks(places.folder, own) == "!"
    real = Path.lstat
    strange = SimpleNamespace(st_uid=4711, st_mode=0o100600)
    (own.data / "byline.db").touch()
    monkeypatch.setattr(Path, "lstat", lambda path: strange if path.name == "byline.db" else real(path))
    assert "belong to another account" in said(places.folder, own)[-1][1]


@pytest.mark.parametrize(("hard", "mark"), [(256, "!"), (1 << 20, "✓"), (-1, "✓")])
def test_few_descriptors_are_told(monkeypatch, hard, mark):
    monkeypatch.setattr("resource.getrlimit", lambda _which: (hard, hard))
    assert marks(machine.descriptors, Settings()) == mark


def test_zones_and_words_that_are_not_there_are_told(monkeypatch):
    assert marks(machine.zones, Settings()) + marks(machine.words, Settings()) == "✓✓"
    monkeypatch.setattr(machine, "known_zones", lambda: ("UTC",))
    monkeypatch.setattr(machine, "SPOKEN", {"th": ("ระบบ", 99)})
    assert marks(machine.zones, Settings()) + marks(machine.words, Settings()) == "✗✗"


@pytest.mark.sqlite
def test_a_database_that_is_older_newer_or_empty_is_told(store, settings, tmp_path):
    assert marks(database.migrations, settings, store) == "✓"
    for revision, mark in (("from_the_future", "✗"), ("", "!")):
        with store.engine.begin() as db:
            db.execute(text("DELETE FROM alembic_version"))
            if revision:
                db.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": revision})
        assert marks(database.migrations, settings, store) == mark


def ran(store, name, ago):
    with store.writing() as db:
        db.merge(JobRun(name=name, began_at=clock.now() - ago, outcome="done"))


def test_a_worker_is_missed_when_it_was_not_seen_for_long(store, settings):
    kept = settings.model_copy(update={"worker": "thread"})
    assert said(upkeep.worker, kept, store)[0] == (
        "!",
        "No worker was seen yet; 0 deliveries wait for it. Start it with ./byline serve.",
    )
    ran(store, "forget tries", timedelta(minutes=1))
    assert marks(upkeep.worker, kept, store) == "✓"
    ran(store, "forget tries", timedelta(minutes=20))
    assert "No worker was seen since" in said(upkeep.worker, kept, store)[0][1]
    assert marks(upkeep.worker, settings, store) == "✗"


@pytest.mark.sqlite
def test_a_beat_is_a_sign_of_the_worker(store, settings):
    kept = settings.model_copy(update={"worker": "separate"})
    with store.writing() as db:
        db.execute(
            text("CREATE TABLE IF NOT EXISTS heartbeat (name text, node text, loop text, kind text, seen_at timestamp)")
        )
    for ago, mark in ((timedelta(minutes=9), "!"), (timedelta(seconds=9), "✓")):
        seen = f"{clock.now() - ago:%Y-%m-%d %H:%M:%S.%f}"
        with store.writing() as db:
            db.execute(text("INSERT INTO heartbeat VALUES (:at, 'here', 'worker', 'separate', :at)"), {"at": seen})
        assert marks(upkeep.worker, kept, store) == mark
    with store.writing() as db:
        db.execute(text("DELETE FROM heartbeat"))


def test_backups_are_asked_for_when_there_is_none_or_an_old_one(store, settings):
    assert marks(upkeep.backups, settings, store) == "!"
    ran(store, "backup", timedelta(hours=20))
    assert marks(upkeep.backups, settings, store) == "✓"
    ran(store, "backup", timedelta(days=3))
    assert marks(upkeep.backups, settings, store) == "!"


def test_what_waits_to_be_found_is_told(store, settings, cast, work):
    work()
    assert marks(upkeep.index, settings, store) == "✓"
    with store.writing() as db:
        db.execute(text("DELETE FROM search_entry"))
    [(mark, words)] = said(upkeep.index, settings, store)
    assert (mark, "to be found by search" in words) == ("!", True)
    shutil.rmtree(settings.index_folder)
    assert "no search index yet" in said(upkeep.index, settings, store)[0][1]
    assert not settings.index_folder.exists()


@pytest.mark.sqlite
def test_a_clock_that_was_set_back_is_told(store, settings):
    ran(store, "forget tries", -timedelta(hours=1))
    [(mark, words)] = said(database.clock, settings, store)
    assert (mark, "behind the last job" in words) == ("✗", True)


@pytest.mark.postgres
def test_the_server_is_asked_for_version_room_and_programs(store, settings, monkeypatch):
    checks = (database.answers, database.connections, database.programs, database.clock)
    assert "".join(marks(check, settings, store) for check in (checks[0], checks[1], checks[3])) == "✓✓✓"
    monkeypatch.setattr(database, "_version", lambda program: 9 if program == "psql" else 99)
    [(mark, words)] = said(database.programs, settings, store)
    assert (mark, "but psql is 9. Install postgresql-client-" in words) == ("✗", True)
    assert marks(database.connections, settings.model_copy(update={"threads": 190}), store) == "!"


@pytest.mark.parametrize(("prints", "version"), [("pg_dump (PostgreSQL) 15.18 (Debian)", 15), ("what?", 0), ("", 0)])
def test_the_version_of_a_program_is_what_it_says(tmp_path, monkeypatch, prints, version):
    if prints:
        (tmp_path / "pg_dump").write_text(f"#!/bin/sh\necho '{prints}'\n")
        (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}")
    assert database._version("pg_dump") == version


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else_is_told(tmp_path):
    tmp_path.chmod(0o500)
    assert marks(places.folder, Settings(data=tmp_path)) == "✗"
