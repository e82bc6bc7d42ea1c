"""A backup that somebody changed gives back rows and nothing that acts: no trigger, no definition, no command."""

import hashlib
import sqlite3
import zipfile
from contextlib import closing

import pytest

from app.core.db import Database
from app.core.migrating import upgrade
from app.core.settings import DEMO_MARK
from tests.cli.kept import add, names, opened
from tests.cli.test_keeping import everything, packed_again
from tests.migrations import earlier

pytestmark = pytest.mark.sqlite
MAKES_ADMIN = "AFTER INSERT ON person BEGIN INSERT INTO role_given (person_id, role) VALUES (NEW.id, 'admin'); END"


@pytest.fixture
def data(settings, monkeypatch):
    """The folder of a company in which Ana works."""
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    add(f"sqlite:///{settings.data / 'byline.db'}", "Ana")
    return settings.data


def changed(packed, target, *statements):
    """The backup with a database that these were said to, and every checksum true."""

    def change(members, manifest):
        database = target.with_suffix(".db")
        database.write_bytes(members["byline.db"])
        with closing(sqlite3.connect(database)) as crafting:
            crafting.execute("PRAGMA writable_schema=ON")
            for statement in statements:
                crafting.execute(statement)
            crafting.commit()
        members["byline.db"] = database.read_bytes()
        database.unlink()
        digest = hashlib.sha256(members["byline.db"]).hexdigest()
        manifest["members"]["byline.db"] = {"bytes": len(members["byline.db"]), "sha256": digest}

    return packed_again(packed, target, change)


def a_trigger_called(name):
    """As only whoever writes the schema itself can name it."""
    return [f"CREATE TRIGGER plain {MAKES_ADMIN}", f"UPDATE sqlite_schema SET name = '{name}' WHERE name = 'plain'"]


CRAFTED = {
    "a trigger": ([f"CREATE TRIGGER mine {MAKES_ADMIN}"], "trigger mine"),
    "a trigger named as SQLite's own": (a_trigger_called("sqlite_person"), "cannot be restored"),
    "a trigger named as a table": (a_trigger_called("person"), "cannot be restored"),
    "a view": (["CREATE VIEW seen AS SELECT * FROM person"], "view seen"),
    "a view in the place of a table": (
        ["PRAGMA legacy_alter_table=ON", "ALTER TABLE person RENAME TO old", "CREATE VIEW person AS SELECT * FROM old"],
        "which Byline did not make",
    ),
    "a virtual table": (["CREATE VIRTUAL TABLE words USING fts5(word)"], "table words"),
    "a virtual table in the place of a table": (
        ["DROP TABLE role_given", "CREATE VIRTUAL TABLE role_given USING fts5(person_id, role)"],
        "which Byline did not make",
    ),
    "another table": (["CREATE TABLE more (a)"], "table more"),
    "another index": (["CREATE INDEX mine ON person (name)"], "index mine"),
    "an index of something that is worked out": (["CREATE INDEX mine ON person (upper(name))"], "index mine"),
    "a column that is worked out": (
        ["ALTER TABLE person RENAME COLUMN name TO old", "ALTER TABLE person ADD COLUMN name TEXT AS (upper(old))"],
        "table person with other columns",
    ),
    "another column": (["ALTER TABLE person ADD COLUMN more TEXT DEFAULT 'admin'"], "table person with other columns"),
    "a column less": (["ALTER TABLE person DROP COLUMN title"], "table person with other columns"),
    "a table less": (["DROP TABLE role_given"], "table role_given with no columns"),
}


@pytest.mark.parametrize(("statements", "words"), CRAFTED.values(), ids=CRAFTED)
def test_a_database_that_holds_more_than_ours_is_refused_and_named(byline, packed, data, tmp_path, statements, words):
    wrong = changed(packed, tmp_path / "wrong.zip", *statements)
    before = everything(data)
    code, _, complaint = byline("restore", wrong, "--yes", "--data", data)
    assert (code, words in complaint) == (2, True)
    assert len(complaint.strip().splitlines()) == 1
    assert everything(data) == before


QUIET = {
    "a default": ("person", "name VARCHAR NOT NULL", "name VARCHAR DEFAULT ('gotcha') NOT NULL"),
    "a check": ("role_given", "role VARCHAR NOT NULL", "role VARCHAR NOT NULL CHECK (role <> 'gotcha')"),
    "a rule for doubles": ("department", "PRIMARY KEY (id)", "PRIMARY KEY (id) ON CONFLICT REPLACE /* gotcha */"),
}


