"""./byline backup and restore: everything in one file, and never half of it."""

import hashlib
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.core import runs
from app.core.clock import now
from app.core.settings import DEMO_MARK, Settings
from app.keeping import archive, backups
from app.people import commands as people
from app.people.models import Person
from tests.cli import kept

pytestmark = pytest.mark.sqlite


def add(data, name):
    kept.add(address(data), name)


def names(data):
    return kept.names(address(data))


def opened(data):
    return kept.opened(address(data))


def address(data):
    return f"sqlite:///{data / 'byline.db'}"


def everything(folder):
    """Each file by its place, but for the log that SQLite keeps beside a database it looks at."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def packed_again(file, target, change):
    """The same backup with its members changed; the manifest is changed as the value of its JSON."""
    with zipfile.ZipFile(file) as source:
        members = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(members.pop(archive.MANIFEST))
    change(members, manifest)
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
        made.writestr(archive.MANIFEST, json.dumps(manifest))
    return target


def test_what_was_packed_comes_back_in_an_empty_folder(byline, packed, tmp_path):
    code, said, _ = byline("restore", packed, "--data", tmp_path / "new")
    assert (code, names(tmp_path / "new")) == (0, ["Ana"])
    assert (tmp_path / "new" / "files" / "a" / "plan.txt").read_text() == "a plan"
    assert "is as it was at" in said


def test_a_backup_says_what_it_holds(packed, data):
    with zipfile.ZipFile(packed) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest["members"]) == {"byline.db", "files/a/plan.txt"}
        for name, member in manifest["members"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == member["sha256"]
    assert (manifest["format"], manifest["version"], manifest["is_demo"]) == (1, "0.1.0", False)
    with closing(sqlite3.connect(data / "byline.db")) as database:
        assert [manifest["revision"]] == [row[0] for row in database.execute("SELECT version_num FROM alembic_version")]


def test_a_backup_is_for_its_makers_eyes_only(packed):
    assert packed.stat().st_mode & 0o077 == 0


def test_a_backup_taken_while_somebody_writes_is_whole(byline, data, tmp_path):
    store = opened(data)
    with store.writing() as db:
        people.add_person(db, name="Ben", email="ben@x.example")
        db.flush()
        assert byline("backup", tmp_path / "meanwhile.zip", "--data", data)[0] == 0
    store.dispose()
    byline("restore", tmp_path / "meanwhile.zip", "--data", tmp_path / "new")
    assert (names(tmp_path / "new"), names(data)) == (["Ana"], ["Ana", "Ben"])


def test_a_file_that_is_taken_away_meanwhile_is_not_in_it(settings, store, tmp_path, monkeypatch):
    folder = settings.data / archive.FILES
    folder.mkdir(parents=True)
    for name in ("gone", "here"):
        (folder / name).write_text(name)
    opened = Path.open

    def taken(path, *how, **more):
        if path == folder / "gone":
            path.unlink()
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", taken)
    made = archive.pack(settings, folder / "here", "1", tmp_path / "packed.zip", lambda done, total: None)
    assert sorted(made.members) == [f"{archive.FILES}/here", "here"]


def test_a_backup_never_writes_over_a_file(byline, packed, data):
    before = packed.read_bytes()
    code, _, complaint = byline("backup", packed, "--data", data)
    assert (code, packed.read_bytes() == before, "already" in complaint) == (2, True, True)


@pytest.mark.parametrize("target", ["nowhere/kept.zip", "taken/kept.zip"])
def test_a_backup_that_cannot_be_written_is_one_sentence(byline, data, tmp_path, target):
    (tmp_path / "taken").write_text("a file, not a folder")
    before = sorted(tmp_path.iterdir())
    code, _, complaint = byline("backup", tmp_path / target, "--data", data)
    assert (code, sorted(tmp_path.iterdir())) == (2, before)
    assert len(complaint.strip().splitlines()) == 1


def test_there_is_nothing_to_back_up_in_an_empty_folder(byline, tmp_path):
    code, _, complaint = byline("backup", tmp_path / "kept.zip", "--data", tmp_path / "new")
    assert (code, "There is no database" in complaint, list(tmp_path.iterdir())) == (2, True, [])


def test_a_damaged_database_is_not_backed_up(byline, data, tmp_path):
    database = data / "byline.db"
    content = bytearray(database.read_bytes())
    content[4096 * 4 : 4096 * 12] = os.urandom(4096 * 8)
    database.write_bytes(content)
    code, _, complaint = byline("backup", tmp_path / "kept.zip", "--data", data)
    assert (code, (tmp_path / "kept.zip").exists()) == (2, False)
    assert complaint.strip()


def test_a_folder_in_use_is_only_replaced_when_that_is_said(byline, packed, data):
    add(data, "Ben")
    before = everything(data)
    code, _, complaint = byline("restore", packed, "--data", data)
    assert (code, "--yes" in complaint, everything(data) == before) == (2, True, True)
    code, said, _ = byline("restore", packed, "--yes", "--data", data)
    [aside] = (data / "backups").iterdir()
    assert (code, names(data), names(aside)) == (0, ["Ana"], ["Ana", "Ben"])
    assert (aside / "files" / "a" / "plan.txt").read_text() == "a plan"
    assert str(aside) in said


def test_nothing_is_restored_while_byline_runs(byline, packed, data):
    store = opened(data)
    with store.reading() as db:
        db.exec(select(Person)).all()
    code, _, complaint = byline("restore", packed, "--yes", "--data", data)
    assert (code, "Stop it first" in complaint) == (2, True)
    store.dispose()
    assert names(data) == ["Ana"]


def test_a_backup_replaces_a_database_that_is_damaged(byline, packed, data):
    (data / "byline.db").write_bytes(b"not a database any more" * 1000)
    assert byline("restore", packed, "--yes", "--data", data)[0] == 0
    assert names(data) == ["Ana"]
    [aside] = (data / "backups").iterdir()
    assert (aside / "byline.db").read_bytes().startswith(b"not a database")


def test_the_index_is_made_anew_after_restoring(byline, packed, data):
    (data / "index").mkdir()
    (data / "index" / "segment").write_text("of other ideas")
    byline("restore", packed, "--yes", "--data", data)
    assert not (data / "index").exists()


def test_a_demo_stays_one_and_nothing_else_becomes_one(byline, packed, data, tmp_path):
    (data / DEMO_MARK).touch()
    byline("backup", tmp_path / "demo.zip", "--data", data)
    byline("restore", packed, "--yes", "--data", data)
    assert not (data / DEMO_MARK).exists()
    code, _, complaint = byline("restore", tmp_path / "demo.zip", "--data", tmp_path / "new")
    assert (code, "--demo" in complaint, (tmp_path / "new").exists()) == (2, True, False)
    code, said, _ = byline("restore", tmp_path / "demo.zip", "--demo", "--data", tmp_path / "new")
    assert (code, (tmp_path / "new" / DEMO_MARK).exists(), "without a password" in said) == (0, True, True)
    assert byline("restore", tmp_path / "demo.zip", "--yes", "--data", tmp_path / "new")[0] == 0
    assert byline("restore", tmp_path / "demo.zip", "--yes", "--data", data)[0] == 2
    assert not (data / DEMO_MARK).exists()


def newer_format(members, manifest):
    manifest["format"] = 2


def newer_database(members, manifest):
    manifest["revision"] = "2099_a_later_one"


def other_revision(members, manifest):
    manifest["revision"] = "empty"


def flipped(members, manifest):
    members["byline.db"] = members["byline.db"][:-1] + b"!"


def shorter(members, manifest):
    members["byline.db"] = members["byline.db"][:4096]


def without_file(members, manifest):
    del members["files/a/plan.txt"]


def with_more(members, manifest):
    members["files/more.txt"] = b"more"


def without_database(members, manifest):
    del members["byline.db"]
    del manifest["members"]["byline.db"]


def other_version(members, manifest):
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE alembic_version (version_num)")
        database.execute("INSERT INTO alembic_version VALUES (NULL), (7), (x'00')")
        members["byline.db"] = database.serialize()
    digest = hashlib.sha256(members["byline.db"]).hexdigest()
    manifest["members"]["byline.db"] = {"bytes": len(members["byline.db"]), "sha256": digest}


def very_long(members, manifest):
    manifest["members"]["files/x"] = "x" * archive.LONGEST_MANIFEST


def without_members(members, manifest):
    del manifest["members"]


def reaching_out(name):
    def change(members, manifest):
        members[name] = b"gotcha"
        manifest["members"][name] = {"bytes": 6, "sha256": hashlib.sha256(b"gotcha").hexdigest()}

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (newer_format, "newer Byline"),
        (newer_database, "newer Byline"),
        (other_revision, "damaged"),
        (flipped, "damaged"),
        (shorter, "damaged"),
        (without_file, "does not hold"),
        (with_more, "does not hold"),
        (without_database, "does not hold"),
        (without_members, "damaged"),
        (other_version, "damaged"),
        (very_long, "damaged"),
        (reaching_out("../escaped.txt"), "does not hold"),
        (reaching_out("files/../../escaped.txt"), "does not hold"),
        (reaching_out("/escaped.txt"), "does not hold"),
        (reaching_out("files\\..\\escaped.txt"), "does not hold"),
        (reaching_out("this-is-a-demo"), "does not hold"),
        (reaching_out("files/a\nb"), "does not hold"),
        (reaching_out("files/\x1b[2Ja"), "does not hold"),
        (reaching_out("files/\x9ba"), "does not hold"),
        (reaching_out("files/a\u202etxt.exe"), "does not hold"),
    ],
)
def test_a_backup_that_is_newer_damaged_or_forged_changes_nothing(byline, packed, data, tmp_path, change, words):
    wrong = packed_again(packed, tmp_path / "wrong.zip", change)
    before, beside = everything(data), sorted(tmp_path.iterdir())
    code, _, complaint = byline("restore", wrong, "--yes", "--data", data)
    assert (code, words in complaint) == (2, True)
    assert len(complaint.strip().splitlines()) == 1
    assert everything(data) == before
    assert sorted(tmp_path.iterdir()) == beside


def test_a_member_that_is_packed_otherwise_and_damaged_changes_nothing(byline, data, packed, tmp_path):
    wrong = tmp_path / "lzma.zip"
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(wrong, "w", zipfile.ZIP_LZMA) as made:
        for name in source.namelist():
            made.writestr(name, source.read(name))
        at = made.getinfo("byline.db").header_offset + 200
    content = bytearray(wrong.read_bytes())
    content[at : at + 400] = bytes(400)
    wrong.write_bytes(content)
    before = everything(data)
    code, _, complaint = byline("restore", wrong, "--yes", "--data", data)
    assert (code, everything(data) == before, len(complaint.strip().splitlines())) == (2, True, 1)


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.99])
def test_a_backup_that_was_cut_off_changes_nothing(byline, packed, data, kept):
    content = packed.read_bytes()
    packed.write_bytes(content[: int(len(content) * kept)])
    before = everything(data)
    code, _, complaint = byline("restore", packed, "--yes", "--data", data)
    assert (code, everything(data) == before, len(complaint.strip().splitlines())) == (2, True, 1)


def test_bits_that_turned_over_are_noticed(byline, packed, data):
    content = bytearray(packed.read_bytes())
    content[len(content) // 3] ^= 0xFF
    packed.write_bytes(content)
    before = everything(data)
    assert byline("restore", packed, "--yes", "--data", data)[0] == 2
    assert everything(data) == before


@pytest.mark.parametrize("what", ["nowhere.zip", "folder", "text.zip"])
def test_what_is_no_backup_is_one_sentence_and_makes_no_folder(byline, tmp_path, what):
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.zip").write_text("no zip file")
    code, _, complaint = byline("restore", tmp_path / what, "--data", tmp_path / "new")
    assert (code, (tmp_path / "new").exists(), len(complaint.strip().splitlines())) == (2, False, 1)


def test_a_disk_that_fills_up_in_the_middle_leaves_what_was_there(byline, packed, data, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = everything(data)
    monkeypatch.setattr(archive, "_poured", full)
    code, _, complaint = byline("restore", packed, "--yes", "--data", data)
    assert (code, "No space left" in complaint, everything(data) == before) == (2, True, True)


def test_a_copy_is_taken_before_migrating(data):
    store = opened(data)
    with store.reading() as db:
        db.exec(select(Person)).all()
        copy = backups.copy_before_migrating(Settings(data=data))
    store.dispose()
    assert copy
    assert copy.parent == data / "backups"
    assert copy.name.startswith("before-")
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT name FROM person").fetchall() == [("Ana",)]


def test_it_is_known_when_the_last_backup_was(byline, data, tmp_path):
    began = now()
    for name in ("one.zip", "two.zip"):
        assert byline("backup", tmp_path / name, "--data", data)[0] == 0
    store = opened(data)
    with store.reading() as db:
        noted = runs.last_done(db, runs.BACKUP)
    store.dispose()
    assert noted
    assert began <= noted <= now()


def test_a_backup_of_an_earlier_release_needs_no_place_to_note_it(byline, data, tmp_path):
    store = opened(data)
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE job_run"))
    store.dispose()
    assert byline("backup", tmp_path / "one.zip", "--data", data)[0] == 0
    assert (tmp_path / "one.zip").exists()


def test_of_the_copies_before_migrating_the_newest_stay(data):
    folder = data / "backups"
    folder.mkdir()
    for age in range(8):
        (folder / f"before-{age}.db").write_text("a copy")
        os.utime(folder / f"before-{age}.db", (1_000_000 - age, 1_000_000 - age))
    (folder / "mine.db").write_text("mine")
    copy = backups.copy_before_migrating(Settings(data=data))
    kept = {"mine.db", *(f"before-{age}.db" for age in range(backups.KEPT_COPIES - 1))}
    assert {path.name for path in folder.iterdir()} == kept | {copy.name if copy else ""}