@pytest.mark.parametrize(("table", "old", "new"), QUIET.values(), ids=QUIET)
def test_what_a_table_was_made_with_does_not_come_along(byline, packed, data, tmp_path, table, old, new):
    write = f"UPDATE sqlite_schema SET sql = replace(sql, '{old}', '{new.replace(chr(39), chr(39) * 2)}')"
    wrong = changed(packed, tmp_path / "wrong.zip", f"{write} WHERE name = '{table}'")
    assert b"gotcha" in zipfile.ZipFile(wrong).read("byline.db")
    assert byline("restore", wrong, "--data", tmp_path / "new")[0] == 0
    assert b"gotcha" not in (tmp_path / "new" / "byline.db").read_bytes()
    assert names(f"sqlite:///{tmp_path / 'new' / 'byline.db'}") == ["Ana"]


def rows(folder):
    """Everything that stands in a database, by its table and columns."""
    with closing(sqlite3.connect(folder / "byline.db")) as looking:
        looking.row_factory = sqlite3.Row
        tables = [row["name"] for row in looking.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: sorted(map(told, looking.execute(f"SELECT * FROM {table}"))) for table in tables}


def told(row):
    return sorted(zip(row.keys(), map(repr, row), strict=True))


def test_every_row_comes_back_and_numbers_go_on(byline, data, tmp_path):
    with closing(sqlite3.connect(data / "byline.db")) as looking:
        looking.execute("UPDATE sqlite_sequence SET seq = 4711")
        looking.commit()
    before = rows(data)  # That it was taken is noted afterwards, and in no backup.
    byline("backup", tmp_path / "kept.zip", "--data", data)
    assert byline("restore", tmp_path / "kept.zip", "--data", tmp_path / "new")[0] == 0
    assert rows(tmp_path / "new") == before
    assert ("seq", "4711") in rows(data)["sqlite_sequence"][0]


def test_a_backup_of_an_earlier_version_comes_back_and_goes_on(byline, tmp_path, monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    (tmp_path / "old").mkdir()
    settings = earlier.settings(tmp_path / "old")
    store = Database(settings.url, threads=2)
    earlier.fill(store)
    store.dispose()
    assert byline("backup", tmp_path / "old.zip", "--data", tmp_path / "old")[0] == 0
    code, _, complaint = byline("restore", tmp_path / "old.zip", "--data", tmp_path / "new")
    assert code == 0, complaint
    assert rows(tmp_path / "new") == rows(tmp_path / "old")
    store = opened(f"sqlite:///{tmp_path / 'new' / 'byline.db'}")
    upgrade(store)
    store.dispose()


def of_a_demo(members, manifest):
    manifest["is_demo"] = True


def test_no_manifest_makes_a_demo_of_a_company(byline, packed, data, tmp_path):
    wrong = packed_again(packed, tmp_path / "wrong.zip", of_a_demo)
    for folder, words in ((data, ["--yes"]), (tmp_path / "new", [])):
        code, _, complaint = byline("restore", wrong, "--data", folder, *words)
        assert (code, "without a password" in complaint) == (2, True)
        assert not (folder / DEMO_MARK).exists()
    assert not (tmp_path / "new").exists()


def test_a_manifest_gives_nothing_else(byline, packed, tmp_path):
    """Whatever else it claims is left out or refused."""

    def claiming(members, manifest):
        manifest |= {"roles": ["admin"], "files": "/etc", "settings": {"base_url": "https://evil.example"}}
        manifest["version"] = "\x1b[2J9.9"

    wrong = packed_again(packed, tmp_path / "wrong.zip", claiming)
    code, said, _ = byline("restore", wrong, "--data", tmp_path / "new")
    assert (code, "\x1b" in said, "evil" in said) == (0, False, False)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["byline.db"]


def test_a_database_with_nothing_in_it_is_no_backup(byline, packed, data, tmp_path):
    def nothing(members, manifest):
        with closing(sqlite3.connect(":memory:")) as empty:
            empty.execute("CREATE TABLE more (a)")
            members["byline.db"] = empty.serialize()
        digest = hashlib.sha256(members["byline.db"]).hexdigest()
        manifest["members"]["byline.db"] = {"bytes": len(members["byline.db"]), "sha256": digest}
        manifest["revision"] = "empty"

    wrong = packed_again(packed, tmp_path / "wrong.zip", nothing)
    before = everything(data)
    assert byline("restore", wrong, "--yes", "--data", data)[0] == 2
    assert everything(data) == before
